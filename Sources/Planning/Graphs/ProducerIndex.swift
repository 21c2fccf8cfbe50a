import Model

/// Finds the nodes that make what a pattern reads.
struct ProducerIndex: Sendable {
  /// Sorted by path.
  private var exact = SortedPaths()
  private var byPath: [String: Int] = [:]
  private var globs = GlobIndex()

  /// Takes in the outputs of nodes from a position on, and tells what two nodes would both make.
  mutating func add(_ nodes: [Node], from first: Int, report: (GraphProblem) -> Void) {
    for (position, node) in nodes.enumerated().dropFirst(first) {
      for output in node.outputs {
        if output.isGlob {
          globs.append(GlobPattern(output.path), position)
        } else if let other = byPath.updateValue(position, forKey: output.path) {
          report(OutputClash.problem(output.path, nodes[other], nodes[position]))
        } else {
          exact.append(output.path, position)
        }
      }
    }
    exact.sort()
    globs.sort()
    reportOverlaps(nodes, from: first, report)
  }

  /// What two nodes would both make: files that match a glob, and what is in a folder.
  private func reportOverlaps(
    _ nodes: [Node],
    from first: Int,
    _ report: (GraphProblem) -> Void
  ) {
    func tell(_ path: String, _ one: Int, _ other: Int) {
      guard one != other, max(one, other) >= first else { return }
      // What a joint stands for is looked at when its instances are known.
      guard nodes[one].role == .work, nodes[other].role == .work else { return }
      report(OutputClash.problem(path, nodes[one], nodes[other]))
    }
    for (path, position) in exact.all {
      for glob in globs.matching(path) { tell(path, glob.node, position) }
      if let other = makers(above: path).first(where: { $0 != position }) {
        tell(path, other, position)
      }
    }
    for (position, glob) in globs.all.enumerated() {
      for other in globs.intersecting(glob.pattern) where other.position < position {
        tell(glob.pattern.text, other.glob.node, glob.node)
      }
      let folder = glob.pattern.fixedFolder
      for folder in [folder] + PathFolders.above(folder) {
        if let other = byPath[folder] { tell(glob.pattern.text, other, glob.node) }
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
