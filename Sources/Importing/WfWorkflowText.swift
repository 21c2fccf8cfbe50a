/// Writes the workflow file of an imported trace.
enum WfWorkflowText {
  static func text(of plan: WfImportPlan) -> String {
    let made = plan.tasks.reduce(0) { $0 + $1.outputs.count }
    let title = YAMLText.comment(plan.trace.name)
    var text = """
      # Imported from the WfCommons trace "\(title)" (WfFormat \(plan.trace.version)).
      # Tasks: \(plan.tasks.count), given files: \(plan.given.count), made files: \(made); \(scaleNote(plan)).
      # Each comment names the place in the trace that a task comes from, as a JSON pointer.
      name: \(YAMLText.scalar(plan.workflow))

      """
    text += "description: \(description(plan.trace))\n"
    text += "defaults: {shell: sh}\n"
    text += "tasks:\n"
    for task in plan.tasks { text += block(task) }
    return text
  }

  private static func scaleNote(_ plan: WfImportPlan) -> String {
    guard plan.factor < 1 else { return "sizes are the trace's" }
    let divisor = 1 / plan.factor
    return divisor < 1e15
      ? "sizes are divided by \(Int64(divisor.rounded()))" : "sizes are as small as can be"
  }

  private static func description(_ trace: WfTrace) -> String {
    let own = trace.description.map { ": \($0)" } ?? ""
    return YAMLText.scalar(
      YAMLText.comment("Stand-in for \(trace.name)\(own)").replacing("${{", with: "$ {{")
    )
  }

  private static func block(_ task: WfImportPlan.PlannedTask) -> String {
    var text = "  # \(task.source.pointer)\(remark(task.source))\n"
    text += "  \(YAMLText.scalar(task.name)):\n"
    text += "    script: \(WfTaskScript.path)\n"
    let outputs = task.outputs.map { "\($0.size):\($0.path)" }
    let arguments = [task.name, task.sleep ?? "0"] + outputs + ["--"] + task.inputs.map(\.path)
    text += YAMLText.list("args", arguments, indent: 4)
    if !task.needs.isEmpty { text += YAMLText.list("needs", task.needs, indent: 4) }
    text += YAMLText.list("inputs", task.inputs.map(\.path), indent: 4)
    if !task.outputs.isEmpty {
      text += YAMLText.list("outputs", task.outputs.map(\.path), indent: 4)
    }
    return text
  }

  /// What ran there and for how long.
  private static func remark(_ task: WfTraceTask) -> String {
    let program = task.program.map { YAMLText.comment(String($0.prefix(60))) }
    let runtime = task.runtime.map { "ran \($0) s" }
    let parts = [program, runtime].compactMap(\.self)
    return parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")
  }
}
