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

  /// Takes out an order that has not been popped.
  mutating func remove(_ token: AttemptToken) -> Bool {
    guard let place = orders.firstIndex(where: { $0?.token == token }) else { return false }
    orders.remove(at: place)
    return true
  }

  mutating func removeAll() -> [AttemptToken] {
    defer {
      orders = []
      head = 0
    }
    return orders[head...].compactMap { $0?.token }
  }
}
