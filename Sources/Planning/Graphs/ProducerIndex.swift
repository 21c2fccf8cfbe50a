import Model

/// Finds the nodes that make what a pattern reads.
struct ProducerIndex: Sendable {
  private var exact = SortedPaths()
  private var byPath: [String: Int] = [:]
  private var globs = GlobIndex()
  /// Those of `globs` that belong to nodes which do work.
  private var workGlobs = GlobIndex()

  /// What came with nodes from a position on.
  private struct Addition {
    let first: Int
    var paths: [SortedPaths.Entry] = []
    var globs: [GlobIndex.Glob] = []
    var workGlobs: [GlobIndex.Glob] = []
  }

  /// Takes in the outputs of nodes from a position on, and tells what two nodes would both make.
  mutating func add(_ nodes: [Node], from first: Int, report: (GraphProblem) -> Void) {
    var addition = Addition(first: first)
    for position in first..<nodes.count {
      for output in nodes[position].outputs {
        if output.isGlob {
          let glob = GlobIndex.Glob(pattern: GlobPattern(output.path), node: position)
          addition.globs.append(glob)
          if nodes[position].role == .work { addition.workGlobs.append(glob) }
        } else if let other = byPath[output.path] {
          report(OutputClash.problem(output.path, nodes[other], nodes[position]))
        } else {
          byPath[output.path] = position
          addition.paths.append((output.path, position))
        }
      }
    }
    exact.add(addition.paths)
    globs.add(addition.globs)
    workGlobs.add(addition.workGlobs)
    reportOverlaps(of: addition, nodes, report)
  }

  /// Takes the nodes out again that were added last, `nodes` from a position on.
  mutating func removeLast(_ nodes: [Node], from first: Int) {
    for position in first..<nodes.count {
      for output in nodes[position].outputs where byPath[output.path] == position {
        byPath[output.path] = nil
      }
    }
    exact.removeLastBatch()
    globs.removeLastBatch(from: first)
    workGlobs.removeLastBatch(from: first)
  }

  /// What two nodes would both make, one of them new: files that match a glob, and what is in a
  /// folder.
  private func reportOverlaps(
    of addition: Addition,
    _ nodes: [Node],
    _ report: (GraphProblem) -> Void
  ) {
    func tell(_ path: String, _ one: Int, _ other: Int) {
      guard one != other else { return }
      // What a joint stands for is looked at when its instances are known.
      guard nodes[one].role == .work, nodes[other].role == .work else { return }
      report(OutputClash.problem(path, nodes[one], nodes[other]))
    }
    for (path, position) in addition.paths {
      for glob in workGlobs.matching(path) { tell(path, glob.node, position) }
      if let other = makers(above: path).first(where: { $0 != position }) {
        tell(path, other, position)
      }
      // What came together is told from inside the folder.
      for (inner, other) in exact.below(path) where other < addition.first {
        tell(inner, position, other)
      }
      for glob in workGlobs.below(path) where glob.node < addition.first {
        tell(glob.pattern.text, position, glob.node)
      }
    }
    for glob in addition.workGlobs {
      let pattern = glob.pattern
      for (path, other) in exact.starting(with: pattern.fixedStart)
      where other < addition.first && pattern.matches(path) {
        tell(path, glob.node, other)
      }
      for (_, other) in workGlobs.intersecting(pattern) where other.node < glob.node {
        tell(pattern.text, other.node, glob.node)
      }
      for folder in [pattern.fixedFolder] + PathFolders.above(pattern.fixedFolder) {
        if let other = byPath[folder] { tell(pattern.text, other, glob.node) }
      }
    }
  }

  /// The nodes whose outputs an input may match, each once or more.
  func makers(of input: InputPattern) -> [Int] {
    input.isGlob ? makers(ofGlob: GlobPattern(input.path)) : makers(ofPath: input.path)
  }

  private func makers(ofPath path: String) -> [Int] {
    if let node = byPath[path] { return [node] }
    var found = makers(above: path)
    for (_, node) in exact.below(path) { found.append(node) }
    found += globs.matching(path).map(\.node)
    found += globs.intersecting(GlobPattern("\(path)/**")).map(\.glob.node)
    return found
  }

  private func makers(ofGlob pattern: GlobPattern) -> [Int] {
    let folder = pattern.fixedFolder
    let depth = PathFolders.depth(pattern.text)
    var found: [Int] = []
    for (made, node) in exact.starting(with: pattern.fixedStart) {
      let isFolderMatched = {
        depth > PathFolders.depth(made) && pattern.mayIntersect(GlobPattern("\(made)/**"))
      }
      if pattern.matches(made) || isFolderMatched() { found.append(node) }
    }
    if let node = byPath[folder] { found.append(node) }
    found += makers(above: folder)
    found += globs.intersecting(pattern).map(\.glob.node)
    return found
  }

  /// The nodes that make a folder in which a path is.
  private func makers(above path: String) -> [Int] {
    PathFolders.above(path).compactMap { byPath[$0] }
  }
}

/// Says that two nodes would make the same.
enum OutputClash {
  static func problem(_ path: String, _ first: Node, _ second: Node) -> GraphProblem {
    let names = (first.key.description, second.key.description)
    let who: String
    if names.0 == names.1 {
      who = "task \"\(names.0)\" declares it twice"
    } else if first.group == second.group {
      who = "the instances \"\(names.0)\" and \"\(names.1)\" both make it"
    } else {
      who = "tasks \"\(names.0)\" and \"\(names.1)\" both make it"
    }
    return GraphProblem(
      "output \"\(path)\" belongs to one task alone, but \(who)",
      at: second.definition.location
    )
  }
}
