package import Model

extension RunMachine {
  /// Nothing new starts, but for `finally`.
  mutating func stop() {
    guard !isStopping, phase == .tasks else { return }
    isStopping = true
    actions.append(.withdrawQueued)
    for node in delayed.sorted() { giveUp(node) }
    delayed = []
    for node in waiting.sorted() where !nodes[node].hasBegun {
      waiting.remove(node)
      giveUp(node)
    }
  }

  /// Ends what runs, and keeps from starting what does not say that it goes on; asked a second
  /// time, all of it.
  mutating func cancel() {
    guard !isFinished, !isAborted else { return }
    isAborted = isCancelled || phase == .finally
    isCancelled = true
    actions.append(.withdrawQueued)
    actions.append(.cancelRunning)
    let ready = admission.removeAll()
    let idle = delayed.sorted() + waiting.sorted() + (isAborted ? heldFinally : [])
    (delayed, waiting) = ([], [])
    if isAborted { heldFinally = [] }
    for node in ready {
      if outlivesCancel(node) {
        admission.insert(node, graph)
      } else {
        settle(node, as: .cancelled, reason: .cancelled)
      }
    }
    for node in idle { cancelIdle(node) }
  }

  /// Settles a node that waited, and the run inside it.
  mutating func cancelIdle(_ node: Int) {
    if nodes[node].childRun != nil, nodes[node].status == .waiting {
      actions.append(.endChild(node: node))
    }
    settle(node, as: .cancelled, reason: .cancelled)
  }

  /// Once the running tasks of a stopped run have finished, what is ready will never start.
  mutating func stopIfDrained() {
    guard isStopping, ordered == 0, phase == .tasks else { return }
    for node in admission.removeAll() { giveUp(node) }
  }

  /// Settles a node that will not be started any more; one that failed before has failed.
  mutating func giveUp(_ node: Int) {
    let wasTried = !nodes[node].attempts.isEmpty
    settle(node, as: wasTried ? .failed : .skipped, reason: .stopped)
  }

  /// All tasks have come to their end: those of `finally` follow, unless nothing has happened.
  mutating func beginFinally() {
    phase = .finally
    if isIdle, !options.recordsIdleRun {
      isFinished = true
      actions.append(.upToDate)
      return
    }
    decidable += heldFinally
    heldFinally = []
  }

  /// Whether the run is about to end, so that its time does not count any more.
  package var isEnding: Bool { isCancelled || phase == .finally }

  /// Whether everything was found as an earlier run left it, or has no part in this one.
  private var isIdle: Bool {
    guard !isCancelled, !hasFailed, earlier.isEmpty else { return false }
    guard counts.skipped == 0 || counts.cached > 0 else { return false }
    return participants.allSatisfy { node in
      if isFinally(node) { return true }
      switch (nodes[node].status, nodes[node].reason) {
      case (.cached, _), (.skipped, .conditionFalse), (.skipped, .upstreamSkipped): return true
      default: return false
      }
    }
  }

  /// How the run stands, as far as it is known.
  package var status: RunStatus {
    if isCancelled && !isOutOfTime || counts.cancelled > 0 && !hasFailed { return .cancelled }
    return hasFailed ? .failed : .succeeded
  }

  mutating func finishIfDone() {
    guard !isFinished else { return }
    if open.tasks == 0, open.finally == 0 {
      isFinished = true
      return actions.append(.finished(status))
    }
    let isIdle = ordered == 0 && delayed.isEmpty && fetching.isEmpty
    if isIdle, !waiting.isEmpty {
      isSuspended = true
      actions.append(.suspended)
    }
  }
}
