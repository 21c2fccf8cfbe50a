/// Names, paths, sizes and links of the workflow that a trace becomes.
struct WfImportPlan {
  struct File {
    let path: String
    let size: Int64
  }

  struct PlannedTask {
    let name: String
    let source: WfTraceTask
    let inputs: [File]
    let outputs: [File]
    /// Tasks that come first although no file says so.
    let needs: [String]
    /// Seconds, as the script takes them; nil: none.
    let sleep: String?
  }

  let trace: WfTrace
  let workflow: String
  private(set) var tasks: [PlannedTask] = []
  /// Files that no task makes.
  private(set) var given: [File] = []
  private(set) var warnings: [ImportRemark] = []
  /// What sizes were multiplied with.
  let factor: Double

  init(_ trace: WfTrace, _ graph: WfTraceGraph, workflow: String, scale: WfScale) {
    self.trace = trace
    self.workflow = workflow
    let mentioned = WfImportPlan.mentioned(trace)
    let sizes = mentioned.map { trace.sizes[$0] ?? WfScale.unknown }
    factor = scale.factor(for: sizes)
    var names = ImportNames()
    var files: [String: File] = [:]
    for (name, size) in zip(mentioned, sizes) {
      let root = graph.writers[name] == nil ? "data/\(workflow)" : "out/\(workflow)"
      let file = File(
        path: names.path(for: name, below: root),
        size: WfScale.scaled(size, by: factor)
      )
      files[name] = file
      if graph.writers[name] == nil { given.append(file) }
    }
    warnAboutSizes(mentioned)
    let taskNames = WfImportPlan.names(of: trace.tasks, from: &names)
    let longest = trace.tasks.compactMap(\.runtime).max() ?? 0
    for (number, task) in trace.tasks.enumerated() {
      let own = Set(task.outputs.map(\.text))
      for input in task.inputs where own.contains(input.text) {
        warnings.append(
          ImportRemark(
            at: input.pointer,
            "\"\(input.text)\" is changed in place; here the task makes it without reading it"
          )
        )
      }
      let needs = Set(graph.parents[number]).subtracting(graph.suppliers(of: number))
      tasks.append(
        PlannedTask(
          name: taskNames[number],
          source: task,
          inputs: unique(task.inputs.map(\.text).filter { !own.contains($0) }, files),
          outputs: unique(task.outputs.map(\.text), files),
          needs: needs.sorted().map { taskNames[$0] },
          sleep: scale.sleep(runtime: task.runtime, longest: longest)
        )
      )
    }
  }

  /// Every file that a task reads or makes, in the order of the trace.
  private static func mentioned(_ trace: WfTrace) -> [String] {
    var seen: Set<String> = []
    return trace.tasks.flatMap { $0.inputs + $0.outputs }.map(\.text)
      .filter { seen.insert($0).inserted }
  }

  /// The tasks' names where each is another, else names with ids.
  private static func names(
    of tasks: [WfTraceTask],
    from names: inout ImportNames
  ) -> [String] {
    let isUnique = Set(tasks.map(\.name)).count == tasks.count
    return tasks.map { task in
      guard !isUnique, let id = task.id else { return names.name(for: task.name) }
      return names.name(for: id.contains(task.name) ? id : "\(task.name)_\(id)")
    }
  }

  private mutating func warnAboutSizes(_ mentioned: [String]) {
    let unknown = mentioned.count { trace.sizes[$0] == nil }
    guard unknown > 0 else { return }
    let first = mentioned.first { trace.sizes[$0] == nil } ?? ""
    warnings.append(
      ImportRemark(
        at: "/workflow",
        "no size is known for \(unknown) of the files, such as \"\(first)\"; \(WfScale.unknown) bytes are taken"
      )
    )
  }
}

private func unique(
  _ names: [String],
  _ files: [String: WfImportPlan.File]
) -> [WfImportPlan.File] {
  var seen: Set<String> = []
  return names.filter { seen.insert($0).inserted }.compactMap { files[$0] }
}
