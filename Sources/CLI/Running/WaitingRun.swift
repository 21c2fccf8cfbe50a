import Git
import Hashing
import Ledger
import Model

/// A recorded run that can go on.
struct WaitingRun {
  let stored: StoredRun
  let record: RunRecord
  let request: RunRequest

  /// Finds the run that a person means; one that does not wait is refused.
  static func find(_ name: String, session: Session) async throws -> WaitingRun {
    let reader = try await session.reader()
    let stored = try await reader.find(name)
    guard let record = try await reader.records(of: [stored]).first,
      let text = try await reader.file("request.json", of: stored)
    else { throw CommandFailure(.infrastructure, "the record of \(stored.reference) is not whole") }
    guard record.status == .waiting else {
      throw CommandFailure(
        .invalid,
        "run \(stored.reference) does not wait: it is \(record.status.rawValue)",
        hint: "weir status lists the runs that wait"
      )
    }
    return WaitingRun(
      stored: stored,
      record: record,
      request: try RunRequest(json: JSONReader.parse(text))
    )
  }

  /// What it runs.
  func target(_ session: Session) async throws -> Session.Target {
    guard let commit = ObjectID(hex: record.source.commit) else {
      throw CommandFailure(.infrastructure, "the record of \(record.reference) names no commit")
    }
    let info = try await session.repository.commit(commit)
    return Session.Target(
      commit: commit,
      tree: info.tree,
      branch: record.source.branch,
      info: info
    )
  }
}
