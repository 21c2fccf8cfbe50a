/// Nodes that may start: the longest way to an end first, then the workflow's order.
struct ReadyQueue {
  private struct Entry {
    let depth: Int
    let node: Int

    func precedes(_ other: Entry) -> Bool {
      depth != other.depth ? depth > other.depth : node < other.node
    }
  }

  /// A binary heap, its first element the next to start.
  private var heap: [Entry] = []

  var isEmpty: Bool { heap.isEmpty }

  mutating func insert(_ node: Int, depth: Int) {
    heap.append(Entry(depth: depth, node: node))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].precedes(heap[parent]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func removeFirst() -> Int? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return first.node
  }

  /// Every node, in the order of the queue; the queue is empty afterwards.
  mutating func removeAll() -> [Int] {
    defer { heap = [] }
    return heap.sorted { $0.precedes($1) }.map(\.node)
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var best = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[child].precedes(heap[best]) { best = child }
      guard best != parent else { return }
      heap.swapAt(best, parent)
      parent = best
    }
  }
}
