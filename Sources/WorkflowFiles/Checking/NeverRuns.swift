import Model

/// Finds tasks that no run can start: those whose `if` is false whatever happens, and what needs
/// them.
enum NeverRuns {
  static func check(_ workflow: Workflow, _ edges: [[TaskEdge]], report: inout Report) {
    var never: Set<Int> = []
    var queue: [Int] = []
    for (position, task) in workflow.tasks.enumerated() {
      guard let condition = task.condition,
        ConstantTruth.value(of: condition.expression).map(ConstantTruth.isTrue) == false
      else { continue }
      never.insert(position)
      queue.append(position)
      report.warning(
        "the task \"\(task.name)\" can never run: its \"if\" is always false",
        at: condition.location,
        length: condition.source.unicodeScalars.count
      )
    }
    guard !queue.isEmpty else { return }
    var dependents = [[Int]](repeating: [], count: workflow.tasks.count)
    for (position, edges) in edges.enumerated() {
      for edge in edges where edge.passesSkips { dependents[edge.to].append(position) }
    }
    var next = 0
    while next < queue.count {
      let name = workflow.tasks[queue[next]].name
      for position in dependents[queue[next]] where !never.contains(position) {
        let task = workflow.tasks[position]
        guard !decidesItself(task, about: name) else { continue }
        never.insert(position)
        queue.append(position)
        report.warning(
          "the task \"\(task.name)\" can never run: it needs \"\(name)\"",
          at: task.location,
          length: task.name.unicodeScalars.count
        )
      }
      next += 1
    }
  }

  /// Whether the `if` of a task is asked although a need was skipped.
  private static func decidesItself(_ task: TaskDefinition, about need: String) -> Bool {
    guard let expression = task.condition?.expression else { return task.isFinally }
    return task.isFinally || expression.calls(anyOf: ["always", "failure", "cancelled"])
      || expression.references.contains {
        $0.context == "tasks" && $0.path.starts(with: [need, "status"])
      }
  }
}

/// The value of what no run can change.
enum ConstantTruth {
  /// Nil where it depends on a run.
  static func value(of expression: Expression) -> JSONValue? {
    switch expression {
    case .literal(let value): return value
    case .not(let operand): return value(of: operand).map { .bool(!isTrue($0)) }
    case .binary(.and, let left, let right):
      let first = value(of: left)
      let second = value(of: right)
      if let first { return isTrue(first) ? second : first }
      return second.flatMap { isTrue($0) ? nil : .bool(false) }
    case .binary(.or, let left, let right):
      let first = value(of: left)
      if let first { return isTrue(first) ? first : value(of: right) }
      return nil
    case .binary(.equal, let left, let right): return compare(left, right) { $0 == $1 }
    case .binary(.notEqual, let left, let right): return compare(left, right) { $0 != $1 }
    default: return nil
    }
  }

  /// What counts as true: everything but null, false, zero and the empty text.
  static func isTrue(_ value: JSONValue) -> Bool {
    switch value {
    case .null, .bool(false), .integer(0), .number(0), .string(""): false
    default: true
    }
  }

  private static func compare(
    _ left: Expression,
    _ right: Expression,
    _ holds: (JSONValue, JSONValue) -> Bool
  ) -> JSONValue? {
    guard let first = value(of: left), let second = value(of: right) else { return nil }
    return .bool(holds(first, second))
  }
}
