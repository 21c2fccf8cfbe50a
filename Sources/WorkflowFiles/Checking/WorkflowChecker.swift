package import Model

/// Finds what a workflow's file alone shows to be wrong: paths that escape, outputs that two tasks
/// make, tasks that wait for each other.
///
/// Paths with expressions are left to the plan.
package struct WorkflowChecker {
  private let workflow: Workflow
  private let mount: String?
  private var report: Report
  private var makers: [String: (task: Int, output: OutputDeclaration)] = [:]
  private var globs: [(pattern: GlobPattern, task: Int)] = []
  /// Patterns compared with paths, so that huge files stay quick; the plan compares all.
  private var comparisonsLeft = 300_000

  /// Every problem of a workflow; `mount` is where records are shown.
  package static func check(_ workflow: Workflow, mount: String? = "runs") -> [Diagnostic] {
    var checker = WorkflowChecker(workflow, mount: mount)
    checker.checkPaths()
    checker.checkCycles()
    return checker.report.sorted
  }

  private init(_ workflow: Workflow, mount: String?) {
    self.workflow = workflow
    self.mount = mount
    report = Report(file: workflow.file)
  }

  // MARK: Paths

  private mutating func checkPaths() {
    for (position, task) in workflow.tasks.enumerated() {
      for output in task.outputs { checkOutput(output, of: position) }
      for input in task.inputs ?? [] { _ = checkPath(input, "input") }
      if case .script(let path) = task.action, path.constant != "" { _ = checkPath(path, "script") }
      if let directory = task.workingDirectory, directory.constant != "." {
        _ = checkPath(directory, "working directory")
      }
    }
    for (pattern, task) in globs {
      for (path, maker) in makers where maker.task != task {
        guard comparisonsLeft > 0 else { return }
        comparisonsLeft -= 1
        guard pattern.matches(path) else { continue }
        let name = workflow.tasks[task].name
        report.error(
          "the output \"\(path)\" also matches \"\(pattern.text)\" of task \"\(name)\"",
          at: maker.output.path.location,
          hint: "a path belongs to one task",
          length: path.unicodeScalars.count
        )
      }
    }
  }

  private mutating func checkOutput(_ output: OutputDeclaration, of task: Int) {
    guard checkPath(output.path, "output"), let text = output.path.constant else { return }
    let path = PathRule.normalized(text)
    if let mount, path == mount || path.hasPrefix(mount + "/") {
      report.error(
        "the output \"\(text)\" stands in \(mount)/, where weir shows its records",
        at: output.path.location,
        length: text.unicodeScalars.count
      )
    }
    if GlobPattern.isPattern(path) { globs.append((GlobPattern(path), task)) }
    guard let earlier = makers[path] else {
      makers[path] = (task, output)
      return
    }
    let name = workflow.tasks[earlier.task].name
    let place = earlier.output.path.location.map { " at \($0.line):\($0.column)" } ?? ""
    let who = earlier.task == task ? "twice; first\(place)" : "by task \"\(name)\" too\(place)"
    report.error(
      "the output \"\(text)\" is declared \(who)",
      at: output.path.location,
      hint: "a path belongs to one task",
      length: text.unicodeScalars.count
    )
  }

  /// Whether a path may stand; an expression counts as a harmless name.
  private mutating func checkPath(_ template: Template, _ what: String) -> Bool {
    let text =
      template.constant
      ?? template.segments.map { if case .text(let text) = $0 { text } else { "x" } }.joined()
    guard let problem = PathRule.problem(with: text) else { return true }
    let shown = template.source.isEmpty ? "an \(what)" : "the \(what) \"\(template.source)\""
    report.error(
      "\(shown) \(problem)",
      at: template.location,
      length: template.source.unicodeScalars.count
    )
    return false
  }

  // MARK: Cycles

  private mutating func checkCycles() {
    let edges = edges()
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

  private struct Edge {
    var to: Int
    var reason: String
  }

  /// For each task what it waits for, as far as constants tell.
  private mutating func edges() -> [[Edge]] {
    var positions: [String: Int] = [:]
    positions.reserveCapacity(workflow.tasks.count)
    for (position, task) in workflow.tasks.enumerated() { positions[task.name] = position }
    return workflow.tasks.indices.map { position in
      let task = workflow.tasks[position]
      var edges: [Edge] = []
      for need in task.needs {
        guard let other = positions[need.task] else { continue }
        edges.append(Edge(to: other, reason: "of its needs"))
      }
      for reference in task.expressionReferences where reference.context == "tasks" {
        guard let name = reference.path.first, let other = positions[name] else { continue }
        edges.append(Edge(to: other, reason: "of an expression"))
      }
      for input in task.constantInputs {
        for other in makers(of: PathRule.normalized(input)) where other != position {
          edges.append(Edge(to: other, reason: "its input \"\(input)\" is made there"))
        }
      }
      return edges
    }
  }

  private mutating func makers(of input: String) -> [Int] {
    var found: [Int] = []
    if let maker = makers[input] { found.append(maker.task) }
    for (pattern, task) in globs where comparisonsLeft > 0 {
      comparisonsLeft -= 1
      if pattern.matches(input) { found.append(task) }
    }
    if GlobPattern.isPattern(input) {
      let pattern = GlobPattern(input)
      let folder = pattern.fixedFolder
      for (path, maker) in makers where comparisonsLeft > 0 {
        guard folder.isEmpty || path.hasPrefix(folder) else { continue }
        comparisonsLeft -= 1
        if pattern.matches(path) { found.append(maker.task) }
      }
    }
    return found
  }
}

extension TaskDefinition {
  /// Every name in every expression of the task.
  fileprivate var expressionReferences: [ExpressionReference] {
    var found: [ExpressionReference] = []
    func add(_ template: Template) {
      for case .expression(let expression) in template.segments { found += expression.references }
    }
    switch action {
    case .run(let script): for expression in script.expressions { found += expression.references }
    case .command(let words): words.forEach(add)
    case .script(let path): add(path)
    }
    args.forEach(add)
    for entry in environment { add(entry.value) }
    if let workingDirectory { add(workingDirectory) }
    return found
  }

  fileprivate var constantInputs: [String] {
    var found = (inputs ?? []).compactMap(\.constant)
    if inputs != nil, case .script(let path) = action, let constant = path.constant {
      found.append(constant)
    }
    return found
  }
}
