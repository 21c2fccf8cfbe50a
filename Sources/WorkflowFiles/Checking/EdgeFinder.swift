import Model

/// A task that another waits for, and why.
struct TaskEdge {
  let to: Int
  let reason: String
  /// Whether the other's being skipped means that this one is.
  let passesSkips: Bool
}

/// Finds what each task waits for, as far as the file tells.
enum EdgeFinder {
  /// The edges of each task in the order of the workflow.
  static func edges(of workflow: Workflow, _ index: inout OutputIndex) -> [[TaskEdge]] {
    var positions: [String: Int] = [:]
    positions.reserveCapacity(workflow.tasks.count)
    for (position, task) in workflow.tasks.enumerated() { positions[task.name] = position }
    return workflow.tasks.enumerated().map { position, task in
      named(task, positions) + read(task, at: position, &index)
    }
  }

  /// Those that follow from names.
  private static func named(_ task: TaskDefinition, _ positions: [String: Int]) -> [TaskEdge] {
    var edges: [TaskEdge] = []
    for need in task.needs {
      guard let other = positions[need.task] else { continue }
      edges.append(TaskEdge(to: other, reason: "of its needs", passesSkips: !need.optional))
    }
    let sources = (task.fanOut?.source.expressions ?? []).flatMap(\.references)
    for reference in task.references + sources where reference.context == "tasks" {
      guard let name = reference.path.first, let other = positions[name] else { continue }
      let isOptional = task.needs.contains { $0.task == name && $0.optional }
      edges.append(
        TaskEdge(to: other, reason: "of an expression", passesSkips: !isOptional)
      )
    }
    return edges
  }

  /// Those that follow from files, whatever the items of a fan-out are.
  private static func read(
    _ task: TaskDefinition,
    at position: Int,
    _ index: inout OutputIndex
  ) -> [TaskEdge] {
    var edges: [TaskEdge] = []
    func add(_ path: Template, _ reason: (String) -> String) {
      guard let shape = PathShape(path, of: task), !shape.hasItem else { return }
      for other in index.makers(of: shape) where other != position {
        edges.append(TaskEdge(to: other, reason: reason(path.source), passesSkips: false))
      }
    }
    for input in task.inputs ?? [] { add(input) { "its input \"\($0)\" is made there" } }
    if task.inputs != nil, case .script(let path) = task.action {
      add(path) { "its input \"\($0)\" is made there" }
    }
    for path in task.fanOut?.source.paths ?? [] {
      add(path) { "its items come from \"\($0)\", which is made there" }
    }
    return edges
  }
}

extension FanOutSource {
  /// The files and globs that items are read from.
  fileprivate var paths: [Template] {
    switch self {
    case .lines(let path), .glob(let path), .json(let path): [path]
    case .table(let table): [table.path]
    case .product(let parts): parts.flatMap(\.source.paths)
    case .matrix, .list, .value: []
    }
  }
}
