import Model

/// Writes a graph in the language of Graphviz.
package enum GraphDOT {
  /// The digraph, with a newline at the end.
  package static func render(_ graph: DrawableGraph) -> String {
    var text = """
      digraph \(quoted(graph.name)) {
        rankdir=LR
        node [shape=box, style="rounded,filled", fillcolor="#f6f8fa", color="#8c959f", \
      fontname="sans-serif", fontsize=11]
        edge [color="#8c959f", arrowsize=0.7]

      """
    var known: Set<String> = []
    for node in graph.nodes where known.insert(node.id).inserted {
      let label = [node.label, node.caption].compactMap(\.self).joined(separator: "\n")
      text += "  \(quoted(node.id)) [label=\(quoted(label))"
      if let status = node.status {
        let look = StatusLook.of(status)
        text += ", class=\(quoted(status.rawValue)), fillcolor=\"#\(look.light.fill)\""
        text += ", color=\"#\(look.light.stroke)\""
        if look.isDashed { text += ", style=\"rounded,filled,dashed\"" }
      }
      if let title = node.title { text += ", tooltip=\(quoted(title))" }
      text += "]\n"
    }
    for edge in graph.edges where known.contains(edge.from) && known.contains(edge.to) {
      text += "  \(quoted(edge.from)) -> \(quoted(edge.to))\n"
    }
    return text + "}\n"
  }

  /// A quoted id in which nothing is an escape; line ends become `\n`.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r", "\0": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
