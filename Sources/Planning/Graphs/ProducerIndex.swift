import Model

/// Finds the nodes that make what a pattern reads.
struct ProducerIndex: Sendable {
  /// Sorted by path.
  private var exact = SortedPaths()
  private var byPath: [String: Int] = [:]
  private var globs: [Glob] = []
  /// Positions in `globs` by the folder that their patterns begin in.
  private var globFolders: [String: [Int]] = [:]
  private var sortedGlobs = SortedPaths()

  private struct Glob {
    let pattern: GlobPattern
    let folder: String
    let node: Int

    init(_ path: String, _ node: Int) {
      pattern = GlobPattern(path)
      folder = pattern.fixedFolder
      self.node = node
    }
  }

  /// Takes in the outputs of nodes from a position on, and tells what two nodes would both make.
  mutating func add(_ nodes: [Node], from first: Int, report: (GraphProblem) -> Void) {
    for (position, node) in nodes.enumerated().dropFirst(first) {
      for output in node.outputs {
        if output.isGlob {
          let glob = Glob(output.path, position)
          globFolders[glob.folder, default: []].append(globs.count)
          sortedGlobs.append(glob.folder, globs.count)
          globs.append(glob)
        } else if let other = byPath.updateValue(position, forKey: output.path) {
          report(OutputClash.problem(output.path, nodes[other], nodes[position]))
        } else {
          exact.append(output.path, position)
        }
      }
    }
    exact.sort()
    sortedGlobs.sort()
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
      for index in globs(above: path) where globs[index].pattern.matches(path) {
        tell(path, globs[index].node, position)
      }
      if let other = makers(above: path).first(where: { $0 != position }) {
        tell(path, other, position)
      }
    }
    var earlier: [String: [Glob]] = [:]
    for glob in globs {
      let ways = [glob.folder] + PathFolders.above(glob.folder)
      for folder in ways + (glob.folder.isEmpty ? [] : [""]) {
        for other in earlier[folder] ?? [] where other.pattern.mayIntersect(glob.pattern) {
          tell(glob.pattern.text, other.node, glob.node)
        }
      }
      for folder in ways {
        if let other = byPath[folder] { tell(glob.pattern.text, other, glob.node) }
      }
      earlier[glob.folder, default: []].append(glob)
    }
  }

  /// The nodes whose outputs an input may match, each once or more.
  func makers(of input: InputPattern) -> [Int] {
    input.isGlob ? makers(ofGlob: input.path) : makers(ofPath: input.path)
  }

  private func makers(ofPath path: String) -> [Int] {
    if let node = byPath[path] { return [node] }
    var found = makers(above: path)
    for (_, node) in exact.below(path) { found.append(node) }
    for index in globs(above: path) where globs[index].pattern.matches(path) {
      found.append(globs[index].node)
    }
    for index in globs(near: path)
    where globs[index].pattern.mayIntersect(GlobPattern("\(path)/**")) {
      found.append(globs[index].node)
    }
    return found
  }

  private func makers(ofGlob path: String) -> [Int] {
    let pattern = GlobPattern(path)
    let folder = pattern.fixedFolder
    let depth = PathFolders.depth(path)
    var found: [Int] = []
    for (made, node) in exact.below(folder) {
      let isFolderMatched = {
        depth > PathFolders.depth(made) && pattern.mayIntersect(GlobPattern("\(made)/**"))
      }
      if pattern.matches(made) || isFolderMatched() { found.append(node) }
    }
    if let node = byPath[folder] { found.append(node) }
    found += makers(above: folder)
    for index in globs(near: folder) where globs[index].pattern.mayIntersect(pattern) {
      found.append(globs[index].node)
    }
    return found
  }

  /// The nodes that make a folder in which a path is.
  private func makers(above path: String) -> [Int] {
    PathFolders.above(path).compactMap { byPath[$0] }
  }

  /// Globs that begin in a folder in which a path is.
  private func globs(above path: String) -> [Int] {
    guard !globs.isEmpty else { return [] }
    return (PathFolders.above(path) + [""]).flatMap { globFolders[$0] ?? [] }
  }

  /// Globs that may reach below a folder: those that begin there, above it or below it.
  private func globs(near folder: String) -> [Int] {
    guard !globs.isEmpty else { return [] }
    if folder.isEmpty { return Array(globs.indices) }
    return (globFolders[folder] ?? []) + globs(above: folder)
      + sortedGlobs.below(folder).map(\.value)
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
