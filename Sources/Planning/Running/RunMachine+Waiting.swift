package import Model

/// Tasks that wait for a person or a program, and runs that go on after they waited.
extension RunMachine {
  mutating func wait(_ node: Int) {
    move(node, to: .waiting)
    waiting.insert(node)
    actions.append(.wait(node: node))
  }

  /// The nodes that wait for a decision, in the workflow's order.
  package var waitingNodes: [Int] { graph.rows.filter { waiting.contains($0) } }

  /// Whether a node waits for a verdict of this kind.
  package func waits(_ node: Int, for verdict: Verdict) -> Bool {
    guard waiting.contains(node) else { return false }
    let isApproval = graph.nodes[node].definition.approval != nil && nodes[node].attempts.isEmpty
    return switch verdict {
    case .approve, .reject: isApproval
    case .complete, .fail: !isApproval
    }
  }

  mutating func decided(_ node: Int, _ verdict: Verdict) {
    guard waits(node, for: verdict) else { return }
    waiting.remove(node)
    switch verdict {
    case .approve: admission.insert(node, graph)
    case .complete(let result):
      if let result { nodes[node].result = result }
      complete(node)
    case .reject, .fail: settle(node, as: .failed, reason: .rejected)
    }
  }

  /// Until when a node that waits may be completed; nil for one whose time is not limited.
  package func deadline(of node: Int) -> Timestamp? {
    guard waiting.contains(node) else { return nil }
    return graph.nodes[node].definition.completionDeadline(after: nodes[node].attempts)
  }

  mutating func waitOver(_ node: Int) {
    guard let last = nodes[node].attempts.indices.last, waiting.remove(node) != nil else { return }
    nodes[node].attempts[last].cause = .timeout
    nodes[node].attempts[last].message = "nobody completed it in time"
    (nodes[node].outputs, nodes[node].result) = ([], nil)
    if let delay = nextAttempt(of: node, after: nodes[node].attempts[last]) {
      return tryAgain(node, after: delay)
    }
    if graph.nodes[node].definition.policy.continueOnError {
      nodes[node].outcome = Fingerprint.outcome(succeeded: false, outputs: [], result: nil)
    }
    settle(node, as: .failed)
  }

  /// The run inside a node waits; the node waits with it.
  mutating func childWaits(_ node: Int, _ run: String) {
    nodes[node].childRun = run
    if nodes[node].status == .queued { move(node, to: .running) }
    ordered -= 1
    admission.release(node, graph)
    guard isCancelled else { return wait(node) }
    move(node, to: .waiting)
    cancelIdle(node)
  }

  /// Takes over what an earlier part of this run left of a node; false if it has to be decided.
  mutating func restore(_ node: Int, _ row: TaskRow) -> Bool {
    guard row.status.isFinal || row.status == .waiting else { return false }
    nodes[node].fingerprint = row.fingerprint
    nodes[node].attempts = row.attempts
    nodes[node].outputs = row.outputs
    nodes[node].result = row.result
    nodes[node].log = row.log
    nodes[node].host = row.host
    nodes[node].childRun = row.run
    guard row.status.isFinal else {
      // A run inside this one is asked again.
      guard row.run == nil else { return false }
      // Who was asked in this run decides for this run, whatever others have done meanwhile.
      nodes[node].reason = row.reason?.kind
      nodes[node].prompt = row.reason?.message
      wait(node)
      return true
    }
    nodes[node].earlier = row
    if row.status.isSuccess || graph.nodes[node].definition.policy.continueOnError {
      nodes[node].outcome = Fingerprint.outcome(
        succeeded: row.status.isSuccess,
        outputs: row.outputs,
        result: row.result
      )
    }
    if row.reason?.kind == .stopRequested {
      stoppedBy = stoppedBy ?? graph.nodes[node].key
      isStopping = true
    }
    settle(node, as: row.status, reason: row.reason?.kind)
    return true
  }
}
