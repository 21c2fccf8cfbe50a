import Model

/// Finds the fan-outs whose items only a run knows: they follow from a result, from a file that a
/// task makes, or they are paired with such a fan-out.
struct LateFanOuts {
  /// Positions in the workflow.
  private(set) var tasks: Set<Int> = []
  /// For each task the patterns of what it makes, with any name where an expression stands.
  let patterns: [[OutputPattern]]

  init(_ maker: GraphMaker) {
    let all = maker.workflow.tasks
    guard all.contains(where: { $0.fanOut != nil }) else {
      patterns = [[OutputPattern]](repeating: [], count: all.count)
      return
    }
    patterns = all.map { task in
      task.outputs.compactMap { output in
        Self.pattern(of: output.path, task, maker).map {
          OutputPattern($0, optional: output.optional, publish: output.publish)
        }
      }
    }
    let makers = DeclaredMakers(patterns)
    for (position, task) in all.enumerated() {
      guard let fanOut = task.fanOut else { continue }
      let usesTasks = fanOut.source.expressions.contains {
        $0.references.contains { $0.context == "tasks" }
      }
      let paths = try? maker.sourcePaths(of: task)
      let isMade =
        (paths?.files ?? []).contains { makers.make($0, besides: position) }
        || (paths?.globs ?? []).contains { makers.mayMake($0, besides: position) }
      if usesTasks || isMade { tasks.insert(position) }
    }
    addPaired(all, maker)
  }

  private mutating func addPaired(_ all: [TaskDefinition], _ maker: GraphMaker) {
    var hasGrown = !tasks.isEmpty
    while hasGrown {
      hasGrown = false
      for (position, task) in all.enumerated()
      where task.fanOut != nil && !tasks.contains(position) {
        let isPaired = task.needs.contains { need in
          need.pairing != nil && maker.positions[need.task].map(tasks.contains) ?? false
        }
        if isPaired {
          tasks.insert(position)
          hasGrown = true
        }
      }
    }
  }

  private static func pattern(
    of template: Template,
    _ task: TaskDefinition,
    _ maker: GraphMaker
  ) -> String? {
    guard template.expressions.contains(where: usesItem) else {
      guard let context = try? maker.pathContext(of: task),
        let text = try? Evaluator(context).text(template)
      else { return nil }
      return RepositoryPath.normalized(text)
    }
    let text = template.segments.map { segment in
      switch segment {
      case .text(let text): text
      case .expression: "*"
      }
    }.joined()
    return RepositoryPath.normalized(text)
  }

  private static func usesItem(_ expression: Expression) -> Bool {
    expression.references.contains { ["item", "matrix", "arguments"].contains($0.context) }
  }
}

/// Which tasks may make a path, by what they declare.
private struct DeclaredMakers {
  private var exact: [String: [Int]] = [:]
  private var globs: [(pattern: GlobPattern, task: Int)] = []

  init(_ patterns: [[OutputPattern]]) {
    for (task, outputs) in patterns.enumerated() {
      for output in outputs {
        if output.isGlob {
          globs.append((GlobPattern(output.path), task))
        } else {
          exact[output.path, default: []].append(task)
        }
      }
    }
  }

  func make(_ path: String, besides task: Int) -> Bool {
    let names = [path] + PathFolders.above(path)
    return names.contains { (exact[$0] ?? []).contains { $0 != task } }
      || globs.contains { $0.task != task && $0.pattern.matches(path) }
  }

  func mayMake(_ glob: String, besides task: Int) -> Bool {
    let pattern = GlobPattern(glob)
    return exact.contains { path, tasks in
      tasks.contains { $0 != task }
        && (pattern.matches(path) || pattern.mayIntersect(GlobPattern(path + "/**")))
    } || globs.contains { $0.task != task && $0.pattern.mayIntersect(pattern) }
  }
}
