import Git
import Hashing
import Ledger
import Model

/// What stands above a run's tasks: who, what, when, where, how it ended.
struct RunHeader {
  let record: RunRecord
  /// Nil where the source commit is not in this clone.
  let source: CommitInfo?
  /// The commit that wrote the record as it is; nil where history is cut.
  let recordedBy: ObjectID?

  static func read(
    _ run: StoredRun,
    _ record: RunRecord,
    _ repository: Repository
  ) async throws -> RunHeader {
    let name = run.reference.description
    return try await repository.perform { repository in
      let source = ObjectID(hex: record.source.commit).flatMap { try? repository.commit($0) }
      let history = try repository.history(from: run.commit, firstParent: true) { commit in
        commit.trailers.contains { $0.key == "Weir-Run" && $0.value == name }
      }
      let last = history.commits.last.flatMap { commit in
        commit.trailers.contains { $0.value == name } ? commit.id : nil
      }
      return RunHeader(record: record, source: source, recordedBy: last)
    }
  }

  func lines(_ style: Style) -> [String] {
    let run = record
    var table = Table(indent: "  ")
    func add(_ name: String, _ value: String?) {
      if let value, !value.isEmpty { table.add([Table.Cell(name, .faint), Table.Cell(value)]) }
    }
    add("commit", commit)
    add("branch", run.source.branch)
    add("file", run.source.file)
    add("by", "\(run.trigger.by) (\(run.trigger.kind.rawValue))")
    add("asked", RunWords.second(run.requestedAt))
    add("started", run.startedAt.map(RunWords.second))
    add("ended", run.finishedAt.map(RunWords.second))
    add("time", RunWords.duration(run)?.forPeople)
    add("host", run.host)
    for (name, value) in run.params.sorted(by: { $0.key < $1.key }) {
      add("param", "\(name) = \(JSONWriter.compact(value))")
    }
    for (name, value) in run.outputs.sorted(by: { $0.key < $1.key }) {
      add("output", "\(name) = \(JSONWriter.compact(value))")
    }
    add("retry of", run.retryOf)
    add("parent", run.parent)
    add("stopped by", run.stoppedBy)
    add("error", run.error)
    for decision in run.decisions { add("decision", Self.words(decision)) }
    add("tasks", RunWords.counts(run.counts))
    add("record", recordedBy?.short)
    let title = "\(style.paint(run.reference.description, .strong))  "
    return [title + style.paint(run.status.rawValue, run.status.tone)]
      + table.lines(style)
  }

  private var commit: String {
    let id = String(record.source.commit.prefix(10))
    guard let source else { return "\(id) (not in this clone)" }
    return "\(id) \(source.subject) (\(source.author.name))"
  }

  private static func words(_ decision: Decision) -> String {
    "\(decision.kind.rawValue)\(decision.task.map { " of \($0)" } ?? "") by \(decision.by) at "
      + RunWords.second(decision.at) + (decision.message.map { ": \($0)" } ?? "")
  }
}

extension RunHeader {
  /// One line: the run, its state, when, how long, what came of its tasks.
  func summary(_ style: Style) -> String {
    var parts = [RunWords.minute(record.startedAt ?? record.requestedAt)]
    if let duration = RunWords.duration(record) { parts.append(duration.forPeople) }
    if record.counts.total > 0 { parts.append(RunWords.counts(record.counts)) }
    if record.status == .running { parts.append("on \(record.host)") }
    return "\(style.paint(record.reference.description, .strong))  "
      + style.paint(record.status.rawValue, record.status.tone) + "  "
      + TerminalText.line(parts.joined(separator: ", "))
  }
}
