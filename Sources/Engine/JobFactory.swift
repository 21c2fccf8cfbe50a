package import Model
import Planning

/// Makes jobs of a run's nodes: what stands in the folder, what runs, with which environment.
package struct JobFactory: Sendable {
  /// The value of a secret, or why there is none.
  package typealias SecretReader = @Sendable (String) throws(EngineError) -> String

  private let run: RunRecord
  /// The whole tree as tasks without inputs see it, by what it leaves out for them.
  private let trees: [[String]: FolderContents.Tree]
  private let secrets: SecretReader
  /// A variable of every attempt of the outermost run, `NAME=value`.
  private let marker: String

  package init(
    run: RunRecord,
    trees: [[String]: FolderContents.Tree],
    marker: String,
    secrets: @escaping SecretReader
  ) {
    self.run = run
    self.trees = trees
    self.marker = marker
    self.secrets = secrets
  }

  func job(for token: AttemptToken, in machine: RunMachine) throws(EvaluationError) -> Job {
    let situation = try NodeSituation(machine, token.node)
    let node = situation.node
    let task = node.definition
    var command = try JobComposer.compose(situation)
    command.environment += weirEnvironment(token, node, machine)
    let policy = task.policy
    var job = Job(
      token: token,
      key: node.key,
      command: command,
      folder: folder(of: token.node, situation, machine),
      outputs: node.outputs,
      resultFormat: task.resultFormat
    )
    job.standardInput = situation.standardInput.map { Array($0.utf8) }
    job.inherit = task.inherit
    job.secrets = try secretVariables(of: task, situation.context)
    job.keep = task.keep.map(RepositoryPath.normalized)
    job.keepName = "\(machine.graph.workflow.name)/\(node.key)"
    job.setup = situation.setup.map { JobSetup($0, shell: task.shell) }
    job.timeout = policy.timeout ?? policy.resources.time
    job.idleTimeout = policy.idleTimeout
    job.exitCodes = policy.exitCodes
    job.missingOutputs = policy.missingOutputs
    job.collectsAfterFailure = policy.continueOnError
    job.haltsOnFailure = halts(token, policy, machine) && !task.isFinally
    job.startsAfterHalt = task.isFinally
    job.marker = marker
    return job
  }

  /// Whether a failure of this attempt keeps everything else from starting.
  private func halts(_ token: AttemptToken, _ policy: TaskPolicy, _ machine: RunMachine) -> Bool {
    let isLastAttempt = token.attempt > policy.retry.limit || policy.retry.onExit != nil
    return machine.stopsOnFailure && isLastAttempt && !policy.continueOnError
  }

  /// What another workflow is asked for, where a node is one.
  func childOrder(
    for position: Int,
    in machine: RunMachine
  ) throws(EvaluationError) -> ChildOrder? {
    let node = machine.graph.nodes[position]
    guard case .workflow(let name, let values) = node.definition.action else { return nil }
    let evaluator = Evaluator(try NodeSituation(machine, position).context)
    var params: [String: JSONValue] = [:]
    for value in values { params[value.name] = try evaluator.value(value.value) }
    return ChildOrder(
      workflow: name,
      params: params,
      parent: "\(run.reference)/\(node.key)",
      resumed: machine.nodes[position].childRun
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
    var files: [ExactText: FolderContents.File] = [:]
    for file in situation.inputs.files {
      files[ExactText(file.path)] = .init(path: file.path, version: file.version, store: .git)
    }
    for file in situation.node.submitted {
      files[ExactText(file.path)] = .init(
        path: file.path,
        version: FileVersion(mode: 0o100644, id: file.id),
        store: file.store
      )
    }
    for upstream in upstreams(of: position, in: machine.graph) {
      for output in machine.nodes[upstream].outputs {
        files[ExactText(output.path)] = .init(
          path: output.path,
          version: output.version,
          store: output.store
        )
      }
    }
    let own = situation.node.outputs.filter { !$0.isGlob }
    return FolderContents(
      tree: situation.node.inputs == nil ? trees[situation.node.hidden] : nil,
      files: files.values.filter { file in !own.contains { $0.covers(file.path) } }
        .sorted { $0.path.isBefore($1.path) }
    )
  }

  private func secretVariables(
    of task: TaskDefinition,
    _ context: EvaluationContext
  ) throws(EvaluationError) -> [SecretVariable] {
    var variables: [SecretVariable] = []
    for entry in task.environment where entry.holdsSecret {
      let names = entry.value.expressions.flatMap(\.references)
        .filter { $0.context == "secrets" }.compactMap(\.path.first)
      var context = context
      var values: [[UInt8]] = []
      for name in names {
        let value = try secret(name)
        context.secrets[name] = .string(value)
        values.append(Array(value.utf8))
      }
      variables.append(
        SecretVariable(
          name: entry.name,
          value: try Evaluator(context).text(entry.value),
          secrets: values
        )
      )
    }
    return variables
  }

  private func secret(_ name: String) throws(EvaluationError) -> String {
    do throws(EngineError) {
      return try secrets(name)
    } catch {
      throw EvaluationError(error.message)
    }
  }

  private func weirEnvironment(
    _ token: AttemptToken,
    _ node: Node,
    _ machine: RunMachine
  ) -> [(name: String, value: String)] {
    var variables: [(name: String, value: String)] = [
      ("WEIR_RUN", run.reference.id.text), ("WEIR_WORKFLOW", run.reference.workflow),
      ("WEIR_TASK", node.definition.name), ("WEIR_ATTEMPT", String(token.attempt)),
      ("WEIR_COMMIT", run.source.commit),
      ("WEIR_CPUS", String(node.definition.policy.resources.cpus)),
    ]
    if let instance = node.instance { variables.append(("WEIR_INSTANCE", instance)) }
    if let branch = run.source.branch { variables.append(("WEIR_BRANCH", branch)) }
    if node.definition.isFinally {
      variables.append(("WEIR_STATUS", machine.status.rawValue))
    }
    return variables
  }
}

extension JobSetup {
  fileprivate init(_ content: SetupContent, shell: String) {
    self.init(
      hash: content.hash,
      arguments: Interpreter.arguments(shell: shell, script: content.definition.run),
      files: content.files.map { .init(path: $0.path, version: $0.version, store: .git) },
      path: content.definition.path
    )
  }
}
