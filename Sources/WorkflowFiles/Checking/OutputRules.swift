import Model

/// The rules for what tasks make.
enum OutputRules {
  static func check(
    _ workflow: Workflow,
    _ index: inout OutputIndex,
    mount: String?,
    report: inout Report
  ) {
    for task in workflow.tasks {
      for output in task.outputs {
        if let mount { checkMount(output, of: task, mount, &report) }
        if task.fanOut != nil { checkItem(output, of: task, &report) }
        checkInputs(output, of: task, &report)
      }
    }
    for (path, earlier, later) in index.repeated {
      tellRepeated(path, earlier, later, workflow, &report)
    }
    checkGlobs(workflow, &index, &report)
    for (path, maker) in index.exact { checkAbove(path, maker, workflow, index, &report) }
  }

  private static func checkMount(
    _ output: OutputDeclaration,
    of task: TaskDefinition,
    _ mount: String,
    _ report: inout Report
  ) {
    guard let text = PathShape(output.path, of: task)?.text,
      text == mount || text.hasPrefix(mount + "/")
    else { return }
    report.error(
      "the output \"\(output.path.source)\" stands in \(mount)/, where weir shows its records",
      at: output.path.location,
      length: task.markedLength(of: output.path)
    )
  }

  /// Instances do not share an output: what is fixed of its path follows from the item.
  private static func checkItem(
    _ output: OutputDeclaration,
    of task: TaskDefinition,
    _ report: inout Report
  ) {
    for segment in output.path.segments {
      switch segment {
      case .expression(let expression):
        if task.followsFromItem(expression) { return }
      case .text(let text):
        guard GlobPattern.isPattern(text) else { continue }
        return tellShared(output, of: task, &report)
      }
    }
    tellShared(output, of: task, &report)
  }

  private static func tellShared(
    _ output: OutputDeclaration,
    of task: TaskDefinition,
    _ report: inout Report
  ) {
    let context = task.fanOut?.context ?? "item"
    let what =
      GlobPattern.isPattern(output.path.source) ? "the fixed part of the output" : "the output"
    report.error(
      "\(what) \"\(output.path.source)\" is the same for every instance",
      at: output.path.location,
      hint: "put something of \"\(context)\" into it",
      length: task.markedLength(of: output.path)
    )
  }

  private static func checkInputs(
    _ output: OutputDeclaration,
    of task: TaskDefinition,
    _ report: inout Report
  ) {
    let isInput = (task.inputs ?? []).contains { input in
      if let text = input.constant, let other = output.path.constant {
        return PathRule.normalized(text) == PathRule.normalized(other)
          && !GlobPattern.isPattern(text)
      }
      return input.segments == output.path.segments && !GlobPattern.isPattern(input.source)
    }
    guard isInput else { return }
    report.error(
      "the output \"\(output.path.source)\" is an input of this task too",
      at: output.path.location,
      hint: "write to another path: an output does not exist when its task starts",
      length: task.markedLength(of: output.path)
    )
  }

  private static func tellRepeated(
    _ path: String,
    _ earlier: OutputIndex.Exact,
    _ later: OutputIndex.Exact,
    _ workflow: Workflow,
    _ report: inout Report
  ) {
    let name = workflow.tasks[earlier.task].name
    let place = earlier.output.path.location.map { " at \($0.line):\($0.column)" } ?? ""
    let who =
      earlier.task == later.task ? "twice; first\(place)" : "by task \"\(name)\" too\(place)"
    report.error(
      "the output \"\(later.output.path.source)\" is declared \(who)",
      at: later.output.path.location,
      hint: "a path belongs to one task",
      length: workflow.tasks[later.task].markedLength(of: later.output.path)
    )
  }

  private static func checkGlobs(
    _ workflow: Workflow,
    _ index: inout OutputIndex,
    _ report: inout Report
  ) {
    for glob in index.patterns where !glob.hasItem {
      for (path, maker) in index.exact where maker.task != glob.task {
        guard index.mayCompare() else { return }
        guard glob.pattern.matches(path) else { continue }
        let name = workflow.tasks[glob.task].name
        report.error(
          "the output \"\(path)\" also matches \"\(glob.pattern.text)\" of task \"\(name)\"",
          at: maker.output.path.location,
          hint: "a path belongs to one task",
          length: workflow.tasks[maker.task].markedLength(of: maker.output.path)
        )
      }
    }
  }

  /// What stands below a path that another task makes belongs to that task.
  private static func checkAbove(
    _ path: String,
    _ maker: OutputIndex.Exact,
    _ workflow: Workflow,
    _ index: OutputIndex,
    _ report: inout Report
  ) {
    var folder = path[...]
    while let slash = folder.utf8.lastIndex(of: UInt8(ascii: "/")) {
      folder = folder[..<slash]
      guard let above = index.exact[String(folder)], above.task != maker.task else { continue }
      let name = workflow.tasks[above.task].name
      report.error(
        "the output \"\(maker.output.path.source)\" stands below \"\(folder)\" of task \"\(name)\"",
        at: maker.output.path.location,
        hint: "a path belongs to one task, and so does all that stands below it",
        length: workflow.tasks[maker.task].markedLength(of: maker.output.path)
      )
      return
    }
  }
}
