import Model

/// Writes a graph as a tree of lines, from what needs nothing to what nothing needs.
package enum GraphTextTree {
  /// The name, then one line an edge, with a newline at the end.
  ///
  /// A node with several parents stands with what follows it below the first one; below the
  /// others it is only named. What is nested too deeply goes on at the left edge.
  package static func render(_ graph: DrawableGraph) -> String {
    var writer = TreeWriter(graph)
    return writer.written()
  }
}

private struct TreeWriter {
  private let graph: DrawableGraph
  private let indexed: IndexedGraph
  private var isWritten: [Bool]
  private var text: String
  /// What was too deep and starts at the left edge in the next round.
  private var continued: [Int] = []
  private var isContinued: Set<Int> = []

  private static let deepest = 24

  private struct Line {
    let node: Int
    /// What stands before the branch of this line.
    let prefix: String
    let depth: Int
    let isLast: Bool
  }

  init(_ graph: DrawableGraph) {
    self.graph = graph
    indexed = IndexedGraph(graph)
    isWritten = [Bool](repeating: false, count: indexed.count)
    text = cleaned(graph.name) + "\n"
  }

  mutating func written() -> String {
    var known: Set<String> = []
    var roots = indexed.order.filter {
      indexed.parents[$0].isEmpty && known.insert(graph.nodes[$0].id).inserted
    }
    while !roots.isEmpty {
      continued = []
      for (place, root) in roots.enumerated() {
        write(Line(node: root, prefix: "", depth: 0, isLast: place == roots.count - 1))
      }
      roots = continued.filter { !isWritten[$0] }
    }
    return text
  }

  private mutating func write(_ first: Line) {
    var pending = [first]
    while let line = pending.popLast() {
      let node = graph.nodes[line.node]
      text += line.prefix + (line.isLast ? "└─ " : "├─ ") + cleaned(node.label)
      let children = indexed.children[line.node]
      if isWritten[line.node] {
        text += children.isEmpty ? " (above)\n" : " (above, with what follows it)\n"
        continue
      }
      if let caption = node.caption { text += "  [\(cleaned(caption))]" }
      if line.depth == TreeWriter.deepest, !children.isEmpty {
        text += " (goes on below)\n"
        if isContinued.insert(line.node).inserted { continued.append(line.node) }
        continue
      }
      text += "\n"
      isWritten[line.node] = true
      let prefix = line.prefix + (line.isLast ? "   " : "│  ")
      for (place, child) in children.enumerated().reversed() {
        pending.append(
          Line(
            node: child,
            prefix: prefix,
            depth: line.depth + 1,
            isLast: place == children.count - 1
          )
        )
      }
    }
  }
}

/// The text on one line, without characters that a terminal would obey.
private func cleaned(_ text: String) -> String {
  String(
    String.UnicodeScalarView(
      text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
    )
  )
}
