import Ledger
import Model

/// A run for people: its header, a line a task, and what failed.
struct RunPage {
  let header: RunHeader
  let rows: [TaskRow]
  let logs: LogSource
  let run: StoredRun
  let isVerbose: Bool

  /// Fan-outs of more instances than these are one line.
  private static let longestFanOut = 50
  private static let shownFailures = 10
  private static let lastLines = 10

  func show(_ style: Style) async throws {
    for line in header.lines(style) { Output.line(line) }
    for line in tasks(style) { Output.line(line) }
    try await showFailures(style)
  }

  /// The table of tasks.
  func tasks(_ style: Style) -> [String] {
    guard !rows.isEmpty else { return [] }
    var table = Table(indent: "  ", right: [3])
    for group in TaskGroup.groups(of: rows) {
      guard group.rows.count > Self.longestFanOut, !isVerbose else {
        for row in group.rows { table.add(Self.cells(row)) }
        continue
      }
      let outputs = group.rows.reduce(0) { $0 + $1.outputs.count }
      table.add([
        Table.Cell(group.worst.mark, group.worst.tone),
        Table.Cell("\(group.task)/* (\(group.rows.count))"),
        Table.Cell(group.counts, group.worst.tone),
        Table.Cell(group.duration?.forPeople ?? ""), Table.Cell(""),
        Table.Cell(Self.outputs(outputs)),
      ])
    }
    return [""] + table.lines(style)
  }

  private static func cells(_ row: TaskRow) -> [Table.Cell] {
    [
      Table.Cell(row.status.mark, row.status.tone),
      Table.Cell(row.name),
      Table.Cell(row.status.rawValue, row.status.tone),
      Table.Cell(row.status == .cached ? "" : row.duration?.forPeople ?? ""),
      Table.Cell(row.attempts.count > 1 ? "\(row.attempts.count) attempts" : ""),
      Table.Cell(outputs(row.outputs.count)),
      Table.Cell(why(row), .faint),
    ]
  }

  /// Why it ran or did not, or what it asks.
  private static func why(_ row: TaskRow) -> String {
    if row.status == .waiting, let question = row.reason?.message { return question }
    return row.reason.map(ReasonText.sentence) ?? ""
  }

  private static func outputs(_ count: Int) -> String {
    count == 0 ? "" : "\(count) output\(count == 1 ? "" : "s")"
  }

  /// What failed, with the end of its log.
  private func showFailures(_ style: Style) async throws {
    let failed = rows.filter { $0.status == .failed || $0.status == .lost }
    for row in failed.prefix(Self.shownFailures) {
      Output.line("")
      let end = row.attempts.last.flatMap(RunWords.end).map { ": \($0)" } ?? ""
      Output.line(
        style.paint(TerminalText.line("\(row.name) \(row.status.rawValue)\(end)"), .bad)
      )
      switch try await logs.log(of: row, in: run) {
      case .found(let log):
        let tail = LogTail.lines(Self.lastLines, of: log.bytes)
        for line in TerminalText.text(Array(tail)).split(separator: "\n") {
          Output.line("  | \(line)")
        }
        if tail.count < log.bytes.count {
          Output.line("  weir logs \(run.reference)/\(TerminalText.line(row.name)) shows all of it")
        }
      case .empty: Output.line("  it wrote nothing")
      case .elsewhere(let words): Output.line("  \(words)")
      }
    }
    if failed.count > Self.shownFailures {
      Output.line("")
      Output.line("and \(failed.count - Self.shownFailures) more")
    }
  }
}
