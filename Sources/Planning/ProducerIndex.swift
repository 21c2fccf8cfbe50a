import Model

/// Finds the nodes that make what a pattern reads.
struct ProducerIndex {
  /// Sorted by path.
  private var exact: [(path: String, node: Int)] = []
  private var byPath: [String: Int] = [:]
  private var globs: [Glob] = []

  private struct Glob {
    let pattern: GlobPattern
    let folder: String
    let node: Int

    init(_ path: String, _ node: Int) {
      pattern = GlobPattern(path)
      folder = pattern.fixedFolder
      self.node = node
    }

    /// Whether files in a folder may match, at any depth.
    func mayMatch(below path: String) -> Bool {
      let isNear =
        folder.isEmpty || "\(path)/".hasPrefix("\(folder)/") || folder.hasPrefix("\(path)/")
      return isNear && pattern.mayIntersect(GlobPattern("\(path)/**"))
    }
  }

  init(_ nodes: [Node], report: (GraphProblem) -> Void) {
    for (position, node) in nodes.enumerated() {
      for output in node.outputs {
        if output.isGlob {
          globs.append(Glob(output.path, position))
        } else if let other = byPath.updateValue(position, forKey: output.path) {
          report(Self.clash(output.path, nodes[other], nodes[position]))
        } else {
          exact.append((output.path, position))
        }
      }
    }
    exact.sort { $0.path < $1.path }
    reportOverlaps(nodes, report)
  }

  /// What two nodes would both make: files that match a glob, and what is in a folder.
  private func reportOverlaps(_ nodes: [Node], _ report: (GraphProblem) -> Void) {
    for (path, position) in exact {
      for glob in globs where glob.node != position && glob.pattern.matches(path) {
        report(Self.clash(path, nodes[glob.node], nodes[position]))
      }
      if let other = makers(above: path).first(where: { $0 != position }) {
        report(Self.clash(path, nodes[other], nodes[position]))
      }
    }
    var byFolder: [String: [Glob]] = [:]
    for glob in globs {
      let ways = [glob.folder] + Self.folders(above: glob.folder)
      for folder in ways + (glob.folder.isEmpty ? [] : [""]) {
        for other in byFolder[folder] ?? []
        where other.node != glob.node && other.pattern.mayIntersect(glob.pattern) {
          report(Self.clash(glob.pattern.text, nodes[other.node], nodes[glob.node]))
        }
      }
      for folder in ways {
        if let other = byPath[folder], other != glob.node {
          report(Self.clash(glob.pattern.text, nodes[other], nodes[glob.node]))
        }
      }
      byFolder[glob.folder, default: []].append(glob)
    }
  }

  private static func clash(_ path: String, _ first: Node, _ second: Node) -> GraphProblem {
    let names = (first.definition.name, second.definition.name)
    let who =
      names.0 == names.1
      ? "task \"\(names.0)\" declares it twice"
      : "tasks \"\(names.0)\" and \"\(names.1)\" both make it"
    return GraphProblem(
      "output \"\(path)\" belongs to one task alone, but \(who)",
      at: second.definition.location
    )
  }

  /// The nodes whose outputs an input may match, each once or more.
  func makers(of input: InputPattern) -> [Int] {
    var found: [Int] = []
    if input.isGlob {
      let pattern = GlobPattern(input.path)
      let folder = pattern.fixedFolder
      let reach = Glob(input.path, -1)
      let depth = Self.depth(input.path)
      for (path, node) in below(folder) {
        let isFolderMatched = { depth > Self.depth(path) && reach.mayMatch(below: path) }
        if pattern.matches(path) || isFolderMatched() { found.append(node) }
      }
      if let node = byPath[folder] { found.append(node) }
      found += makers(above: folder)
      for glob in globs where glob.pattern.mayIntersect(pattern) { found.append(glob.node) }
      return found
    }
    if let node = byPath[input.path] { return [node] }
    found += makers(above: input.path)
    for (_, node) in below(input.path) { found.append(node) }
    for glob in globs where glob.pattern.matches(input.path) || glob.mayMatch(below: input.path) {
      found.append(glob.node)
    }
    return found
  }

  /// The nodes that make a folder in which a path is.
  private func makers(above path: String) -> [Int] {
    Self.folders(above: path).compactMap { byPath[$0] }
  }

  /// The folders of a path, the innermost first; without the root.
  private static func folders(above path: String) -> [String] {
    var found: [String] = []
    var folder = path[...]
    while let slash = folder.lastIndex(of: "/") {
      folder = folder[..<slash]
      found.append(String(folder))
    }
    return found
  }

  /// How many names a path has; any number where it has `**`.
  private static func depth(_ path: String) -> Int {
    path.contains("**") ? .max : path.utf8.count { $0 == UInt8(ascii: "/") } + 1
  }

  /// The exact outputs in a folder, at any depth; all of them for the root.
  private func below(_ folder: String) -> ArraySlice<(path: String, node: Int)> {
    guard !folder.isEmpty else { return exact[...] }
    let start = firstIndex(atOrAfter: folder + "/")
    let end = firstIndex(atOrAfter: folder + "0")
    return exact[start..<max(start, end)]
  }

  private func firstIndex(atOrAfter path: String) -> Int {
    var low = 0
    var high = exact.count
    while low < high {
      let middle = (low + high) / 2
      if exact[middle].path < path { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
