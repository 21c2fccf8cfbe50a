/// Nodes that may start: the highest priority first, then the longest way to an end, then the
/// order of the nodes.
struct ReadyQueue: Sendable {
  struct Entry {
    let priority: Int
    let depth: Int
    let node: Int

    func precedes(_ other: Entry) -> Bool {
      if priority != other.priority { return priority > other.priority }
      return depth != other.depth ? depth > other.depth : node < other.node
    }
  }

  /// A binary heap, its first element the next to start.
  private var heap: [Entry] = []

  var isEmpty: Bool { heap.isEmpty }

  var first: Entry? { heap.first }

  mutating func insert(_ entry: Entry) {
    heap.append(entry)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].precedes(heap[parent]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func removeFirst() -> Entry? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return first
  }

  /// Every node, in the order of the queue; the queue is empty afterwards.
  mutating func removeAll() -> [Entry] {
    defer { heap = [] }
    return heap.sorted { $0.precedes($1) }
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
