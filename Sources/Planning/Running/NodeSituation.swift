package import Hashing
package import Model

/// All that counts for one node at the moment when it is decided or started.
package struct NodeSituation: Sendable {
  package let node: Node
  package let inputs: SourceInputs
  /// Of `usedExpressions`, in order; secrets are null.
  package let values: [JSONValue]
  /// Of the params that it declares, in order.
  package let params: [(String, JSONValue)]
  package let context: EvaluationContext
  package let upstreams: [Fingerprint.Upstream]
  /// Bytes of its stdin; nil: nothing can be read from it.
  package let standardInput: String?
  /// The content of its setup.
  package let setup: SetupContent?
  /// The interpreter as the settings declare it; nil for one that is built in.
  package let interpreter: [String]?
  private let versions: [String]
  private let workflow: String

  /// Needs must have come to their end.
  package init(_ machine: RunMachine, _ position: Int) throws(EvaluationError) {
    let graph = machine.graph
    let node = graph.nodes[position]
    self.node = node
    workflow = graph.workflow.name
    inputs = machine.sources.inputs(of: node, in: graph)
    if let path = inputs.missing.first {
      throw EvaluationError("input \"\(path)\" is neither in the commit nor made by another task")
    }
    let context = try Self.context(machine, position)
    self.context = context
    let evaluator = Evaluator(context)
    var values: [JSONValue] = []
    for expression in node.definition.usedExpressions {
      values.append(try evaluator.value(expression))
    }
    self.values = values
    params =
      node.definition.params.map { ($0, graph.params[$0] ?? .null) }
      + node.definition.arguments.map { argument in
        (argument.param.name, context.arguments[argument.param.name] ?? .null)
      }
    upstreams = node.needs.compactMap { need in
      machine.outcome(of: need, for: graph.nodes[position]).map {
        .init(key: graph.nodes[need.node].key, outcome: $0)
      }
    }
    standardInput = try Self.standardInput(of: node, evaluator)
    let shell = node.definition.shell
    setup = try node.definition.setup.map { declared throws(EvaluationError) in
      try SetupContent(declared, shell: shell, machine.sources)
    }
    interpreter = machine.options.shells[shell]
    versions = try Self.versions(of: node.definition, machine.options.versions)
  }

  package var fingerprint: ContentDigest {
    var extras: [(String, [String])] = []
    if let standardInput { extras.append(("stdin", [standardInput])) }
    if let interpreter { extras.append(("interpreter", interpreter)) }
    if !versions.isEmpty { extras.append(("versions", versions)) }
    if let setup { extras.append(("setup", [setup.hash.hex])) }
    return Fingerprint.compute(
      workflow: workflow,
      node: node,
      values: values,
      params: params,
      inputs: inputs.versions,
      upstreams: upstreams,
      extras: extras
    )
  }

  /// What expressions of a node can see; needs must have come to their end.
  static func context(
    _ machine: RunMachine,
    _ position: Int
  ) throws(EvaluationError) -> EvaluationContext {
    let node = machine.graph.nodes[position]
    let task = node.definition
    var context = EvaluationContext(params: machine.graph.params, run: machine.run)
    context.setItem(node.item?.value, of: task)
    if task.references.contains(where: { $0.context == "tasks" }) {
      context.tasks = taskValues(machine, node)
    }
    if !task.arguments.isEmpty {
      context.arguments = try ArgumentValues.values(of: task, Evaluator(context))
    }
    for entry in task.environment {
      context.env[entry.name] = .string(try Evaluator(context).text(entry.value))
    }
    return context
  }

  /// What a node can see of the tasks that it needs: of a fan-out the results of all instances, or
  /// those of its partners.
  static func taskValues(_ machine: RunMachine, _ node: Node) -> [String: JSONValue] {
    var tasks: [String: JSONValue] = [:]
    var partners: [Int: [Int]] = [:]
    for need in node.needs where need.kind == .everything {
      let other = machine.graph.nodes[need.node]
      if other.item != nil {
        partners[other.group, default: []].append(need.node)
        continue
      }
      tasks[other.definition.name] = whole(machine, need.node)
    }
    for (group, nodes) in partners {
      let name = machine.graph.workflow.tasks[group].name
      guard tasks[name] == nil else { continue }
      var values = seen(machine, nodes[0])
      let all = nodes.map { machine.nodes[$0] }
      values["results"] = .array(all.map { $0.status.isSuccess ? $0.result ?? .null : .null })
      if nodes.count > 1 {
        values["result"] = .null
        values["outputs"] = .array(
          nodes.flatMap { machine.outputs(of: $0) }.map { .string($0.path) }
        )
        let isFailed = all.contains { !$0.status.isSuccess }
        values["status"] = .string((isFailed ? TaskStatus.failed : .succeeded).rawValue)
      }
      tasks[name] = .object(values)
    }
    return tasks
  }

  /// A task as a whole; of a fan-out the results of all instances.
  static func whole(_ machine: RunMachine, _ node: Int) -> JSONValue {
    var values = seen(machine, node)
    if machine.graph.nodes[node].role == .gathering {
      values["results"] = values["result"]
      values["result"] = .null
    }
    return .object(values)
  }

  private static func seen(_ machine: RunMachine, _ node: Int) -> [String: JSONValue] {
    let state = machine.nodes[node]
    // What stands in for a success is one, or what uses it would run again for that alone.
    let status = state.status == .cached ? .succeeded : state.status
    return [
      "result": state.result ?? .null,
      "status": .string(status.rawValue),
      "outputs": .array(machine.outputs(of: node).map { .string($0.path) }),
    ]
  }

  private static func standardInput(
    of node: Node,
    _ evaluator: Evaluator
  ) throws(EvaluationError) -> String? {
    switch node.definition.standardInput {
    case nil: return nil
    case .template(let template): return try evaluator.text(template)
    case .items:
      guard let item = node.item else { return nil }
      var text = ""
      let isBatch = node.definition.fanOut?.batch != nil
      for value in isBatch ? item.value.array ?? [] : [item.value] {
        let line = value.plainText
        if line.utf8.contains(0x0A) {
          throw EvaluationError("an item holds a line break, so it is no line of stdin: \(line)")
        }
        text += line + "\n"
      }
      return text
    }
  }

  private static func versions(
    of task: TaskDefinition,
    _ known: [String: VersionOutput]
  ) throws(EvaluationError) -> [String] {
    var texts: [String] = []
    for command in task.versions {
      switch known[command] {
      case .text(let text): texts += [command, text]
      case .failed(let reason): throw EvaluationError("versions: \"\(command)\" \(reason)")
      case nil: throw EvaluationError("versions: \"\(command)\" was not asked")
      }
    }
    return texts
  }
}
