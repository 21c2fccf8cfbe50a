import Engine
import Journal
import Ledger
import Model

/// A run of this host that goes on, which may not be in git yet, and the part of it that a person
/// named.
struct LiveRun: Sendable {
  let record: RunRecord
  /// Nil before its first commit.
  let stored: StoredRun?
  let task: String?
  let instance: String?

  var id: RunID { record.reference.id }

  /// What a name means among the runs that go on; nil if it means one that has ended, or none.
  static func find(
    _ text: String,
    in records: RecordsView,
    _ session: Session
  ) async throws -> LiveRun? {
    let liveness = RunLiveness(folders: session.folders)
    if let run = try await unrecorded(text, in: records, session, liveness) { return run }
    let address = try await RunAddress.find(text, in: records)
    let record = try await records.record(of: address.run)
    guard liveness.status(of: record) == .running, record.owner.host == liveness.host else {
      return nil
    }
    return LiveRun(
      record: record,
      stored: address.run,
      task: address.task,
      instance: address.instance
    )
  }

  /// A run before its first commit, as the journal knows it.
  private static func unrecorded(
    _ text: String,
    in records: RecordsView,
    _ session: Session,
    _ liveness: RunLiveness
  ) async throws -> LiveRun? {
    let journal = try JournalReader.unrecorded(path: "\(session.folders.state)/journal.sqlite")
    var runs: [RunRecord] = []
    for record in journal where liveness.isSupervised(record.reference.id) {
      if try await !records.runs(on: record.reference.id.day)
        .contains(where: { $0.reference == record.reference })
      {
        runs.append(record)
      }
    }
    runs.sort { $0.isYounger(than: $1) }
    for reading in RunAddress.Reading.all(of: text) {
      guard let found = try RecordsReader.pick(reading.run, from: runs.map(\.reference)),
        let record = runs.first(where: { $0.reference == found })
      else { continue }
      let run = LiveRun(
        record: record,
        stored: nil,
        task: reading.task,
        instance: reading.instance
      )
      return try await run.isMeant(by: text, reading, records, session) ? run : nil
    }
    return nil
  }

  /// Whether no run that is recorded fits a name better.
  private func isMeant(
    by text: String,
    _ reading: RunAddress.Reading,
    _ records: RecordsView,
    _ session: Session
  ) async throws -> Bool {
    let workflow = record.reference.workflow
    if ["latest", workflow, "\(workflow)/latest"].contains(reading.run),
      let newest = try await records.newest(
        1,
        workflow: reading.run == "latest" ? nil : workflow
      ).first,
      try await records.record(of: newest).isYounger(than: record)
    {
      return false
    }
    // What looks like a task may be the end of an id.
    guard let task, try await !tasks(session).contains(task) else { return true }
    guard let other = try? await RunAddress.find(text, in: records) else { return true }
    return other.task != nil
  }

  /// The tasks of its workflow.
  func tasks(_ session: Session) async throws -> [String] {
    let catalog = WorkflowCatalog(
      repository: session.repository,
      tree: try await session.target(record.source.commit).tree,
      cache: session.folders.cache
    )
    return try await catalog.find(record.reference.workflow).0.tasks.map(\.name)
  }

  /// Whether a task is part of it, by `task` or `task/instance`.
  func covers(_ name: String) -> Bool {
    guard let task else { return true }
    if let instance { return name == "\(task)/\(instance)" }
    return name == task || name.hasPrefix("\(task)/")
  }
}

extension RunRecord {
  /// Whether it was asked for later; ids of one second have no order.
  fileprivate func isYounger(than other: RunRecord) -> Bool {
    (requestedAt.milliseconds, reference.id) > (other.requestedAt.milliseconds, other.reference.id)
  }
}
