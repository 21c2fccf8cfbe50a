/// The nodes as numbers, each edge once, without cycles.
struct IndexedGraph {
  /// The position in `DrawableGraph.nodes` of every node that is drawn, in their order.
  let children: [[Int]]
  let parents: [[Int]]
  /// Parents before children.
  let order: [Int]

  var count: Int { children.count }
  var edgeCount: Int { children.reduce(0) { $0 + $1.count } }

  init(_ graph: DrawableGraph) {
    var numbers: [String: Int] = [:]
    for (number, node) in graph.nodes.enumerated() where numbers[node.id] == nil {
      numbers[node.id] = number
    }
    let count = graph.nodes.count
    var children = [[Int]](repeating: [], count: count)
    var seen: Set<Int> = []
    for edge in graph.edges {
      guard let from = numbers[edge.from], let to = numbers[edge.to], from != to,
        seen.insert(from * count + to).inserted
      else { continue }
      children[from].append(to)
    }
    let order = IndexedGraph.order(children)
    var position = [Int](repeating: 0, count: count)
    for (place, node) in order.enumerated() { position[node] = place }
    var parents = [[Int]](repeating: [], count: count)
    for node in 0..<count {
      children[node].removeAll { position[$0] < position[node] }
      for child in children[node] { parents[child].append(node) }
    }
    self.children = children
    self.parents = parents
    self.order = order
  }

  /// A topological order; where a cycle is in the way, its first node goes ahead.
  private static func order(_ children: [[Int]]) -> [Int] {
    var missing = [Int](repeating: 0, count: children.count)
    for child in children.joined() { missing[child] += 1 }
    var placed = [Bool](repeating: false, count: children.count)
    var order: [Int] = []
    order.reserveCapacity(children.count)
    func place(_ node: Int) {
      placed[node] = true
      order.append(node)
    }
    for node in children.indices where missing[node] == 0 { place(node) }
    var next = 0
    var candidate = 0
    while order.count < children.count || next < order.count {
      if next == order.count {
        while placed[candidate] { candidate += 1 }
        place(candidate)
      }
      for child in children[order[next]] {
        missing[child] -= 1
        if missing[child] == 0, !placed[child] { place(child) }
      }
      next += 1
    }
    return order
  }
}
