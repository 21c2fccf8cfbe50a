import Model

/// Finds the nodes that make what a pattern reads.
struct ProducerIndex {
  /// Sorted by path.
  private var exact: [(path: String, node: Int)] = []
  private var byPath: [String: Int] = [:]
  private var globs: [(pattern: GlobPattern, node: Int)] = []

  init(_ nodes: [Node], report: (GraphProblem) -> Void) {
    for (position, node) in nodes.enumerated() {
      for output in node.outputs {
        if output.isGlob {
          globs.append((GlobPattern(output.path), position))
        } else if let other = byPath.updateValue(position, forKey: output.path) {
          report(Self.clash(output.path, nodes[other], nodes[position]))
        } else {
          exact.append((output.path, position))
        }
      }
    }
    exact.sort { $0.path < $1.path }
    for (path, position) in exact {
      for glob in globs where glob.node != position && glob.pattern.matches(path) {
        report(Self.clash(path, nodes[glob.node], nodes[position]))
      }
    }
  }

  private static func clash(_ path: String, _ first: Node, _ second: Node) -> GraphProblem {
    let names = (first.definition.name, second.definition.name)
    let who =
      names.0 == names.1
      ? "task \"\(names.0)\" declares it twice"
      : "tasks \"\(names.0)\" and \"\(names.1)\" both make it"
    return GraphProblem(
      "output \"\(path)\" belongs to one task alone, but \(who)", at: second.definition.location)
  }

  /// The nodes whose outputs an input may match, each once or more.
  func makers(of input: InputPattern) -> [Int] {
    var found: [Int] = []
    if input.isGlob {
      let pattern = GlobPattern(input.path)
      for (path, node) in below(pattern.fixedFolder) where pattern.matches(path) {
        found.append(node)
      }
      for glob in globs where glob.pattern.mayIntersect(pattern) { found.append(glob.node) }
      return found
    }
    if let node = byPath[input.path] { return [node] }
    var folder = input.path[...]
    while let slash = folder.lastIndex(of: "/") {
      folder = folder[..<slash]
      if let node = byPath[String(folder)] { found.append(node) }
    }
    for (_, node) in below(input.path) { found.append(node) }
    for glob in globs where glob.pattern.matches(input.path) { found.append(glob.node) }
    return found
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
