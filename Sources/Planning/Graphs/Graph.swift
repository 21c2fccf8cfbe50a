package import Model

/// The nodes of a run and their order; it grows where the items of a fan-out become known.
package struct Graph: Sendable {
  package let workflow: Workflow
  package let params: [String: JSONValue]
  package internal(set) var nodes: [Node]
  /// For each node, those that need it.
  package internal(set) var dependents: [[Int]]
  /// Every node of the beginning after all that it needs.
  package let order: [Int]
  /// For each node, how many nodes stand on the longest way from it to an end, itself included.
  package internal(set) var depth: [Int]
  /// What stands for each task of the workflow, by its position there.
  package internal(set) var groups: [TaskGroup]
  /// Everything that finds the edges of nodes that are added later.
  var maker: GraphMaker

  init(maker: GraphMaker, nodes: [Node], groups: [TaskGroup], dependents: [[Int]], order: [Int]) {
    workflow = maker.workflow
    params = maker.params
    self.maker = maker
    self.nodes = nodes
    self.groups = groups
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

  /// The nodes that have a row in the record, in the workflow's order.
  package var rows: [Int] { groups.flatMap(\.rows) }

  /// Whether some task takes more or less of the host than one place.
  package var usesResources: Bool {
    workflow.tasks.contains { task in
      task.policy.resources.cpus != 1 || task.policy.resources.memory != nil
    }
  }

  /// The positions of the named tasks and of all that they need; tasks of `finally` always belong.
  package func closure(of tasks: [String]) -> Set<Int> {
    var open = nodes.indices.filter { node in
      let definition = nodes[node].definition
      return tasks.contains(definition.name) || definition.isFinally
    }
    var found = Set(open)
    while let node = open.popLast() {
      for need in nodes[node].needs where !isLookedAtOnly(need, by: node) {
        if found.insert(need.node).inserted { open.append(need.node) }
      }
      guard let expansion = groups[nodes[node].group].expansion else { continue }
      // What a fan-out comes to is not known before it does: all of it belongs.
      for joint in [expansion, groups[nodes[node].group].whole]
      where found.insert(joint).inserted {
        open.append(joint)
      }
    }
    return found
  }

  /// What a task of `finally` says about others does not make them run.
  private func isLookedAtOnly(_ need: NodeNeed, by node: Int) -> Bool {
    nodes[node].definition.isFinally && !nodes[need.node].definition.isFinally
  }
}

/// The nodes of one task.
package struct TaskGroup: Sendable {
  /// The node of a task without a fan-out.
  package internal(set) var single: Int?
  /// Makes the instances while the run goes on.
  package internal(set) var expansion: Int?
  /// Comes to its end with the last instance.
  package internal(set) var gathering: Int?
  /// In the order of the items.
  package internal(set) var instances: [Int] = []
  /// Whether the instances are known.
  package internal(set) var isExpanded = true

  /// The node that stands for the task as a whole.
  package var whole: Int { single ?? gathering ?? 0 }

  /// The nodes that have a row in the record.
  package var rows: [Int] {
    if let single { return [single] }
    if isExpanded { return instances }
    return expansion.map { [$0] } ?? []
  }

  /// Whether the task has a fan-out that came to nothing.
  package var isEmptyFanOut: Bool { single == nil && isExpanded && instances.isEmpty }
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
