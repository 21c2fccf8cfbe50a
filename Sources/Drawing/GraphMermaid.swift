import Model

/// Writes a graph as a Mermaid flowchart, as GitHub and GitLab show it in Markdown.
package enum GraphMermaid {
  /// The diagram's text, with a newline at the end, without a code fence.
  package static func render(_ graph: DrawableGraph) -> String {
    var names: [String: String] = [:]
    var text = "flowchart LR\n"
    for node in graph.nodes where names[node.id] == nil {
      let name = "n\(names.count + 1)"
      names[node.id] = name
      let label = [node.label, node.caption].compactMap(\.self).map(escaped).joined(
        separator: "<br/>"
      )
      text += "  \(name)[\"\(label)\"]\(node.status.map { ":::" + $0.rawValue } ?? "")\n"
    }
    for edge in graph.edges {
      guard let from = names[edge.from], let to = names[edge.to] else { continue }
      text += "  \(from) --> \(to)\n"
    }
    for (status, _) in graph.statusCounts {
      let look = StatusLook.of(status)
      text += "  classDef \(status.rawValue) fill:#\(look.light.fill),"
      text += "stroke:#\(look.light.stroke),color:#1f2328"
      text += look.isDashed ? ",stroke-dasharray:4 3\n" : "\n"
    }
    return text
  }

  /// Everything that Mermaid or the Markdown inside it could read as more than text is written as
  /// a character code.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isPlain: Bool
      switch scalar {
      case "A"..."Z", "a"..."z": isPlain = true
      case "0"..."9", " ", "-", ".", ",", "/", ":", "=", "(", ")": isPlain = !result.isEmpty
      default: isPlain = scalar.value > 0x9F
      }
      if isPlain { result.unicodeScalars.append(scalar) } else { result += "#\(scalar.value);" }
    }
    return result
  }
}
