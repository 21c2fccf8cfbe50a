import Model

/// Puts nodes into an order in which each comes after all that it needs.
enum GraphOrder {
  static func topological(
    _ nodes: [Node],
    _ dependents: [[Int]]
  ) throws(GraphProblems) -> [Int] {
    var open = nodes.map(\.needs.count)
    var order: [Int] = []
    order.reserveCapacity(nodes.count)
    for position in nodes.indices where open[position] == 0 { order.append(position) }
    var next = 0
    while next < order.count {
      for dependent in dependents[order[next]] {
        open[dependent] -= 1
        if open[dependent] == 0 { order.append(dependent) }
      }
      next += 1
    }
    guard order.count == nodes.count else { throw GraphProblems([cycle(nodes, open)]) }
    return order
  }

  /// Follows open needs until a node comes up again.
  private static func cycle(_ nodes: [Node], _ open: [Int]) -> GraphProblem {
    var way: [Int] = []
    var seen: Set<Int> = []
    var current = open.indices.first { open[$0] > 0 } ?? 0
    while seen.insert(current).inserted {
      way.append(current)
      current = nodes[current].needs.first { open[$0.node] > 0 }?.node ?? current
    }
    return problem(Array(way[(way.firstIndex(of: current) ?? 0)...]), nodes)
  }

  /// Tells a way around; `loop` follows needs, each node once.
  static func problem(_ loop: [Int], _ nodes: [Node]) -> GraphProblem {
    var names: [String] = []
    for node in (loop + [loop[0]]).reversed() {
      let name = nodes[node].definition.name
      if names.last != name || loop.count == 1 { names.append(name) }
    }
    if names.count == 1 { names.append(names[0]) }
    return GraphProblem(
      "these tasks need each other: \(names.joined(separator: " -> "))",
      at: nodes[loop[0]].definition.location,
      hint: "take one of the needs, or one of the inputs that match an output, away"
    )
  }
}
