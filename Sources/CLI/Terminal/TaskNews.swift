import Engine
import Model
import Planning

/// Something about one task that is worth a line of its own.
struct TaskNews: Sendable {
  /// Of a log, how many lines are shown.
  static let logLines = 10

  let word: String
  let tone: Style.Tone
  let name: String
  /// Why, how long, which attempt.
  let details: [String]
  /// Harmless lines.
  let log: [String]

  /// A task that came to its end.
  static func settled(
    _ node: Int,
    _ machine: RunMachine,
    log: LogContent?,
    logLines: Int = TaskNews.logLines
  ) -> TaskNews {
    let state = machine.nodes[node]
    let hasFailed = state.status == .failed || state.status == .lost
    var details: [String] = []
    if !state.status.isSuccess {
      details.append(TerminalText.line(AttemptText.failure(of: state)))
    }
    if let duration = state.attempts.last.flatMap(AttemptText.duration) {
      details.append(duration.forPeople)
    }
    if state.attempts.count > 1 { details.append("attempt \(state.attempts.count)") }
    if hasFailed && machine.graph.nodes[node].definition.policy.continueOnError {
      details.append("the run goes on")
    }
    return TaskNews(
      word: state.status.rawValue,
      tone: state.status.tone,
      name: name(of: node, machine),
      details: details.filter { !$0.isEmpty && $0 != state.status.rawValue },
      log: hasFailed ? lines(log, logLines) : []
    )
  }

  /// An attempt that failed and is followed by another.
  static func retry(
    _ node: Int,
    _ machine: RunMachine,
    log: LogContent?,
    logLines: Int = TaskNews.logLines
  ) -> TaskNews {
    let attempts = machine.nodes[node].attempts
    let limit = machine.graph.nodes[node].definition.policy.retry.limit + 1
    var details = ["attempt \(attempts.count) of \(limit)"]
    if let last = attempts.last {
      details.append(TerminalText.line(AttemptText.failure(of: last)))
      if let duration = AttemptText.duration(of: last) { details.append(duration.forPeople) }
    }
    return TaskNews(
      word: "retry",
      tone: .warning,
      name: name(of: node, machine),
      details: details,
      log: lines(log, logLines)
    )
  }

  /// A task that waits for somebody to decide.
  static func waits(_ node: Int, _ machine: RunMachine) -> TaskNews {
    TaskNews(
      word: "waiting",
      tone: .warning,
      name: name(of: node, machine),
      details: [WaitText(of: node, machine).words],
      log: []
    )
  }

  /// The line, and the end of the log below it.
  func lines(_ style: Style) -> [String] {
    [line(style)] + log.map { style.paint("  | ", .faint) + $0 }
  }

  /// `failed     name  exit code 3, 0.2 s`.
  func line(_ style: Style) -> String {
    let end = details.isEmpty ? "" : "  " + style.paint(details.joined(separator: ", "), .faint)
    return style.paint(word.padded(to: 11), tone) + name + end
  }

  static func name(of node: Int, _ machine: RunMachine) -> String {
    TerminalText.line(machine.graph.nodes[node].key.description)
  }

  private static func lines(_ log: LogContent?, _ count: Int) -> [String] {
    guard let log else { return [] }
    return LogEnd.lines(LogEnd.bytes(of: log), count: count)
  }
}
