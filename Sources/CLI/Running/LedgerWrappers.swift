import Engine
import Model

/// A ledger that shows each commit in the mount, too.
struct MountedLedger: RunLedger {
  let inner: any RunLedger
  let mount: RecordsMount
  let notify: @Sendable (String) -> Void

  func hold(_ run: RunRecord) async throws(EngineError) { try await inner.hold(run) }

  func commitProgress(_ snapshot: RunSnapshot) async throws(EngineError) -> Bool {
    guard try await inner.commitProgress(snapshot) else { return false }
    await mount.refresh(notify: notify)
    return true
  }

  func commitEnd(_ snapshot: RunSnapshot) async throws(EngineError) -> RecordedRun {
    let recorded = try await inner.commitEnd(snapshot)
    await mount.refresh(notify: notify)
    return recorded
  }
}

/// A ledger for runs that the user wants no record of.
struct EmptyLedger: RunLedger {
  func hold(_ run: RunRecord) async throws(EngineError) {}
  func commitProgress(_ snapshot: RunSnapshot) async throws(EngineError) -> Bool { true }

  func commitEnd(_ snapshot: RunSnapshot) async throws(EngineError) -> RecordedRun {
    RecordedRun(commit: nil, ref: nil)
  }
}
