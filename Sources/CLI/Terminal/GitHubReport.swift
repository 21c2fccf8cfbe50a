import Engine
import Model
import Planning

/// Tells GitHub how a run went: annotations at the workflow's file, and a summary page.
enum GitHubReport {
  /// Annotations of one kind; GitHub shows fewer.
  private static let annotations = 50
  /// Lines of a log within an annotation.
  private static let logLines = 10

  /// Commands to the runner: an error for each failed task, a warning for what was tried again.
  static func annotations(_ machine: RunMachine, tails: LogTails) -> [String] {
    var errors: [String] = []
    var warnings: [String] = []
    for node in machine.participants {
      let state = machine.nodes[node]
      let definition = machine.graph.nodes[node].definition
      switch state.status {
      case .failed where definition.policy.continueOnError:
        warnings.append(annotation("warning", node, machine, "failed; the run goes on", tails))
      case .failed, .lost:
        errors.append(annotation("error", node, machine, state.status.rawValue, tails))
      case .succeeded where state.attempts.count > 1:
        let title = "succeeded at attempt \(state.attempts.count)"
        warnings.append(annotation("warning", node, machine, title, nil))
      default: continue
      }
    }
    return Array(errors.prefix(annotations) + warnings.prefix(annotations))
  }

  private static func annotation(
    _ kind: String,
    _ node: Int,
    _ machine: RunMachine,
    _ title: String,
    _ tails: LogTails?
  ) -> String {
    var properties = [(name: "file", value: machine.graph.workflow.file)]
    if let place = machine.graph.nodes[node].definition.location {
      properties.append(("line", String(place.line)))
    }
    properties.append(("title", "\(TaskNews.name(of: node, machine)): \(title)"))
    let state = machine.nodes[node]
    let attempts = tails == nil ? state.attempts.dropLast() : []
    var lines = attempts.map { "attempt \($0.number): \(AttemptText.failure(of: $0))" }
    if let tails {
      lines = [AttemptText.failure(of: state)] + tails.lines(of: node, count: logLines)
    }
    return GitHubLog.command(kind, properties, message: lines.joined(separator: "\n"))
  }

  /// Writes all of it; `summaryFile` is what GitHub shows on the page of the job.
  static func show(
    _ run: RunRecord,
    _ machine: RunMachine,
    tails: LogTails,
    summaryFile: String?
  ) throws(CommandFailure) {
    for line in annotations(machine, tails: tails) { Output.error(line) }
    if let summaryFile, !summaryFile.isEmpty {
      try ReportFile.append(GitHubSummary.text(run, machine), to: summaryFile, as: "step summary")
    }
  }
}
