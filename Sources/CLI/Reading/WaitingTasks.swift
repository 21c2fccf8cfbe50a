import Model

/// The tasks of a recorded run that wait for somebody, in words.
struct WaitingTasks {
  private let run: RunRecord
  private let rows: [TaskRow]
  private let definitions: [String: TaskDefinition]

  private static let named = 10

  static func read(
    _ run: RunRecord,
    _ rows: [TaskRow],
    _ session: Session
  ) async -> WaitingTasks {
    let waiting = rows.filter { $0.status == .waiting }
    guard run.status == .waiting, !waiting.isEmpty else {
      return WaitingTasks(run: run, rows: [], definitions: [:])
    }
    // Without its workflow a run still says that it waits.
    let tasks = (try? await session.workflow(of: run))?.tasks ?? []
    return WaitingTasks(
      run: run,
      rows: waiting,
      definitions: Dictionary(tasks.map { ($0.name, $0) }) { _, last in last }
    )
  }

  /// Two lines a task: what it waits for, and the command that decides it.
  func lines(_ style: Style, indent: String = "") -> [String] {
    var lines: [String] = []
    for row in rows.prefix(Self.named) {
      let wait = WaitText(of: row, definitions[row.task])
      let name = style.paint(TerminalText.line(row.name), .warning)
      lines.append("\(indent)\(name) waits \(wait.words)")
      let subject = RunSummary.quoted("\(run.reference)/\(row.name)")
      lines.append("\(indent)  " + style.paint(wait.command(subject), .faint))
    }
    if rows.count > Self.named { lines.append("\(indent)and \(rows.count - Self.named) more") }
    return lines
  }
}
