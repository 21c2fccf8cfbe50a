import Model

/// The outputs of a workflow by path, as far as the file tells them.
struct OutputIndex {
  struct Exact {
    let task: Int
    let output: OutputDeclaration
  }

  struct Pattern {
    let pattern: GlobPattern
    let task: Int
    /// Whether it is a pattern only because of an item.
    let hasItem: Bool
  }

  private(set) var exact: [String: Exact] = [:]
  private(set) var patterns: [Pattern] = []
  /// Outputs of which another is declared with the same path.
  private(set) var repeated: [(path: String, earlier: Exact, later: Exact)] = []
  /// Patterns compared with paths, so that huge files stay quick; the plan compares all.
  private var comparisonsLeft = 300_000

  init(_ workflow: Workflow) {
    for (position, task) in workflow.tasks.enumerated() {
      for output in task.outputs {
        guard let shape = PathShape(output.path, of: task) else { continue }
        if shape.isPattern {
          patterns.append(
            Pattern(pattern: GlobPattern(shape.text), task: position, hasItem: shape.hasItem)
          )
        }
        guard !shape.hasItem else { continue }
        let found = Exact(task: position, output: output)
        if let earlier = exact[shape.text] {
          repeated.append((shape.text, earlier, found))
        } else {
          exact[shape.text] = found
        }
      }
    }
  }

  /// Whether there is still time to compare.
  mutating func mayCompare() -> Bool {
    comparisonsLeft -= 1
    return comparisonsLeft >= 0
  }

  /// The tasks that make what an input reads, some maybe twice; what an item decides is left to the
  /// plan.
  mutating func makers(of input: PathShape) -> [Int] {
    var found: [Int] = []
    if let maker = exact[input.text] { found.append(maker.task) }
    let isPattern = input.isPattern
    let wanted = GlobPattern(input.text)
    for output in patterns where !output.hasItem && mayCompare() {
      let fits =
        isPattern ? output.pattern.mayIntersect(wanted) : output.pattern.matches(input.text)
      if fits { found.append(output.task) }
    }
    guard isPattern else { return found }
    let folder = wanted.fixedFolder
    for (path, maker) in exact where folder.isEmpty || path.hasPrefix(folder) {
      guard mayCompare() else { break }
      if wanted.matches(path) { found.append(maker.task) }
    }
    return found
  }
}
