import Model
import Planning

extension JUnitReport {
  /// Of a log, how many lines are told.
  private static let logLines = 50

  /// The report of a run that ended.
  init(_ run: RunRecord, _ machine: RunMachine, tails: LogTails) {
    let duration = run.startedAt.flatMap { start in run.finishedAt?.since(start) }
    self.init(
      name: run.reference.workflow,
      properties: Self.properties(run),
      timestamp: run.startedAt,
      host: run.host,
      time: duration ?? .zero,
      cases: machine.participants.map { Self.item($0, machine, tails) }
    )
  }

  /// The report of a workflow in which nothing had to run.
  init(upToDate workflow: String, commit: String, keys: [NodeKey], host: String) {
    self.init(
      name: workflow,
      properties: [("commit", commit)],
      timestamp: nil,
      host: host,
      time: .zero,
      cases: keys.map { key in
        Case(
          className: Self.className(key, workflow),
          name: key.instance ?? key.task,
          time: .zero,
          outcome: .passed,
          output: "cached"
        )
      }
    )
  }

  private static func properties(_ run: RunRecord) -> [(name: String, value: String)] {
    var list = [
      (name: "run", value: run.reference.description),
      (name: "commit", value: run.source.commit),
    ]
    if let branch = run.source.branch { list.append(("branch", branch)) }
    for (name, value) in run.params.sorted(by: { $0.key < $1.key }) {
      list.append(("param.\(name)", value.plainText))
    }
    return list
  }

  private static func item(_ node: Int, _ machine: RunMachine, _ tails: LogTails) -> Case {
    let state = machine.nodes[node]
    let key = machine.graph.nodes[node].key
    let log = tails.lines(of: node, count: logLines)
    var output = state.attempts.dropLast().map {
      "attempt \($0.number): \(AttemptText.failure(of: $0))"
    }
    if let past = state.past { output.append("cached from \(past.run)") }
    let outcome = outcome(node, machine, log)
    // A failure tells its log itself.
    if !outcome.isFailure && !outcome.isError { output += log }
    return Case(
      className: className(key, machine.graph.workflow.name),
      name: key.instance ?? key.task,
      time: state.attempts.last.flatMap(AttemptText.duration) ?? .zero,
      outcome: outcome,
      output: output.joined(separator: "\n")
    )
  }

  private static func outcome(_ node: Int, _ machine: RunMachine, _ log: [String]) -> Outcome {
    let state = machine.nodes[node]
    let message = AttemptText.failure(of: state)
    let type = state.attempts.last?.cause?.rawValue ?? "exit"
    let text = log.joined(separator: "\n")
    switch state.status {
    case .succeeded, .cached: return .passed
    case .failed where machine.graph.nodes[node].definition.policy.continueOnError:
      return .skipped("failed, which the workflow allows: \(message)")
    case .failed: return .failure(message: message, type: type, text: text)
    case .lost: return .error(message: message, type: type, text: text)
    case .skipped, .blocked, .cancelled, .pending, .queued, .running, .waiting:
      return .skipped("\(state.status.rawValue)\(message.isEmpty ? "" : ": \(message)")")
    }
  }

  /// Instances stand together below their task.
  private static func className(_ key: NodeKey, _ workflow: String) -> String {
    key.instance == nil ? workflow : "\(workflow).\(key.task)"
  }
}
