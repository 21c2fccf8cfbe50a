import Ledger
import Model

/// A run that goes on, which may not be in git yet, and the part of it that a person named.
struct LiveRun: Sendable {
  let id: RunID
  let task: String?
  let instance: String?

  /// What a name means among the runs that go on; nil if it means one that has ended, or none.
  static func find(
    _ text: String,
    in records: RecordsView,
    _ liveness: RunLiveness
  ) async throws -> LiveRun? {
    let supervised = liveness.supervised()
    let runs = try await records.newest(64)
    let recorded = Set(runs.map(\.reference.id))
    // A run without a record has no workflow's name, so that only its id and latest name it.
    for id in supervised where !recorded.contains(id) {
      let parts = text.cut(at: "/")
      let isLatest = parts.first == "latest" && (runs.first.map { $0.reference.id < id } ?? true)
      let (name, rest) =
        parts.count > 1 && RunID(parts[1]) == id
        ? (parts[1], parts.dropFirst(2)) : (parts.first ?? "", parts.dropFirst())
      guard isLatest || name == id.text || name == id.name || id.text.hasSuffix("-\(name)")
      else { continue }
      return LiveRun(
        id: id,
        task: rest.first,
        instance: rest.count > 1 ? rest.dropFirst().joined(separator: "/") : nil
      )
    }
    let address = try await RunAddress.find(text, in: records)
    let record = try await records.record(of: address.run)
    guard liveness.status(of: record) == .running, record.owner.host == liveness.host else {
      return nil
    }
    return LiveRun(id: record.reference.id, task: address.task, instance: address.instance)
  }

  /// Whether a task is part of it, by `task` or `task/instance`.
  func covers(_ name: String) -> Bool {
    guard let task else { return true }
    if let instance { return name == "\(task)/\(instance)" }
    return name == task || name.hasPrefix("\(task)/")
  }
}
