package import Model

/// Turns a workflow and its parameters into a graph: expands paths, finds edges, refuses cycles.
package struct GraphBuilder {
  private let workflow: Workflow
  private let params: [String: JSONValue]
  private let evaluator: Evaluator
  private var problems: [GraphProblem] = []

  /// The graph, or every problem at once.
  package static func build(
    _ workflow: Workflow,
    params: [String: JSONValue],
    run: [String: JSONValue] = [:]
  ) throws(GraphProblems) -> Graph {
    var builder = GraphBuilder(workflow: workflow, params: params, run: run)
    return try builder.build()
  }

  private init(workflow: Workflow, params: [String: JSONValue], run: [String: JSONValue]) {
    self.workflow = workflow
    self.params = params
    evaluator = Evaluator(EvaluationContext(params: params, run: run))
  }

  private mutating func build() throws(GraphProblems) -> Graph {
    var positions: [String: Int] = [:]
    positions.reserveCapacity(workflow.tasks.count)
    for (position, task) in workflow.tasks.enumerated() { positions[task.name] = position }
    var nodes = workflow.tasks.map { node(for: $0) }
    let producers = ProducerIndex(nodes, report: { self.problems.append($0) })
    for position in nodes.indices {
      nodes[position].needs = needs(of: nodes[position], at: position, positions, producers)
    }
    guard problems.isEmpty else { throw GraphProblems(problems) }
    var dependents = [[Int]](repeating: [], count: nodes.count)
    for (position, node) in nodes.enumerated() {
      for need in node.needs { dependents[need.node].append(position) }
    }
    let order = try topologicalOrder(nodes, dependents)
    return Graph(
      workflow: workflow,
      params: params,
      nodes: nodes,
      dependents: dependents,
      order: order
    )
  }

  private mutating func node(for task: TaskDefinition) -> Node {
    var inputs: [InputPattern]?
    if let declared = task.inputs {
      var patterns = declared.compactMap { path($0, of: task) }.map(InputPattern.init)
      if case .script(let file) = task.action, let path = path(file, of: task) {
        let pattern = InputPattern(path)
        if !patterns.contains(pattern) { patterns.append(pattern) }
      }
      inputs = patterns
    }
    let outputs = task.outputs.compactMap { output in
      path(output.path, of: task).map {
        OutputPattern($0, optional: output.optional, publish: output.publish)
      }
    }
    return Node(definition: task, inputs: inputs, outputs: outputs)
  }

  private mutating func path(_ template: Template, of task: TaskDefinition) -> String? {
    do throws(EvaluationError) {
      let text = try evaluator.text(template)
      if template.constant != nil && RepositoryPath.isPlain(text) { return text }
      if let reason = RepositoryPath.problem(with: text) {
        problems.append(
          GraphProblem(
            "\"\(text)\" of task \"\(task.name)\" \(reason)",
            at: template.location ?? task.location
          )
        )
        return nil
      }
      return RepositoryPath.normalized(text)
    } catch {
      problems.append(
        GraphProblem(
          "a path of task \"\(task.name)\" has no value: \(error)",
          at: template.location ?? task.location
        )
      )
      return nil
    }
  }

  private mutating func needs(
    of node: Node,
    at position: Int,
    _ positions: [String: Int],
    _ producers: ProducerIndex
  ) -> [NodeNeed] {
    var found: [Int: NodeNeed.Kind] = [:]
    for need in node.definition.needs {
      guard let other = positions[need.task] else {
        problems.append(
          GraphProblem(
            "task \"\(node.definition.name)\" needs \"\(need.task)\", which is no task here",
            at: need.location ?? node.definition.location
          )
        )
        continue
      }
      if !need.orderOnly {
        found[other] = .everything
      } else if found[other] == nil {
        found[other] = .order
      }
    }
    for reference in node.definition.references where reference.context == "tasks" {
      guard let name = reference.path.first, let other = positions[name] else { continue }
      found[other] = .everything
    }
    for input in node.inputs ?? [] {
      for other in producers.makers(of: input)
      where other != position && found[other] != .everything {
        found[other] = .files
      }
    }
    return found.map { NodeNeed(node: $0.key, kind: $0.value) }.sorted { $0.node < $1.node }
  }

  private func topologicalOrder(
    _ nodes: [Node],
    _ dependents: [[Int]]
  ) throws(GraphProblems) -> [Int] {
    var open = nodes.map(\.needs.count)
    var order: [Int] = []
    order.reserveCapacity(nodes.count)
    for position in nodes.indices where open[position] == 0 { order.append(position) }
    var next = 0
    while next < order.count {
      for dependent in dependents[order[next]] {
        open[dependent] -= 1
        if open[dependent] == 0 { order.append(dependent) }
      }
      next += 1
    }
    guard order.count == nodes.count else { throw GraphProblems([cycle(nodes, open)]) }
    return order
  }

  /// Follows open needs until a node comes up again.
  private func cycle(_ nodes: [Node], _ open: [Int]) -> GraphProblem {
    var way: [Int] = []
    var current = open.indices.first { open[$0] > 0 } ?? 0
    while !way.contains(current) {
      way.append(current)
      current = nodes[current].needs.first { open[$0.node] > 0 }?.node ?? current
    }
    let loop = way[(way.firstIndex(of: current) ?? 0)...] + [current]
    let names = loop.reversed().map { nodes[$0].definition.name }
    return GraphProblem(
      "these tasks need each other: \(names.joined(separator: " -> "))",
      at: nodes[current].definition.location,
      hint: "take one of the needs, or one of the inputs that match an output, away"
    )
  }
}

extension TaskDefinition {
  /// Every `context.name` in any of its templates but the paths of outputs and inputs.
  package var references: [ExpressionReference] { usedExpressions.flatMap(\.references) }

  /// The expressions whose values the command uses, in a fixed order.
  package var usedExpressions: [Expression] {
    var found: [Expression] = []
    switch action {
    case .run(let script): found += script.expressions
    case .command(let words): for word in words { found += word.expressions }
    case .script(let file): found += file.expressions
    }
    for argument in args { found += argument.expressions }
    for entry in environment { found += entry.value.expressions }
    found += workingDirectory?.expressions ?? []
    return found
  }
}
