/// Where everything stands; lengths are pixels, the origin is the upper left corner.
struct GraphLayout {
  /// How much of a node there is room for.
  enum Detail {
    /// Label, state and caption.
    case full
    /// A short label.
    case label
    /// A coloured mark alone.
    case mark
  }

  /// The way edges point.
  enum Direction {
    case rightward
    case downward
  }

  struct Box {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
  }

  struct Point: Equatable {
    var x: Double
    var y: Double
  }

  /// An edge: curved to odd points, straight along the direction to even ones (counted from 0).
  struct Route {
    var points: [Point]
  }

  var boxes: [Box]
  var routes: [Route]
  var width: Double
  var height: Double
  var detail: Detail
  var direction: Direction

  static let margin = 16.0

  /// Chooses the layout by size: up to a few hundred nodes everything is readable.
  static func of(_ graph: DrawableGraph) -> GraphLayout {
    let indexed = IndexedGraph(graph)
    let layers = Layering.layers(of: indexed)
    let isDetailed =
      indexed.count <= 250 && indexed.edgeCount <= 1500
      && LayeredGraph.bendCount(indexed, layers: layers) <= 4000
    if isDetailed { return DetailedLayout.of(graph, indexed, layers: layers) }
    return CompactLayout.of(indexed, layers: layers)
  }
}
