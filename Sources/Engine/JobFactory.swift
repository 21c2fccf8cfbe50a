package import Model
import Planning

/// Makes jobs of a run's nodes: what stands in the folder, what runs, with which environment.
package struct JobFactory: Sendable {
  private let run: RunRecord
  private let tree: FolderContents.Tree?
  private let failFast: Bool

  package init(run: RunRecord, tree: FolderContents.Tree?, failFast: Bool) {
    self.run = run
    self.tree = tree
    self.failFast = failFast
  }

  func job(for token: AttemptToken, in machine: RunMachine) throws(EvaluationError) -> Job {
    let situation = try NodeSituation(machine, token.node)
    let node = situation.node
    var command = try JobComposer.compose(situation)
    command.environment += weirEnvironment(token, node)
    let policy = node.definition.policy
    let isLastAttempt = token.attempt > policy.retryLimit
    let stops = failFast || machine.graph.workflow.onFailure == .stop
    return Job(
      token: token,
      key: node.key,
      command: command,
      folder: folder(of: token.node, situation, machine),
      outputs: node.outputs,
      resultFormat: node.definition.resultFormat,
      timeout: policy.timeout,
      idleTimeout: policy.idleTimeout,
      collectsAfterFailure: policy.continueOnError,
      haltsOnFailure: stops && isLastAttempt && !policy.continueOnError
    )
  }

  /// All nodes that a node needs, directly or not, except by order alone.
  func upstreams(of node: Int, in graph: Graph) -> Set<Int> {
    var found: Set<Int> = []
    var open = [node]
    while let next = open.popLast() {
      for need in graph.nodes[next].needs where !need.orderOnly {
        if found.insert(need.node).inserted { open.append(need.node) }
      }
    }
    return found
  }

  private func folder(
    of position: Int,
    _ situation: NodeSituation,
    _ machine: RunMachine
  ) -> FolderContents {
    var files: [String: FolderContents.File] = [:]
    for file in situation.inputs.files {
      files[file.path] = .init(path: file.path, version: file.version, store: .git)
    }
    for upstream in upstreams(of: position, in: machine.graph) {
      for output in machine.nodes[upstream].outputs {
        files[output.path] = .init(
          path: output.path,
          version: output.version,
          store: output.store
        )
      }
    }
    let own = situation.node.outputs.filter { !$0.isGlob }
    return FolderContents(
      tree: situation.node.inputs == nil ? tree : nil,
      files: files.values.filter { file in !own.contains { $0.covers(file.path) } }
        .sorted { $0.path < $1.path }
    )
  }

  private func weirEnvironment(
    _ token: AttemptToken,
    _ node: Node
  ) -> [(name: String, value: String)] {
    var variables: [(name: String, value: String)] = [
      ("WEIR_RUN", run.reference.id.text), ("WEIR_WORKFLOW", run.reference.workflow),
      ("WEIR_TASK", node.definition.name), ("WEIR_ATTEMPT", String(token.attempt)),
      ("WEIR_COMMIT", run.source.commit), ("WEIR_CPUS", "1"),
    ]
    if let instance = node.instance { variables.append(("WEIR_INSTANCE", instance)) }
    if let branch = run.source.branch { variables.append(("WEIR_BRANCH", branch)) }
    return variables
  }
}
