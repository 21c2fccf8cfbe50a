import Synchronization

/// Hands orders to slots, and alone decides what may still start.
final class Dispatcher: Sendable {
  /// What a slot does at the moment.
  struct Running {
    let token: AttemptToken
    let wake: WakeSignal
    var request = KillLadder.Request.none
  }

  struct Book {
    var queue = OrderQueue()
    var running: [Int: Running] = [:]
    var idleSlots = 0
    var liveSlots: Set<Int> = []
    var wantedSlots = 0
    /// Groups of which nothing new may start.
    var halted: Set<UInt32> = []
    /// Set when nothing new may start for good; why.
    var isClosed: WithdrawalReason?
  }

  let book = Mutex(Book())
  /// Idle slots wait here, one post for each that is to look.
  private let orders: WakeSignal
  /// Posted when the last attempt after closing is over.
  let drained: WakeSignal
  private let log: FactLog

  init(log: FactLog) throws(SupervisionError) {
    self.log = log
    orders = try WakeSignal(single: true)
    drained = try WakeSignal(single: false)
  }

  /// The next order; blocks until there is one.
  ///
  /// Nil when the slot is to end. The end of the order before must have been stated: from here
  /// on it does not count as running.
  func next(slot: Int, wake: WakeSignal) -> ReceivedOrder? {
    while true {
      let (found, mustEnd) = book.withLock { book in
        if book.running.removeValue(forKey: slot) != nil, book.isClosed != nil,
          book.running.isEmpty
        {
          drained.post()
        }
        if slot >= book.wantedSlots {
          book.liveSlots.remove(slot)
          return (ReceivedOrder?.none, true)
        }
        guard let order = book.queue.pop() else {
          book.idleSlots += 1
          noteWorkAhead(book)
          return (nil, false)
        }
        book.running[slot] = Running(token: order.token, wake: wake)
        noteWorkAhead(book)
        return (order, false)
      }
      if mustEnd { return nil }
      if let found { return found }
      log.hurry()
      orders.take()
    }
  }

  /// Keeps what is queued of a group from starting, as the failure of an order that halts asks;
  /// gives what is still to be stated as withdrawn.
  func halt(_ group: UInt32) -> [AttemptToken] {
    book.withLock { book in
      defer { noteWorkAhead(book) }
      book.halted.insert(group)
      return book.queue.remove { $0.group == group && !$0.startsAfterHalt }
    }
  }

  func request(of slot: Int) -> KillLadder.Request {
    book.withLock { $0.running[slot]?.request ?? .none }
  }

  /// Queues orders whose intents are written; those that may not start are withdrawn.
  func enqueue(_ received: [ReceivedOrder]) {
    let (refused, reason, woken) = book.withLock { book in
      if let reason = book.isClosed { return (received.map(\.token), reason, 0) }
      var (accepted, refused) = (received, [AttemptToken]())
      if !book.halted.isEmpty {
        accepted = received.filter { $0.startsAfterHalt || !book.halted.contains($0.group) }
        refused = received.filter { !$0.startsAfterHalt && book.halted.contains($0.group) }
          .map(\.token)
      }
      book.queue.append(accepted)
      noteWorkAhead(book)
      let woken = min(book.idleSlots, accepted.count)
      book.idleSlots -= woken
      return (refused, WithdrawalReason.halted, woken)
    }
    orders.post(woken)
    state(refused, reason)
  }

  func wakeIdleSlots() {
    let count = book.withLock { book in
      defer { book.idleSlots = 0 }
      return book.idleSlots
    }
    orders.post(count)
  }

  func state(_ withdrawn: [AttemptToken], _ reason: WithdrawalReason) {
    for token in withdrawn { log.append(.withdrawn(token, reason)) }
  }

  /// With a full turn for every slot in the queue nobody waits for the engine's next orders.
  func noteWorkAhead(_ book: borrowing Book) {
    let isAhead = book.queue.count >= book.wantedSlots && book.idleSlots == 0
    if isAhead != log.hasWorkAhead.load(ordering: .relaxed) {
      log.hasWorkAhead.store(isAhead, ordering: .sequentiallyConsistent)
      if !isAhead { log.hurry() }
    }
  }
}
