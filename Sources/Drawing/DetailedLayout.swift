/// Boxes with text, in layers, with edges that pass between them.
struct DetailedLayout {
  private let graph: DrawableGraph
  private let layered: LayeredGraph
  private let direction: GraphLayout.Direction
  private let boxHeight: Double
  private let boxWidths: [Double]
  /// Start and extent of each layer along the direction.
  private var layerStart: [Double] = []
  private var layerExtent: [Double] = []
  /// Centres across the direction, by vertex.
  private var centre: [Double] = []

  static let labelSize = 13.0
  static let captionSize = 11.0
  /// Left of the text: the mark of a state, or nothing but padding.
  static let markWidth = 30.0
  static let padding = 12.0
  static let textLimit = 230.0

  /// Lays out a graph that is small enough to be read.
  static func of(
    _ graph: DrawableGraph,
    _ indexed: IndexedGraph,
    layers: [Int]
  ) -> GraphLayout {
    var layout = DetailedLayout(graph, indexed, layers: layers)
    layout.place()
    return layout.finished(isolated: indexed.isolated)
  }

  private init(_ graph: DrawableGraph, _ indexed: IndexedGraph, layers: [Int]) {
    self.graph = graph
    layered = CrossingReduction.reduce(LayeredGraph(indexed, layers: layers))
    boxHeight = graph.nodes.contains { $0.caption != nil } ? 46 : 32
    boxWidths = graph.nodes.map(DetailedLayout.width(of:))
    let widest = boxWidths.max() ?? 0
    let tallest = Double(layered.layers.map(\.count).max() ?? 0)
    let deepest = Double(layered.layers.count)
    let isTooWide = deepest * (widest + 60) > 2400 && tallest * (widest + 20) < deepest * widest
    direction = isTooWide ? .downward : .rightward
  }

  private static func width(of node: DrawableNode) -> Double {
    let label = min(textLimit, TextWidth.estimate(node.label, size: labelSize))
    let caption = min(textLimit, TextWidth.estimate(node.caption ?? "", size: captionSize))
    let start = node.status == nil ? padding : markWidth
    return (start + max(label, caption, 40) + padding).rounded(.up)
  }

  private mutating func place() {
    let sizes = (0..<layered.vertexCount).map { vertex in
      if vertex >= layered.nodeCount { return 6.0 }
      return direction == .rightward ? boxHeight : boxWidths[vertex]
    }
    centre = Alignment.centres(of: layered, sizes: sizes, gap: 18)
    let first = zip(centre, sizes).enumerated()
      .filter { vertex, _ in vertex >= layered.nodeCount || !isIsolated(vertex) }
      .map { $0.element.0 - $0.element.1 / 2 }
      .min()
    let shift = GraphLayout.margin - (first ?? 0)
    centre = centre.map { ($0 + shift).rounded() }
    var along = GraphLayout.margin
    for (number, layer) in layered.layers.enumerated() {
      let nodes = layer.filter { $0 < layered.nodeCount }
      let widest = nodes.map { boxWidths[$0] }.max() ?? 0
      let extent = direction == .rightward ? widest : boxHeight
      layerStart.append(along)
      layerExtent.append(extent)
      along += extent + gap(after: number)
    }
  }

  private func isIsolated(_ node: Int) -> Bool {
    layered.before[node].isEmpty && layered.after[node].isEmpty
  }

  /// More room where edges climb far, so that curves stay flat enough to follow.
  private func gap(after layer: Int) -> Double {
    var climb = 0.0
    for vertex in layered.layers[layer] {
      for next in layered.after[vertex] { climb = max(climb, abs(centre[next] - centre[vertex])) }
    }
    return min(120, max(44, 36 + climb * 0.16)).rounded()
  }

  private func point(_ along: Double, _ across: Double) -> GraphLayout.Point {
    direction == .rightward ? .init(x: along, y: across) : .init(x: across, y: along)
  }

  private func box(of node: Int) -> GraphLayout.Box {
    let layer = layered.layerOf[node]
    let width = direction == .rightward ? layerExtent[layer] : boxWidths[node]
    let corner = point(
      layerStart[layer],
      centre[node] - (direction == .rightward ? boxHeight : width) / 2
    )
    return .init(x: corner.x, y: corner.y, width: width, height: boxHeight)
  }

  private func route(_ vertices: [Int]) -> GraphLayout.Route {
    var points: [GraphLayout.Point] = []
    for (place, vertex) in vertices.enumerated() {
      let layer = layered.layerOf[vertex]
      if place > 0 { points.append(point(layerStart[layer], centre[vertex])) }
      if place < vertices.count - 1 {
        points.append(point(layerStart[layer] + layerExtent[layer], centre[vertex]))
      }
    }
    return .init(points: points)
  }

  private func finished(isolated: [Int]) -> GraphLayout {
    var boxes = [GraphLayout.Box](
      repeating: .init(x: 0, y: 0, width: 0, height: 0),
      count: graph.nodes.count
    )
    for node in graph.nodes.indices where !isIsolated(node) { boxes[node] = box(of: node) }
    var width = boxes.map { $0.x + $0.width }.max() ?? 0
    var bottom = boxes.map { $0.y + $0.height }.max() ?? 0
    let bends = (layered.nodeCount..<layered.vertexCount).map { centre[$0] + 3 }.max() ?? 0
    if direction == .rightward { bottom = max(bottom, bends) } else { width = max(width, bends) }
    let grid = NodeGrid(
      nodes: isolated,
      width: isolated.map { boxWidths[$0] }.max() ?? 0,
      height: boxHeight,
      gap: 18,
      top: bottom == 0 ? GraphLayout.margin : bottom + 30,
      available: width
    )
    for (node, box) in grid.boxes { boxes[node] = box }
    return GraphLayout(
      boxes: boxes,
      routes: layered.routes.map(route),
      width: max(width, grid.right) + GraphLayout.margin,
      height: max(bottom, grid.bottom) + GraphLayout.margin,
      detail: .full,
      direction: direction
    )
  }
}
