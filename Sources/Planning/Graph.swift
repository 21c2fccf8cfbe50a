package import Model

/// The nodes of a run and their order.
package struct Graph: Sendable {
  package let workflow: Workflow
  package let params: [String: JSONValue]
  package let nodes: [Node]
  /// For each node, those that need it.
  package let dependents: [[Int]]
  /// Every node after all that it needs.
  package let order: [Int]
  /// For each node, how many nodes stand on the longest way from it to an end, itself included.
  package let depth: [Int]

  package init(
    workflow: Workflow,
    params: [String: JSONValue],
    nodes: [Node],
    dependents: [[Int]],
    order: [Int]
  ) {
    self.workflow = workflow
    self.params = params
    self.nodes = nodes
    self.dependents = dependents
    self.order = order
    var depth = [Int](repeating: 1, count: nodes.count)
    for node in order.reversed() {
      for dependent in dependents[node] where depth[dependent] >= depth[node] {
        depth[node] = depth[dependent] + 1
      }
    }
    self.depth = depth
  }

  /// Paths that tasks of this workflow publish.
  package var publishedPatterns: [OutputPattern] {
    nodes.flatMap { node in node.outputs.filter(\.publish) }
  }

  /// The positions of the named tasks and of all that they need.
  package func closure(of tasks: [String]) -> Set<Int> {
    var open = nodes.indices.filter { tasks.contains(nodes[$0].definition.name) }
    var found = Set(open)
    while let node = open.popLast() {
      for need in nodes[node].needs where found.insert(need.node).inserted {
        open.append(need.node)
      }
    }
    return found
  }
}

/// Something that keeps a workflow from being planned.
package struct GraphProblem: Error, Hashable, Sendable {
  package let location: SourceLocation?
  package let message: String
  package let hint: String?

  package init(_ message: String, at location: SourceLocation?, hint: String? = nil) {
    self.location = location
    self.message = message
    self.hint = hint
  }
}

/// Every problem that kept a workflow from being planned.
package struct GraphProblems: Error, Hashable, Sendable {
  package let all: [GraphProblem]

  package init(_ all: [GraphProblem]) {
    self.all = all
  }
}
