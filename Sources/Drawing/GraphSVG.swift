import Model

/// Draws a graph as an SVG that needs nothing else: no script, no font, no style sheet.
package enum GraphSVG {
  /// The document, which may also stand inside an HTML page; with a newline at the end.
  package static func render(_ graph: DrawableGraph) -> String {
    let layout = GraphLayout.of(graph)
    let counts = graph.statusCounts
    let legend = SVGLegend(counts, top: layout.height, width: max(layout.width, 160))
    let width = Markup.number(max(layout.width, legend.width))
    let height = Markup.number(layout.height + legend.height)
    let name = Markup.escaped(graph.name)
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" class="weir-graph" width="\(width)" \
      height="\(height)" viewBox="0 0 \(width) \(height)" role="graphics-document" \
      aria-label="\(name)">
      <title>\(name)</title>

      """
    svg += SVGStyle.sheet(counts.map(\.status))
    svg += "<rect class=\"ground\" width=\"\(width)\" height=\"\(height)\"/>\n"
    SVGEdges.append(layout, to: &svg)
    svg += layout.detail == .full ? "<g>\n" : "<g class=\"small\">\n"
    var drawn: Set<String> = []
    for (node, box) in zip(graph.nodes, layout.boxes) where drawn.insert(node.id).inserted {
      SVGNode.append(node, in: box, layout.detail, to: &svg)
    }
    svg += "</g>\n"
    legend.append(to: &svg)
    return svg + "</svg>\n"
  }
}

/// One box.
enum SVGNode {
  static func append(
    _ node: DrawableNode,
    in box: GraphLayout.Box,
    _ detail: GraphLayout.Detail,
    to svg: inout String
  ) {
    let state = node.status.map { " " + $0.rawValue } ?? ""
    let (x, y) = (Markup.number(box.x), Markup.number(box.y))
    let title = Markup.escaped(node.fullTitle)
    svg += "<g class=\"node\(state)\" role=\"graphics-symbol\" aria-label=\"\(title)\" "
    svg += "transform=\"translate(\(x) \(y))\"><title>\(title)</title>"
    let radius = detail == .full ? 7 : detail == .label ? 4 : 2
    svg += "<rect width=\"\(Markup.number(box.width))\" height=\"\(Markup.number(box.height))\""
    svg += " rx=\"\(radius)\"/>"
    switch detail {
    case .full: appendText(node, box, to: &svg)
    case .label:
      let label = TextWidth.shortened(node.label, size: 10, limit: box.width - 10)
      svg += "<text x=\"5\" y=\"12.5\">\(Markup.escaped(label))</text>"
    case .mark: break
    }
    svg += "</g>\n"
  }

  private static func appendText(
    _ node: DrawableNode,
    _ box: GraphLayout.Box,
    to svg: inout String
  ) {
    typealias Sizes = DetailedLayout
    let middle = box.height / 2
    var start = Sizes.padding
    if let status = node.status {
      start = Sizes.markWidth
      svg += "<path class=\"mark\" transform=\"translate(10 \(Markup.number(middle - 6)))\" "
      svg += "d=\"\(StatusLook.of(status).mark)\"/>"
    }
    let x = Markup.number(start)
    let label = TextWidth.shortened(node.label, size: Sizes.labelSize, limit: Sizes.textLimit)
    let baseline = Markup.number(node.caption == nil ? middle + 4.5 : middle - 3)
    svg += "<text x=\"\(x)\" y=\"\(baseline)\">\(Markup.escaped(label))</text>"
    guard let caption = node.caption else { return }
    let short = TextWidth.shortened(caption, size: Sizes.captionSize, limit: Sizes.textLimit)
    svg += "<text class=\"caption\" x=\"\(x)\" y=\"\(Markup.number(middle + 13))\">"
    svg += "\(Markup.escaped(short))</text>"
  }
}
