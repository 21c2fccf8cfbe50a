/// Places the vertices of each layer across the drawing: close to their neighbours, never closer
/// to each other than their sizes allow.
struct Alignment {
  private let graph: LayeredGraph
  /// Centres, by vertex.
  private var centre: [Double]
  /// For each layer, how far each vertex's centre stands at least from the first one's.
  private let offsets: [[Double]]

  private static let rounds = 40

  /// The centre of each vertex across the drawing.
  ///
  /// `sizes` are the extents of the vertices, `gap` is the space between two nodes; bends are
  /// content with half of it.
  static func centres(of graph: LayeredGraph, sizes: [Double], gap: Double) -> [Double] {
    var alignment = Alignment(graph, sizes: sizes, gap: gap)
    for _ in 0..<rounds {
      for layer in graph.layers.indices { alignment.settle(layer, before: 1, after: 0) }
      for layer in graph.layers.indices.reversed() { alignment.settle(layer, before: 0, after: 1) }
    }
    for _ in 0..<rounds / 2 {
      for layer in graph.layers.indices { alignment.settle(layer, before: 1, after: 1) }
      for layer in graph.layers.indices.reversed() { alignment.settle(layer, before: 1, after: 1) }
    }
    return alignment.centre
  }

  private init(_ graph: LayeredGraph, sizes: [Double], gap: Double) {
    self.graph = graph
    centre = [Double](repeating: 0, count: graph.vertexCount)
    offsets = graph.layers.map { layer in
      var offset = 0.0
      return layer.indices.map { place in
        guard place > 0 else { return 0 }
        let (above, below) = (layer[place - 1], layer[place])
        let bothBends = above >= graph.nodeCount && below >= graph.nodeCount
        offset += (sizes[above] + sizes[below]) / 2 + (bothBends ? gap / 2 : gap)
        return offset
      }
    }
    for (layer, places) in zip(graph.layers, offsets) {
      let middle = (places.last ?? 0) / 2
      for (vertex, place) in zip(layer, places) { centre[vertex] = place - middle }
    }
  }

  /// Moves a layer's vertices as close to where their neighbours want them as their order and
  /// sizes allow: least squares by pooling adjacent violators.
  private mutating func settle(_ layer: Int, before: Double, after: Double) {
    var pools: [(sum: Double, weight: Double, count: Int)] = []
    for (vertex, offset) in zip(graph.layers[layer], offsets[layer]) {
      let wish = wish(of: vertex, before: before, after: after)
      pools.append(((wish.centre - offset) * wish.weight, wish.weight, 1))
      while pools.count > 1 {
        let last = pools[pools.count - 1]
        let previous = pools[pools.count - 2]
        guard previous.sum / previous.weight > last.sum / last.weight else { break }
        pools.removeLast()
        pools[pools.count - 1] = (
          previous.sum + last.sum, previous.weight + last.weight, previous.count + last.count
        )
      }
    }
    var place = 0
    for pool in pools {
      for _ in 0..<pool.count {
        centre[graph.layers[layer][place]] = pool.sum / pool.weight + offsets[layer][place]
        place += 1
      }
    }
  }

  /// Where a vertex would stand best, and how much that matters.
  private func wish(
    of vertex: Int,
    before: Double,
    after: Double
  ) -> (centre: Double, weight: Double) {
    var sum = 0.0
    var weight = 0.0
    func pull(_ neighbours: [Int], _ factor: Double) {
      guard factor > 0 else { return }
      for neighbour in neighbours {
        let strength = factor * strength(vertex, neighbour)
        sum += centre[neighbour] * strength
        weight += strength
      }
    }
    pull(graph.before[vertex], before)
    pull(graph.after[vertex], after)
    return weight > 0 ? (sum / weight, weight) : (centre[vertex], 0.05)
  }

  /// Bends pull harder than nodes, so that long edges run straight.
  private func strength(_ first: Int, _ second: Int) -> Double {
    switch (first >= graph.nodeCount, second >= graph.nodeCount) {
    case (false, false): 1
    case (true, true): 8
    default: 2
    }
  }
}
