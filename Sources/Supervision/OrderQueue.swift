/// First in, first out.
struct OrderQueue {
  private var orders: [ReceivedOrder?] = []
  private var head = 0

  var count: Int { orders.count - head }

  mutating func append(_ more: [ReceivedOrder]) {
    orders.append(contentsOf: more)
  }

  mutating func pop() -> ReceivedOrder? {
    guard head < orders.count else { return nil }
    defer {
      orders[head] = nil
      head += 1
      if head * 2 > orders.count, head > 64 || head == orders.count {
        orders.removeFirst(head)
        head = 0
      }
    }
    return orders[head]
  }

  /// Takes out what is meant and has not been popped; says what that was.
  mutating func remove(where isMeant: (ReceivedOrder) -> Bool) -> [AttemptToken] {
    let waiting = orders[head...].compactMap { $0 }
    let removed = waiting.filter(isMeant).map(\.token)
    guard !removed.isEmpty else { return [] }
    orders = waiting.filter { !isMeant($0) }
    head = 0
    return removed
  }
}
