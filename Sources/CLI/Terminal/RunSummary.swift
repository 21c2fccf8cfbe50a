import Model
import Planning

/// The first and the last words about a run.
enum RunSummary {
  /// Failed tasks that are named at the end.
  static let namedFailures = 10

  /// `hello/20261121-031205-7f3a9k2m at 0123456789 on main, 3 tasks`.
  static func title(of run: RunRecord, tasks: Int) -> String {
    let branch = run.source.branch.map { " on \($0)" } ?? ""
    let commit = run.source.commit.prefix(10)
    return "\(run.reference) at \(commit)\(branch), \(tasks) task\(tasks == 1 ? "" : "s")"
  }

  /// The last lines: what came of the run, and of each failure where to read more if its
  /// logs are kept.
  static func lines(
    _ run: RunRecord,
    _ machine: RunMachine,
    isKept: Bool,
    style: Style
  ) -> [String] {
    var lines = [style.paint(run.status.rawValue, run.status.tone) + ": " + counts(of: run)]
    if let error = run.error { lines.append("  \(TerminalText.line(error))") }
    if run.status == .waiting { lines += waiting(run, machine, style) }
    let failed = failures(machine)
    for node in failed.prefix(namedFailures) {
      let name = TaskNews.name(of: node, machine)
      let why = TerminalText.line(AttemptText.failure(of: machine.nodes[node]))
      lines.append("  \(style.paint(name, .bad))\(why.isEmpty ? "" : ": \(why)")")
      if isKept && !machine.nodes[node].attempts.isEmpty {
        let subject = "\(run.reference)/\(machine.graph.nodes[node].key)"
        lines.append("    " + style.paint("weir logs \(quoted(subject))", .faint))
      }
    }
    if failed.count > namedFailures {
      let rest = "  and \(failed.count - namedFailures) more failed tasks"
      lines.append(rest + (isKept ? ": weir logs \(run.reference) --failed" : ""))
    }
    return lines
  }

  /// What waits, and the commands that make it go on.
  private static func waiting(
    _ run: RunRecord,
    _ machine: RunMachine,
    _ style: Style
  ) -> [String] {
    var lines: [String] = []
    for node in machine.waitingNodes.prefix(namedFailures) {
      let wait = WaitText(of: node, machine)
      let name = style.paint(TaskNews.name(of: node, machine), .warning)
      lines.append("  \(name) waits \(wait.words)")
      let subject = quoted("\(run.reference)/\(machine.graph.nodes[node].key)")
      lines.append("    " + style.paint(wait.command(subject), .faint))
    }
    lines.append("  then: weir run --resume \(run.reference)")
    return lines
  }

  /// `3 ran (1 failed), 1 cached, 2 blocked, 41 s`.
  static func counts(of run: RunRecord) -> String {
    let counts = run.counts
    var trouble: [String] = []
    if counts.failed > 0 { trouble.append("\(counts.failed) failed") }
    if counts.lost > 0 { trouble.append("\(counts.lost) lost") }
    var parts = [
      "\(counts.ran) ran" + (trouble.isEmpty ? "" : " (\(trouble.joined(separator: ", ")))")
    ]
    let others = [
      (counts.cached, "cached"), (counts.blocked, "blocked"), (counts.skipped, "skipped"),
      (counts.cancelled, "cancelled"),
    ]
    for (count, word) in others where count > 0 { parts.append("\(count) \(word)") }
    if let start = run.startedAt, let end = run.finishedAt {
      parts.append(end.since(start).forPeople)
    }
    return parts.joined(separator: ", ")
  }

  /// `, 3 cached, 1 failed`; empty where there is none.
  static func troubles(_ counts: RunCounts) -> String {
    let parts = [
      (counts.cached, "cached"), (counts.failed + counts.lost, "failed"),
      (counts.blocked, "blocked"),
    ]
    return parts.filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }.joined()
  }

  /// Tasks whose failure the workflow does not allow, in its order.
  static func failures(_ machine: RunMachine) -> [Int] {
    machine.participants.filter { node in
      switch machine.nodes[node].status {
      case .lost: true
      case .failed: !machine.graph.nodes[node].definition.policy.continueOnError
      default: false
      }
    }
  }

  /// As a shell takes it for one word.
  static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { unit in
      switch unit {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "/_.,=-:@%+".utf8.contains(unit)
      }
    }
    if isPlain { return text }
    return "'"
      + TerminalText.line(text).split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
}
