package import Model

/// The run's own result: what its `outputs` say of its tasks.
package enum RunOutputs {
  package static func values(
    of machine: RunMachine
  ) throws(EvaluationError) -> [String: JSONValue] {
    let declared = machine.graph.workflow.outputs
    guard !declared.isEmpty else { return [:] }
    let names = Set(
      declared.flatMap { $0.value.expressions.flatMap(\.references) }
        .filter { $0.context == "tasks" }.compactMap(\.path.first)
    )
    let evaluator = Evaluator(
      EvaluationContext(
        params: machine.graph.params,
        run: machine.run,
        tasks: NodeSituation.values(of: names, in: machine)
      )
    )
    var values: [String: JSONValue] = [:]
    for output in declared { values[output.name] = try evaluator.value(output.value) }
    return values
  }
}

extension NodeSituation {
  /// What can be seen of tasks as a whole.
  static func values(of names: Set<String>, in machine: RunMachine) -> [String: JSONValue] {
    var tasks: [String: JSONValue] = [:]
    for name in names {
      guard let group = machine.graph.maker.positions[name] else { continue }
      tasks[name] = whole(machine, machine.graph.groups[group].whole)
    }
    return tasks
  }
}
