package import Hashing
package import Model

/// All that counts for one node at the moment when it is decided or started.
package struct NodeSituation: Sendable {
  package let node: Node
  package let inputs: SourceInputs
  /// Of `usedExpressions`, in order.
  package let values: [JSONValue]
  /// Of the params that it declares, in order.
  package let params: [(String, JSONValue)]
  package let context: EvaluationContext
  package let upstreams: [Fingerprint.Upstream]
  private let workflow: String

  /// Needs must have come to their end.
  package init(_ machine: RunMachine, _ position: Int) throws(EvaluationError) {
    let graph = machine.graph
    node = graph.nodes[position]
    workflow = graph.workflow.name
    inputs = machine.sources.inputs(of: node, in: graph)
    if let path = inputs.missing.first {
      throw EvaluationError("input \"\(path)\" is neither in the commit nor made by another task")
    }
    let (values, context) = try Self.evaluate(machine, node)
    self.values = values
    self.context = context
    params = node.definition.params.map { ($0, graph.params[$0] ?? .null) }
    upstreams = node.needs.compactMap { need in
      machine.outcome(of: need, for: graph.nodes[position]).map {
        .init(key: graph.nodes[need.node].key, outcome: $0)
      }
    }
  }

  package var fingerprint: ContentDigest {
    Fingerprint.compute(
      workflow: workflow,
      node: node,
      values: values,
      params: params,
      inputs: inputs.versions,
      upstreams: upstreams
    )
  }

  private static func evaluate(
    _ machine: RunMachine,
    _ node: Node
  ) throws(EvaluationError) -> ([JSONValue], EvaluationContext) {
    let expressions = node.definition.usedExpressions
    var context = EvaluationContext(params: machine.graph.params, run: machine.run)
    guard !expressions.isEmpty || !node.definition.environment.isEmpty else { return ([], context) }
    if expressions.contains(where: { $0.references.contains { $0.context == "tasks" } }) {
      context.tasks = taskValues(machine, node)
    }
    for entry in node.definition.environment {
      context.env[entry.name] = .string(try Evaluator(context).text(entry.value))
    }
    let evaluator = Evaluator(context)
    var values: [JSONValue] = []
    for expression in expressions { values.append(try evaluator.value(expression)) }
    return (values, context)
  }

  private static func taskValues(_ machine: RunMachine, _ node: Node) -> [String: JSONValue] {
    var tasks: [String: JSONValue] = [:]
    for need in node.needs {
      let state = machine.nodes[need.node]
      // What stands in for a success is one, or what uses it would run again for that alone.
      let status = state.status == .cached ? .succeeded : state.status
      tasks[machine.graph.nodes[need.node].definition.name] = [
        "result": state.result ?? .null,
        "status": .string(status.rawValue),
        "outputs": .array(machine.outputs(of: need.node).map { .string($0.path) }),
      ]
    }
    return tasks
  }
}
