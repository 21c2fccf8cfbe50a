import Model
import Planning

/// What a task waits for, and the command that makes it go on, for people.
struct WaitText {
  /// Nil where the workflow of a run cannot be read any more.
  let definition: TaskDefinition?
  let prompt: String?
  /// The run of another workflow that it is.
  let childRun: String?
  let hasAttempts: Bool

  init(of node: Int, _ machine: RunMachine) {
    let state = machine.nodes[node]
    definition = machine.graph.nodes[node].definition
    prompt = state.prompt
    childRun = state.childRun
    hasAttempts = !state.attempts.isEmpty
  }

  init(of row: TaskRow, _ definition: TaskDefinition?) {
    self.definition = definition
    prompt = row.reason?.message
    childRun = row.run
    hasAttempts = !row.attempts.isEmpty
  }

  /// `for approval by ada@example.org: Deploy?`.
  var words: String {
    if let childRun { return "for the run \(childRun)" }
    if hasAttempts { return "for weir complete" }
    let people = definition?.approval?.by ?? []
    let by = people.isEmpty ? "" : " by \(people.joined(separator: " or "))"
    return TerminalText.line("for approval\(by)" + (prompt.map { ": \($0)" } ?? ""))
  }

  /// What a person types, where a shell takes `task`, `RUN/TASK`, for one word.
  func command(_ task: String) -> String {
    if let childRun { return "weir show \(childRun)" }
    return hasAttempts ? "weir complete \(task)" : "weir approve \(task)"
  }
}
