import Synchronization

/// What the engine may ask for besides carrying out orders.
extension Dispatcher {
  /// Withdraws what of it is queued, and stops what of it runs; nil is everything.
  func stop(_ tokens: Set<AttemptToken>?, _ request: KillLadder.Request) {
    withdraw(tokens, .cancelled)
    let wakes = book.withLock { book in
      let meant = book.running.filter { tokens?.contains($0.value.token) ?? true }
      for slot in meant.keys { book.running[slot]?.raise(request) }
      return meant.values.map(\.wake)
    }
    for wake in wakes { wake.post() }
  }

  /// Takes back what of it is queued; nil is everything.
  func withdraw(_ tokens: Set<AttemptToken>?, _ reason: WithdrawalReason) {
    let withdrawn = book.withLock { book in
      defer { noteWorkAhead(book) }
      return book.queue.remove { tokens?.contains($0.token) ?? true }
    }
    state(withdrawn, reason)
  }

  /// Nothing new starts; once nothing runs, `drained` is posted.
  func close(_ reason: WithdrawalReason) {
    book.withLock { $0.isClosed = reason }
    if reason == .engineGone { withdraw(nil, reason) }
    drained.post()
  }

  /// Takes back a close because of a lost engine.
  func reopen() {
    book.withLock { book in
      if book.isClosed == .engineGone { book.isClosed = nil }
    }
  }

  func resume() {
    book.withLock { $0.halted = [] }
  }

  var isBusy: Bool {
    book.withLock { !$0.running.isEmpty || $0.queue.count > 0 }
  }

  /// Returns the slots whose threads have to be started; those too many end by themselves.
  func setSlots(_ count: Int) -> [Int] {
    let missing = book.withLock { book in
      book.wantedSlots = count
      let missing = (0..<count).filter { !book.liveSlots.contains($0) }
      book.liveSlots.formUnion(missing)
      noteWorkAhead(book)
      return missing
    }
    wakeIdleSlots()
    return missing
  }

  /// The thread of a slot could not be started; the others do its work.
  func loseSlot(_ slot: Int) {
    book.withLock { _ = $0.liveSlots.remove(slot) }
  }

  var hasSlots: Bool { book.withLock { !$0.liveSlots.isEmpty } }
}

extension Dispatcher.Running {
  fileprivate mutating func raise(_ wish: KillLadder.Request) {
    if wish.rawValue > request.rawValue { request = wish }
  }
}
