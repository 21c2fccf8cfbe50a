/// Orders the vertices of each layer so that few edges cross.
struct CrossingReduction {
  private var graph: LayeredGraph
  private var position: [Int]

  private static let sweeps = 24

  /// The same graph with its layers in a better order.
  static func reduce(_ graph: LayeredGraph) -> LayeredGraph {
    var search = CrossingReduction(graph)
    search.run()
    return search.graph
  }

  private init(_ graph: LayeredGraph) {
    self.graph = graph
    position = [Int](repeating: 0, count: graph.vertexCount)
    for layer in graph.layers.indices { number(layer) }
  }

  private mutating func run() {
    var best = graph.layers
    var fewest = crossings()
    for sweep in 0..<CrossingReduction.sweeps where fewest > 0 {
      if sweep % 2 == 0 {
        for layer in graph.layers.indices.dropFirst() { sort(layer, by: graph.before) }
      } else {
        for layer in graph.layers.indices.dropLast().reversed() { sort(layer, by: graph.after) }
      }
      if graph.vertexCount <= 1000 { swapNeighbours() }
      let count = crossings()
      if count < fewest {
        fewest = count
        best = graph.layers
      }
    }
    graph.layers = best
  }

  private mutating func number(_ layer: Int) {
    for (place, vertex) in graph.layers[layer].enumerated() { position[vertex] = place }
  }

  /// Sorts a layer by the mean place of each vertex's neighbours.
  private mutating func sort(_ layer: Int, by neighbours: [[Int]]) {
    let keyed = graph.layers[layer].enumerated().map { place, vertex in
      let near = neighbours[vertex]
      let sum = near.reduce(0) { $0 + position[$1] }
      let key = near.isEmpty ? Double(place) : Double(sum) / Double(near.count)
      return (key: key, place: place, vertex: vertex)
    }
    graph.layers[layer] =
      keyed
      .sorted { ($0.key, $0.place) < ($1.key, $1.place) }
      .map(\.vertex)
    number(layer)
  }

  /// Swaps neighbours in a layer wherever that alone saves crossings.
  private mutating func swapNeighbours() {
    for layer in graph.layers.indices {
      for place in graph.layers[layer].indices.dropLast() {
        let upper = graph.layers[layer][place]
        let lower = graph.layers[layer][place + 1]
        let kept = between(upper, lower, graph.before) + between(upper, lower, graph.after)
        let swapped = between(lower, upper, graph.before) + between(lower, upper, graph.after)
        guard swapped < kept else { continue }
        graph.layers[layer].swapAt(place, place + 1)
        position[upper] = place + 1
        position[lower] = place
      }
    }
  }

  /// Crossings among the edges of two vertices when `first` stands before `second`.
  private func between(_ first: Int, _ second: Int, _ neighbours: [[Int]]) -> Int {
    var total = 0
    for left in neighbours[first] {
      for right in neighbours[second] where position[left] > position[right] { total += 1 }
    }
    return total
  }

  private func crossings() -> Int {
    graph.layers.indices.dropLast().reduce(0) { $0 + crossings(after: $1) }
  }

  /// Inversions among the edges to the next layer, counted with a Fenwick tree.
  private func crossings(after layer: Int) -> Int {
    var tree = [Int](repeating: 0, count: graph.layers[layer + 1].count + 1)
    var entered = 0
    var total = 0
    for vertex in graph.layers[layer] {
      let ends = graph.after[vertex].map { position[$0] }
      for end in ends {
        var notAfter = 0
        var slot = end + 1
        while slot > 0 {
          notAfter += tree[slot]
          slot &= slot - 1
        }
        total += entered - notAfter
      }
      for end in ends {
        var slot = end + 1
        while slot < tree.count {
          tree[slot] += 1
          slot += slot & -slot
        }
      }
      entered += ends.count
    }
    return total
  }
}
