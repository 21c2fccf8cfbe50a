/// Many small boxes, in time that grows with n log n.
///
/// Each layer is a block of short columns, and bands of layers follow each other like lines of text.
struct CompactLayout {
  private let graph: IndexedGraph
  private let layers: [Int]
  private let detail: GraphLayout.Detail
  private let cell: (width: Double, height: Double)
  private let gap: (x: Double, y: Double)
  private var boxes: [GraphLayout.Box]

  private static let layerGap = 42.0

  static func of(_ graph: IndexedGraph, layers: [Int]) -> GraphLayout {
    var layout = CompactLayout(graph, layers: layers)
    return layout.placed()
  }

  private init(_ graph: IndexedGraph, layers: [Int]) {
    self.graph = graph
    self.layers = layers
    let isTiny = graph.count > 1200
    detail = isTiny ? .mark : .label
    cell = isTiny ? (12, 10) : (104, 18)
    gap = isTiny ? (4, 4) : (10, 6)
    boxes = [GraphLayout.Box](
      repeating: .init(x: 0, y: 0, width: cell.width, height: cell.height),
      count: graph.count
    )
  }

  private mutating func placed() -> GraphLayout {
    let isolated = graph.isolated
    let ordered = orderedLayers(leavingOut: Set(isolated))
    let connected = ordered.reduce(0) { $0 + $1.count }
    let rows = rowLimit(connected)
    let bandWidth = max(1500, Double(rows) * (cell.height + gap.y) * 2.5)
    var (x, top) = (GraphLayout.margin, GraphLayout.margin)
    var (width, bottom) = (0.0, 0.0)
    for layer in ordered where !layer.isEmpty {
      let columns = (layer.count + rows - 1) / rows
      let used = (layer.count + columns - 1) / columns
      let extent = Double(columns) * (cell.width + gap.x) - gap.x
      if x > GraphLayout.margin, x + extent > bandWidth {
        x = GraphLayout.margin
        top = bottom + 50
      }
      for (place, node) in layer.enumerated() {
        boxes[node].x = x + Double(place / used) * (cell.width + gap.x)
        boxes[node].y = top + Double(place % used) * (cell.height + gap.y)
        bottom = max(bottom, boxes[node].y + cell.height)
      }
      width = max(width, x + extent)
      x += extent + CompactLayout.layerGap
    }
    let grid = NodeGrid(
      nodes: isolated,
      width: cell.width,
      height: cell.height,
      gap: gap.y,
      top: bottom == 0 ? GraphLayout.margin : bottom + 40,
      available: width
    )
    for (node, box) in grid.boxes { boxes[node] = box }
    return GraphLayout(
      boxes: boxes,
      routes: routes(),
      width: max(width, grid.right) + GraphLayout.margin,
      height: max(bottom, grid.bottom) + GraphLayout.margin,
      detail: detail,
      direction: .rightward
    )
  }

  /// About as high as a screen for what can be read, square for what cannot.
  private func rowLimit(_ count: Int) -> Int {
    let square = (Double(count) * (cell.width + gap.x) / (cell.height + gap.y)).squareRoot()
    return max(24, Int(square * 0.6))
  }

  /// Two passes of barycenters over whole layers: parents' places, then children's.
  private func orderedLayers(leavingOut isolated: Set<Int>) -> [[Int]] {
    var ordered = [[Int]](repeating: [], count: (layers.max() ?? -1) + 1)
    for node in graph.order where !isolated.contains(node) { ordered[layers[node]].append(node) }
    var place = [Double](repeating: 0, count: graph.count)
    func number(_ layer: Int) {
      let count = Double(ordered[layer].count)
      for (index, node) in ordered[layer].enumerated() { place[node] = Double(index) / count }
    }
    func sort(_ layer: Int, _ neighbours: [[Int]]) {
      let keyed = ordered[layer].enumerated().map { index, node in
        let near = neighbours[node]
        let sum = near.reduce(0) { $0 + place[$1] }
        return (near.isEmpty ? place[node] : sum / Double(near.count), index, node)
      }
      ordered[layer] = keyed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
      number(layer)
    }
    for layer in ordered.indices { number(layer) }
    for layer in ordered.indices.dropFirst() { sort(layer, graph.parents) }
    for layer in ordered.indices.dropLast().reversed() { sort(layer, graph.children) }
    for layer in ordered.indices.dropFirst() { sort(layer, graph.parents) }
    return ordered
  }

  private func routes() -> [GraphLayout.Route] {
    graph.order.flatMap { node in
      graph.children[node].map { child in
        let (from, to) = (boxes[node], boxes[child])
        return GraphLayout.Route(points: [
          .init(x: from.x + cell.width, y: from.y + cell.height / 2),
          .init(x: to.x, y: to.y + cell.height / 2),
        ])
      }
    }
  }
}
