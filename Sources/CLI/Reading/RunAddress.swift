import Ledger
import Model

/// What a person means by `RUN[/TASK[/INSTANCE]]`, where RUN may hold a slash itself.
struct RunAddress {
  let run: StoredRun
  let task: String?
  /// The key may hold slashes.
  let instance: String?

  static func find(_ text: String, in records: RecordsView) async throws -> RunAddress {
    if let found = try pick(text, from: try await likely(text, in: records)) { return found }
    if let found = try pick(text, from: try await records.current()) { return found }
    if let found = try pick(text, from: try await records.removed()) { return found }
    throw RunSearchError.none(text)
  }

  /// The run that a name says by itself, so that of many runs few need to be listed.
  private static func likely(
    _ text: String,
    in records: RecordsView
  ) async throws -> [StoredRun] {
    let parts = text.split(separator: "/").prefix(2).map { String($0) }
    if parts.first == "latest" {
      guard let run = try await records.newestOutermost() else {
        return try await records.newest(1)
      }
      return [run]
    }
    if let last = parts.last, let first = parts.first, last == "latest" || parts.count == 1 {
      if Names.isValid(first) { return try await records.newest(1, workflow: first) }
    }
    guard let id = parts.lazy.compactMap({ RunID($0) }).first else { return [] }
    return try await records.runs(on: id.day).filter { $0.reference.id == id }
  }

  private static func pick(_ text: String, from runs: [StoredRun]) throws -> RunAddress? {
    for reading in Reading.all(of: text) {
      guard let run = try RecordsReader.pick(reading.run, from: runs) else { continue }
      return RunAddress(run: run, task: reading.task, instance: reading.instance)
    }
    return nil
  }

  /// One way to take a name apart.
  struct Reading {
    let run: String
    let task: String?
    let instance: String?

    /// The longer reading wins: a run of a workflow before a task of its latest run.
    static func all(of text: String) -> [Reading] {
      // The key of an instance may hold any number of slashes.
      let parts = text.cut(at: "/")
      // A task's name begins with a letter.
      let namesRunWhole = parts.count > 1 && parts[1].first?.isNumber == true
      return (namesRunWhole ? [2] : [2, 1]).filter { parts.count >= $0 }.map { count in
        let rest = parts[count...]
        let instance = rest.dropFirst().joined(separator: "/")
        return Reading(
          run: parts[..<count].joined(separator: "/"),
          task: rest.first,
          instance: instance.isEmpty ? nil : instance
        )
      }
    }
  }

  /// The rows that are meant; all of the run if no task is named.
  func rows(among all: [TaskRow]) throws -> [TaskRow] {
    guard let task else { return all }
    let ofTask = all.filter { $0.task == task }
    guard !ofTask.isEmpty else {
      let known = all.map(\.task).uniqued.prefix(10).joined(separator: ", ")
      throw CommandFailure(
        .invalid,
        "run \(run.reference) has no task \"\(task)\"",
        hint: known.isEmpty ? nil : "it has: \(known)"
      )
    }
    guard let instance else { return ofTask }
    let ofInstance = ofTask.filter { $0.instance?.isSame(as: instance) ?? false }
    guard !ofInstance.isEmpty else {
      let known = ofTask.compactMap(\.instance).prefix(10).joined(separator: ", ")
      throw CommandFailure(
        .invalid,
        "task \(task) of \(run.reference) has no instance \"\(instance)\"",
        hint: known.isEmpty ? "it is no fan-out" : "it has: \(known)"
      )
    }
    return ofInstance
  }
}

extension TaskRow {
  /// `task` or `task/instance`.
  var name: String { instance.map { "\(task)/\($0)" } ?? task }

  /// From the first attempt to the end of the last; nil if none ended.
  var duration: Duration? {
    guard let first = attempts.first, let end = attempts.last?.finishedAt else { return nil }
    return end.since(first.startedAt)
  }
}

extension Sequence where Element: Hashable {
  /// Each element once, in the order of its first place.
  var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
