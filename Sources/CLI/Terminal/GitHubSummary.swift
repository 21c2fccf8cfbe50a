import Drawing
import Model
import Planning

/// The Markdown that GitHub shows on the page of a job.
enum GitHubSummary {
  /// Rows of the table, and boxes of the drawing.
  private static let longest = 200

  static func text(_ run: RunRecord, _ machine: RunMachine) -> String {
    var text = "### \(escaped(run.reference.workflow)): \(run.status.rawValue)\n\n"
    let branch = run.source.branch.map { " on \(code($0))" } ?? ""
    text += "\(code(run.reference.id.text)) at \(code(String(run.source.commit.prefix(10))))"
    text += "\(branch): \(RunSummary.counts(of: run))\n\n"
    if let error = run.error { text += "**\(escaped(error))**\n\n" }
    return text + table(machine) + graph(machine)
  }

  static func upToDate(_ workflow: String, tasks: Int) -> String {
    "### \(escaped(workflow)): up to date\n\nAll \(tasks) tasks are as they were.\n\n"
  }

  /// Failures first; of many tasks some are left out.
  private static func table(_ machine: RunMachine) -> String {
    let order: [TaskStatus] = [.failed, .lost, .cancelled, .blocked, .skipped, .succeeded, .cached]
    let rank = Dictionary(order.enumerated().map { ($1, $0) }) { first, _ in first }
    let nodes = machine.participants.map { (rank[machine.nodes[$0].status] ?? order.count, $0) }
      .sorted { $0 < $1 }.map(\.1)
    var text = "| task | status | time | |\n|---|---|---:|---|\n"
    for node in nodes.prefix(longest) {
      let state = machine.nodes[node]
      let time = state.attempts.last.flatMap(AttemptText.duration)?.forPeople ?? ""
      text += "| \(escaped(TaskNews.name(of: node, machine))) | \(state.status.rawValue) | \(time) "
      text += "| \(escaped(remark(node, machine))) |\n"
    }
    if nodes.count > longest { text += "\nand \(nodes.count - longest) more tasks\n" }
    return text + "\n"
  }

  private static func remark(_ node: Int, _ machine: RunMachine) -> String {
    let state = machine.nodes[node]
    if state.status == .waiting { return "waits " + WaitText(of: node, machine).words }
    if let past = state.past { return "from \(past.run)" }
    if !state.status.isSuccess { return AttemptText.failure(of: state) }
    return state.attempts.count > 1 ? "attempt \(state.attempts.count)" : ""
  }

  private static func graph(_ machine: RunMachine) -> String {
    guard machine.graph.nodes.count <= longest, machine.graph.nodes.count > 1 else { return "" }
    let rows = machine.participants.map { node in
      let key = machine.graph.nodes[node].key
      var row = TaskRow(
        task: key.task,
        instance: key.instance,
        status: machine.nodes[node].status
      )
      row.attempts = machine.nodes[node].attempts
      return row
    }
    let drawing = GraphMermaid.render(GraphDrawing.drawable(machine.graph, rows: rows))
    return "<details><summary>Graph</summary>\n\n```mermaid\n\(drawing)```\n\n</details>\n\n"
  }

  private static func code(_ text: String) -> String { "<code>\(escaped(text))</code>" }

  /// Text in which Markdown and HTML find nothing of theirs, in one line.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in TerminalText.line(text).unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "#", "|", "!", "~", "<", ">", "&",
        "@",
        "$", ":":
        result += "&#\(scalar.value);"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
