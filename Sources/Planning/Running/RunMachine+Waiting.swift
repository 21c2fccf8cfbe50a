import Model

/// Tasks that wait for a person or a program, and runs that go on after they waited.
extension RunMachine {
  mutating func wait(_ node: Int) {
    move(node, to: .waiting)
    waiting.insert(node)
    actions.append(.wait(node: node))
  }

  /// The nodes that wait for a decision, in the workflow's order.
  package var waitingNodes: [Int] { graph.rows.filter { waiting.contains($0) } }

  /// What a node asks before it may go on; nil where it asks nothing.
  package func prompt(of node: Int) -> String? {
    guard let prompt = graph.nodes[node].definition.approval?.prompt, nodes[node].attempts.isEmpty,
      let context = try? NodeSituation.context(self, node)
    else { return nil }
    return try? Evaluator(context).text(prompt)
  }

  mutating func decided(_ node: Int, _ verdict: Verdict) {
    guard waiting.contains(node) else { return }
    let isApproval = graph.nodes[node].definition.approval != nil && nodes[node].attempts.isEmpty
    switch (verdict, isApproval) {
    case (.approve, true):
      waiting.remove(node)
      admission.insert(node, graph)
    case (.reject, true):
      waiting.remove(node)
      settle(node, as: .failed, reason: .rejected)
    case (.complete(let result), false):
      waiting.remove(node)
      if let result { nodes[node].result = result }
      complete(node)
    case (.fail, false):
      waiting.remove(node)
      settle(node, as: .failed, reason: .rejected)
    default: return
    }
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
      // An approval is asked for again, and so is a run inside this one.
      if row.attempts.isEmpty { return false }
      nodes[node].reason = row.reason?.kind
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
