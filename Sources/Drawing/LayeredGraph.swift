/// A graph whose edges go from one layer to the next alone: longer ones pass through bends.
///
/// Vertices below `nodeCount` are nodes; the others are bends, which edges of one node share.
struct LayeredGraph {
  let nodeCount: Int
  /// The vertices of each layer, in drawing order.
  var layers: [[Int]]
  private(set) var layerOf: [Int]
  /// Neighbours in the previous layer.
  private(set) var before: [[Int]]
  /// Neighbours in the next layer.
  private(set) var after: [[Int]]
  /// The vertices of each edge, its ends included.
  private(set) var routes: [[Int]] = []

  var vertexCount: Int { layerOf.count }

  /// Takes the nodes that have edges, grouped so that connected ones start close together.
  init(_ graph: IndexedGraph, layers layerOfNode: [Int]) {
    nodeCount = graph.count
    layerOf = layerOfNode
    before = [[Int]](repeating: [], count: graph.count)
    after = before
    layers = [[Int]](repeating: [], count: (layerOfNode.max() ?? -1) + 1)
    for node in LayeredGraph.depthFirst(graph)
    where !(graph.children[node].isEmpty && graph.parents[node].isEmpty) {
      layers[layerOf[node]].append(node)
      addEdges(from: node, to: graph.children[node])
    }
    layers.removeAll(where: \.isEmpty)
  }

  private mutating func addEdges(from node: Int, to children: [Int]) {
    var trunk = [node]
    for child in children.sorted(by: { layerOf[$0] < layerOf[$1] }) {
      let span = layerOf[child] - layerOf[node]
      while trunk.count < span {
        let bend = vertexCount
        layerOf.append(layerOf[node] + trunk.count)
        before.append([])
        after.append([])
        layers[layerOf[bend]].append(bend)
        connect(trunk[trunk.count - 1], bend)
        trunk.append(bend)
      }
      connect(trunk[span - 1], child)
      routes.append(Array(trunk.prefix(span)) + [child])
    }
  }

  private mutating func connect(_ from: Int, _ to: Int) {
    after[from].append(to)
    before[to].append(from)
  }

  /// The nodes as a walk along the edges meets them, from each root in turn.
  private static func depthFirst(_ graph: IndexedGraph) -> [Int] {
    var visited = [Bool](repeating: false, count: graph.count)
    var found: [Int] = []
    for root in graph.order where !visited[root] {
      var pending = [root]
      while let node = pending.popLast() {
        if visited[node] { continue }
        visited[node] = true
        found.append(node)
        let next = graph.children[node].reversed() + graph.parents[node].reversed()
        for neighbour in next where !visited[neighbour] { pending.append(neighbour) }
      }
    }
    return found
  }

  /// How many bends the edges would need if none were shared; tells whether detail is affordable.
  static func bendCount(_ graph: IndexedGraph, layers: [Int]) -> Int {
    var total = 0
    for node in 0..<graph.count {
      for child in graph.children[node] { total += layers[child] - layers[node] - 1 }
    }
    return total
  }
}
