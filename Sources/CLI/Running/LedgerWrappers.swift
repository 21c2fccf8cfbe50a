import Engine
import Model
import Synchronization

/// A ledger that shows each commit in the mount, too.
final class MountedLedger: RunLedger {
  private let inner: any RunLedger
  private let mount: RecordsMount
  private let notify: @Sendable (String) -> Void
  /// The last refresh, which goes on while the end of the run is noted elsewhere.
  private let refresh = Mutex<Task<Void, Never>?>(nil)

  init(inner: any RunLedger, mount: RecordsMount, notify: @escaping @Sendable (String) -> Void) {
    self.inner = inner
    self.mount = mount
    self.notify = notify
  }

  /// Waits until the mount shows what was committed last.
  func settle() async {
    await refresh.withLock { $0 }?.value
  }

  func hold(_ run: RunRecord) async throws(EngineError) { try await inner.hold(run) }

  func decisions(of run: RunReference) async throws(EngineError) -> [Decision] {
    try await inner.decisions(of: run)
  }

  func progressStart(rows: Int) async -> Int? { await inner.progressStart(rows: rows) }

  func commitProgress(_ snapshot: RunSnapshot) async throws(EngineError) -> Bool {
    guard try await inner.commitProgress(snapshot) else { return false }
    await mount.refresh(notify: notify)
    return true
  }

  func commitEnd(_ snapshot: RunSnapshot) async throws(EngineError) -> RecordedRun {
    let recorded = try await inner.commitEnd(snapshot)
    let (mount, notify) = (mount, notify)
    refresh.withLock { $0 = Task { await mount.refresh(notify: notify) } }
    return recorded
  }
}

/// A ledger for runs that the user wants no record of.
struct EmptyLedger: RunLedger {
  func hold(_ run: RunRecord) async throws(EngineError) {}
  func progressStart(rows: Int) async -> Int? { nil }
  func commitProgress(_ snapshot: RunSnapshot) async throws(EngineError) -> Bool { true }
  func decisions(of run: RunReference) async throws(EngineError) -> [Decision] { [] }

  func commitEnd(_ snapshot: RunSnapshot) async throws(EngineError) -> RecordedRun {
    RecordedRun(commit: nil, ref: nil)
  }
}
