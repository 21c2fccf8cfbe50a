package import Model

/// Finds what a workflow alone shows to be wrong: outputs that two tasks make, tasks that wait for
/// each other, tasks that can never run.
///
/// Paths whose expressions only a run can evaluate are left to the plan.
package enum WorkflowChecker {
  /// Every problem of a workflow; `mount` is where records are shown.
  package static func check(_ workflow: Workflow, mount: String? = "runs") -> [Diagnostic] {
    var report = Report(file: workflow.file)
    var index = OutputIndex(workflow)
    OutputRules.check(workflow, &index, mount: mount, report: &report)
    let edges = EdgeFinder.edges(of: workflow, &index)
    checkCycles(workflow, edges, &report)
    NeverRuns.check(workflow, edges, report: &report)
    for task in workflow.tasks { checkRecursion(task, workflow, &report) }
    return report.sorted
  }

  private static func checkCycles(
    _ workflow: Workflow,
    _ edges: [[TaskEdge]],
    _ report: inout Report
  ) {
    guard let cycle = CycleFinder.find(edges.map { $0.map(\.to) }) else { return }
    let names = (cycle + [cycle[0]]).map { workflow.tasks[$0].name }
    let next = cycle.count > 1 ? cycle[1] : cycle[0]
    let reason = edges[cycle[0]].first { $0.to == next }?.reason
    report.error(
      "tasks wait for each other: \(names.joined(separator: " -> "))",
      at: workflow.tasks[cycle[0]].location,
      hint: reason.map { "\"\(names[0])\" waits for \"\(names[1])\" because \($0)" },
      length: names[0].unicodeScalars.count
    )
  }

  /// A workflow that always runs itself never ends.
  private static func checkRecursion(
    _ task: TaskDefinition,
    _ workflow: Workflow,
    _ report: inout Report
  ) {
    guard case .workflow(workflow.name, _) = task.action, task.condition == nil else { return }
    report.error(
      "the workflow \"\(workflow.name)\" runs itself without end",
      at: task.location,
      hint: "give the task an \"if\"",
      length: task.name.unicodeScalars.count
    )
  }
}

extension TaskDefinition {
  /// How many characters a caret line marks at the location of a path.
  func markedLength(of path: Template) -> Int {
    if let uses, path.location == uses.location { return uses.name.unicodeScalars.count }
    return path.source.unicodeScalars.count
  }
}
