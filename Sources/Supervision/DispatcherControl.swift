import Synchronization

/// What the engine may ask for besides carrying out orders.
extension Dispatcher {
  /// Stops an attempt by the ladder, or withdraws its order.
  func cancel(_ token: AttemptToken) {
    let (wasQueued, wake) = book.withLock { book -> (Bool, WakeSignal?) in
      if book.queue.remove(token) {
        noteWorkAhead(book)
        return (true, nil)
      }
      guard let (slot, running) = book.running.first(where: { $0.value.token == token }) else {
        return (false, nil)
      }
      book.running[slot]?.raise(.cancel)
      return (false, running.wake)
    }
    if wasQueued { state([token], .cancelled) }
    wake?.post()
  }

  /// Withdraws everything queued and stops everything that runs.
  func stopAll(_ request: KillLadder.Request) {
    withdrawQueued(.cancelled)
    let wakes = book.withLock { book in
      for slot in book.running.keys {
        book.running[slot]?.raise(request)
      }
      return book.running.values.map(\.wake)
    }
    for wake in wakes { wake.post() }
  }

  func withdrawQueued(_ reason: WithdrawalReason) {
    let tokens = book.withLock { book in
      defer { noteWorkAhead(book) }
      return book.queue.removeAll()
    }
    state(tokens, reason)
  }

  /// Nothing new starts; once nothing runs, `drained` is posted.
  func close(_ reason: WithdrawalReason) {
    book.withLock { $0.isClosed = reason }
    if reason == .engineGone { withdrawQueued(reason) }
    drained.post()
  }

  /// Takes back a close because of a lost engine.
  func reopen() {
    book.withLock { book in
      if book.isClosed == .engineGone { book.isClosed = nil }
    }
  }

  func resume() {
    book.withLock { $0.isHalted = false }
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
