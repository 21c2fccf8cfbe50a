import Git
import Ledger
import Model

/// Prints the logs of a run that goes on as they grow, until its record is final or its owner is
/// gone.
struct LogFollower {
  let session: Session
  let options: GlobalOptions
  let liveness: RunLiveness
  let run: RunID
  /// Whether a task is to be shown, by `task` or `task/instance`.
  let wants: @Sendable (String) -> Bool

  private static let pause = Duration.milliseconds(200)
  /// How often to look again for a last record when nobody seems to be at work any more.
  private static let patience = 25

  /// - Returns: the run as it was recorded in the end, nil if it never was, and how many
  ///   bytes of each task's log were shown.
  func follow(_ printer: inout LogPrinter) async throws -> (StoredRun?, [String: Int]) {
    var logs = LiveLogs(run: run, folders: session.folders)
    var idle = 0
    while true {
      // Asked first, so that what is said before the end is read after it.
      let isAtWork = liveness.isSupervised(run)
      for piece in try logs.more() where wants(piece.name) {
        printer.print(piece.bytes, of: piece.name)
      }
      if !isAtWork {
        let stored = try await recorded()
        if let stored, stored.isFinal { return (stored.run, logs.shownBytes) }
        idle = liveness.isSomeoneWriting ? 0 : idle + 1
        if idle > Self.patience { return (stored?.run, logs.shownBytes) }
      }
      try await Task.sleep(for: Self.pause)
    }
  }

  private struct Recorded {
    let run: StoredRun
    let record: RunRecord
    var isFinal: Bool { record.status.isFinal }
  }

  /// The run's record as it is in git now.
  private func recorded() async throws -> Recorded? {
    try await session.repository.refresh()
    let records = try await RecordsView.open(session, options)
    guard let stored = try await records.runs(on: run.day).first(where: { $0.reference.id == run })
    else { return nil }
    return Recorded(run: stored, record: try await records.record(of: stored))
  }
}
