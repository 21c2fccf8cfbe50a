import Model

/// The history of runs as a table, as JSON or as CSV.
struct RunHistoryReport {
  let matches: [RunFilter.Match]
  let task: String?

  /// A line a run for people.
  func lines(_ style: Style, width: Int?) -> [String] {
    var table = Table(right: [3])
    let titles = ["RUN", "STATUS", "STARTED", "TIME", "TASKS", "COMMIT", "BRANCH", "BY", "TRIGGER"]
    table.add((task.map { titles + [$0] } ?? titles).map { Table.Cell($0, .faint) })
    for match in matches {
      let run = match.record
      var cells = [
        Table.Cell(run.reference.description, .strong),
        Table.Cell(run.status.rawValue, run.status.tone),
        Table.Cell(RunWords.minute(run.startedAt ?? run.requestedAt)),
        Table.Cell(RunWords.duration(run)?.forPeople ?? ""),
        Table.Cell(RunWords.counts(run.counts)),
        Table.Cell(String(run.source.commit.prefix(10)), .warning),
        Table.Cell(run.source.branch ?? ""),
        Table.Cell(RunWords.name(of: run.trigger.by)),
        Table.Cell(run.parent.map { "in \($0)" } ?? run.trigger.kind.rawValue, .faint),
      ]
      if task != nil { cells.append(Self.cell(of: match.rows)) }
      table.add(cells)
    }
    return table.lines(style, width: width)
  }

  /// The status of one row, or how many rows there are of each.
  private static func cell(of rows: [TaskRow]) -> Table.Cell {
    guard rows.count != 1, let worst = rows.first(where: { !$0.status.isSuccess }) ?? rows.first
    else { return Table.Cell(rows.first?.status.rawValue ?? "", rows.first?.status.tone ?? .plain) }
    return Table.Cell(TaskGroup(rows).counts, worst.status.tone)
  }

  /// The members of `run.json` with the state as it is now, and `tasks` if a task was asked for.
  var json: JSONValue {
    .array(
      matches.map { match in
        guard task != nil, var members = match.record.json.object else { return match.record.json }
        members["tasks"] = .array(match.rows.map(\.json))
        return .object(members)
      }
    )
  }

  private static let columns = [
    "run", "status", "started_at", "finished_at", "seconds", "succeeded", "cached", "failed",
    "skipped", "blocked", "cancelled", "lost", "commit", "branch", "by", "trigger",
  ]

  /// RFC 4180, with a line of names.
  var csv: String {
    let names = Self.columns + (task == nil ? [] : ["task_status"])
    return ([names] + matches.map(values)).map { line in
      line.map(Self.quoted).joined(separator: ",") + "\r\n"
    }.joined()
  }

  private func values(_ match: RunFilter.Match) -> [String] {
    let run = match.record
    let counts = run.counts
    let numbers = [
      counts.succeeded, counts.cached, counts.failed, counts.skipped, counts.blocked,
      counts.cancelled, counts.lost,
    ].map(String.init)
    let seconds = RunWords.duration(run).map { duration in
      "\(duration.wholeMilliseconds / 1000).\(padded(duration.wholeMilliseconds % 1000, 3))"
    }
    return [
      run.reference.description, run.status.rawValue, run.startedAt?.description ?? "",
      run.finishedAt?.description ?? "", seconds ?? "",
    ] + numbers + [
      run.source.commit, run.source.branch ?? "", run.trigger.by, run.trigger.kind.rawValue,
    ] + (task == nil ? [] : [match.rows.map(\.status.rawValue).uniqued.joined(separator: " ")])
  }

  private static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { #"",\#r\#n"#.utf8.contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
