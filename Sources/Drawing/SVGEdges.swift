/// The arrows.
enum SVGEdges {
  /// One path an edge with a tip where nodes are readable, one thin path for all where not.
  static func append(_ layout: GraphLayout, to svg: inout String) {
    guard !layout.routes.isEmpty else { return }
    guard layout.detail == .full else {
      svg += "<path class=\"edge many\" d=\""
      for route in layout.routes { appendPath(route, layout.direction, to: &svg) }
      svg += "\"/>\n"
      return
    }
    var tips = ""
    svg += "<path class=\"edge\" d=\""
    for route in layout.routes {
      appendPath(route, layout.direction, to: &svg)
      guard let end = route.points.last else { continue }
      let (x, y) = (Markup.number(end.x), Markup.number(end.y))
      tips += layout.direction == .rightward ? "M\(x) \(y)l-7-3.5v7Z" : "M\(x) \(y)l-3.5-7h7Z"
    }
    svg += "\"/>\n<path class=\"tip\" d=\"\(tips)\"/>\n"
  }

  private static func appendPath(
    _ route: GraphLayout.Route,
    _ direction: GraphLayout.Direction,
    to svg: inout String
  ) {
    guard var from = route.points.first else { return }
    svg += "M\(Markup.number(from.x)) \(Markup.number(from.y))"
    for (place, to) in route.points.enumerated().dropFirst() {
      let (x, y) = (Markup.number(to.x), Markup.number(to.y))
      let isStraight = place % 2 == 0 || from.x == to.x || from.y == to.y
      if isStraight {
        if from != to { svg += "L\(x) \(y)" }
      } else if direction == .rightward {
        let middle = Markup.number((from.x + to.x) / 2)
        svg += "C\(middle) \(Markup.number(from.y)) \(middle) \(y) \(x) \(y)"
      } else {
        let middle = Markup.number((from.y + to.y) / 2)
        svg += "C\(Markup.number(from.x)) \(middle) \(x) \(middle) \(x) \(y)"
      }
      from = to
    }
  }
}
