/// Which column a node stands in: every node to the right of its parents.
enum Layering {
  /// Longest paths from the roots; then what has more children than parents moves towards its
  /// children, so that edges are short.
  static func layers(of graph: IndexedGraph) -> [Int] {
    var layer = [Int](repeating: 0, count: graph.count)
    for node in graph.order {
      for child in graph.children[node] { layer[child] = max(layer[child], layer[node] + 1) }
    }
    for node in graph.order.reversed() where graph.children[node].count > graph.parents[node].count
    {
      if let nearest = graph.children[node].lazy.map({ layer[$0] }).min() {
        layer[node] = nearest - 1
      }
    }
    return layer
  }
}
