/// Rows of equal boxes for nodes without edges.
struct NodeGrid {
  private(set) var boxes: [(node: Int, box: GraphLayout.Box)] = []
  private(set) var right = 0.0
  private(set) var bottom = 0.0

  /// Fills the width that is in use anyway, or makes a block about twice as wide as high where
  /// that is wider.
  init(
    nodes: [Int],
    width: Double,
    height: Double,
    gap: Double,
    top: Double,
    available: Double
  ) {
    guard !nodes.isEmpty else { return }
    let margin = GraphLayout.margin
    let area = Double(nodes.count) * (width + gap) * (height + gap)
    let wanted = max(available - margin, (area * 2).squareRoot())
    let columns = min(nodes.count, max(1, Int((wanted + gap) / (width + gap))))
    for (place, node) in nodes.enumerated() {
      let x = margin + Double(place % columns) * (width + gap)
      let y = top + Double(place / columns) * (height + gap)
      boxes.append((node, .init(x: x, y: y, width: width, height: height)))
      right = max(right, x + width)
      bottom = max(bottom, y + height)
    }
  }
}

extension IndexedGraph {
  /// The nodes without edges.
  var isolated: [Int] {
    (0..<count).filter { children[$0].isEmpty && parents[$0].isEmpty }
  }
}
