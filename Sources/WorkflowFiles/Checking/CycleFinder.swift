/// Finds a way around in a graph.
enum CycleFinder {
  /// The nodes of one cycle in the order of its edges; nil if there is none.
  ///
  /// Starts at the cycle's first node.
  static func find(_ edges: [[Int]]) -> [Int]? {
    enum Mark {
      case new
      case open
      case done
    }
    var marks = [Mark](repeating: .new, count: edges.count)
    for start in edges.indices where marks[start] == .new {
      var path: [(node: Int, next: Int)] = [(start, 0)]
      marks[start] = .open
      while let last = path.last {
        guard last.next < edges[last.node].count else {
          marks[last.node] = .done
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let target = edges[last.node][last.next]
        switch marks[target] {
        case .done: continue
        case .new:
          marks[target] = .open
          path.append((target, 0))
        case .open:
          let cycle = path.map(\.node).drop { $0 != target }
          let first = cycle.firstIndex(of: cycle.min() ?? target) ?? cycle.startIndex
          return Array(cycle[first...] + cycle[..<first])
        }
      }
    }
    return nil
  }
}
