import Model

/// The states that occur, below the drawing; nothing where there are none.
struct SVGLegend {
  private let items: [(status: TaskStatus, text: String, x: Double, y: Double)]
  let width: Double
  let height: Double

  private static let rowHeight = 22.0

  init(_ counts: [(status: TaskStatus, count: Int)], top: Double, width limit: Double) {
    var items: [(status: TaskStatus, text: String, x: Double, y: Double)] = []
    var (x, y) = (GraphLayout.margin, top)
    var right = 0.0
    for (status, count) in counts {
      let text = "\(count) \(status.rawValue)"
      let extent = 22 + TextWidth.estimate(text, size: 11) + 14
      if x > GraphLayout.margin, x + extent > limit {
        x = GraphLayout.margin
        y += SVGLegend.rowHeight
      }
      items.append((status, text, x, y))
      x += extent
      right = max(right, x)
    }
    self.items = items
    width = right
    height = items.isEmpty ? 0 : y - top + SVGLegend.rowHeight + 6
  }

  func append(to svg: inout String) {
    guard !items.isEmpty else { return }
    svg += "<g class=\"legend\">\n"
    for item in items {
      svg += "<g class=\"node \(item.status.rawValue)\" "
      svg += "transform=\"translate(\(Markup.number(item.x)) \(Markup.number(item.y)))\">"
      svg += "<rect width=\"16\" height=\"16\" rx=\"4\"/>"
      svg += "<path class=\"mark\" transform=\"translate(2 2)\" "
      svg += "d=\"\(StatusLook.of(item.status).mark)\"/>"
      svg += "<text x=\"22\" y=\"12\">\(item.text)</text></g>\n"
    }
    svg += "</g>\n"
  }
}
