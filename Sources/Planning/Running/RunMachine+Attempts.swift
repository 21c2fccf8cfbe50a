import Hashing
import Model

extension RunMachine {
  mutating func ended(_ node: Int, _ outcome: AttemptOutcome) {
    if nodes[node].status == .queued { move(node, to: .running) }
    ordered -= 1
    admission.release(node, graph)
    var record = outcome.record
    record.number = nodes[node].attempts.count + 1
    // A run inside this one has attempts of its own, unless it never began.
    if graph.nodes[node].definition.action.isAttempted || outcome.run == nil {
      nodes[node].attempts.append(record)
    } else {
      nodes[node].endedChildren += 1
    }
    nodes[node].log = outcome.log
    nodes[node].host = outcome.host
    nodes[node].childRun = outcome.run ?? nodes[node].childRun
    if outcome.succeeded { return succeeded(node, outcome) }
    if outcome.stops {
      stoppedBy = stoppedBy ?? graph.nodes[node].key
      settle(node, as: .skipped, reason: .stopRequested)
      return stop()
    }
    if record.cause == .cancelled || isCancelled && !outlivesCancel(node) {
      return settle(node, as: .cancelled, reason: .cancelled)
    }
    if let delay = nextAttempt(of: node, after: record) { return tryAgain(node, after: delay) }
    if graph.nodes[node].definition.policy.continueOnError {
      nodes[node].outputs = outcome.outputs
      nodes[node].outcome = Fingerprint.outcome(
        succeeded: false,
        outputs: outcome.outputs,
        result: nil
      )
    }
    settle(node, as: record.cause == .lost ? .lost : .failed)
  }

  private mutating func succeeded(_ node: Int, _ outcome: AttemptOutcome) {
    nodes[node].outputs = outcome.outputs
    nodes[node].result = outcome.result
    guard graph.nodes[node].definition.completesExternally else { return complete(node) }
    if isCancelled { return settle(node, as: .cancelled, reason: .cancelled) }
    wait(node)
  }

  /// Ends a node well, with the outputs and the result that it has.
  mutating func complete(_ node: Int) {
    nodes[node].outcome = Fingerprint.outcome(
      succeeded: true,
      outputs: nodes[node].outputs,
      result: nodes[node].result
    )
    settle(node, as: .succeeded)
  }

  /// How long to wait for another attempt; nil if there is none.
  func nextAttempt(of node: Int, after record: AttemptRecord) -> Duration? {
    let retry = graph.nodes[node].definition.policy.retry
    let made = nodes[node].tries
    guard made <= retry.limit, !isStopping || phase == .finally else { return nil }
    if let codes = retry.onExit {
      guard record.cause == nil || record.cause == .lost,
        record.cause == .lost || record.exitCode.map(codes.contains) ?? false
      else { return nil }
    }
    return retry.delay(after: made)
  }

  mutating func tryAgain(_ node: Int, after delay: Duration) {
    guard delay > .zero else {
      move(node, to: .queued)
      return admission.insert(node, graph)
    }
    if nodes[node].status != .waiting { move(node, to: .waiting) }
    delayed.insert(node)
    actions.append(.delay(node: node, delay))
  }

  mutating func delayOver(_ node: Int) {
    guard delayed.remove(node) != nil else { return }
    move(node, to: .queued)
    admission.insert(node, graph)
  }

  mutating func withdrawn(_ node: Int) {
    ordered -= 1
    admission.release(node, graph)
    guard isCancelled else { return giveUp(node) }
    if outlivesCancel(node) { return admission.insert(node, graph) }
    settle(node, as: .cancelled, reason: .cancelled)
  }

  mutating func order() {
    while ordered < options.window, !isStopping || phase == .finally,
      let node = admission.next(graph)
    {
      if nodes[node].status == .pending || nodes[node].status == .waiting {
        move(node, to: .queued)
      } else if nodes[node].endedChildren > 0 {
        // Another try is another run.
        nodes[node].childRun = nil
      }
      ordered += 1
      actions.append(.start(node: node, attempt: nodes[node].tries + 1))
    }
  }
}

extension TaskAction {
  /// Whether carrying it out is an attempt; a run of another workflow has attempts of its own.
  var isAttempted: Bool {
    if case .workflow = self { false } else { true }
  }
}
