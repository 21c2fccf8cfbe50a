import Hashing
package import Model

/// The state of one run: told what happened, it answers what is to be done.
///
/// It has no hands and no clock.
package struct RunMachine: Sendable {
  package let graph: Graph
  package let sources: SourceListing
  package let options: Options
  /// The values of `run.…` in expressions.
  package let run: [String: JSONValue]
  package private(set) var nodes: [NodeState]
  package private(set) var counts = RunCounts()
  package private(set) var isCancelled = false
  let history: TaskHistory
  private var ready = ReadyQueue()
  private var ordered = 0
  private var open: Int
  private var isStopping = false
  private var hasFailed = false
  private var isFinished = false
  private var actions: [RunAction] = []
  /// Nodes whose needs have all come to their end; a list, since chains are longer than stacks.
  private var decidable: [Int] = []

  package init(
    graph: Graph,
    sources: SourceListing,
    history: TaskHistory,
    run: [String: JSONValue],
    options: Options
  ) {
    self.graph = graph
    self.sources = sources
    self.history = history
    self.run = run
    self.options = options
    nodes = [NodeState](repeating: NodeState(), count: graph.nodes.count)
    open = options.selection?.count ?? graph.nodes.count
    for position in graph.nodes.indices {
      nodes[position].openNeeds = graph.nodes[position].needs.count
    }
  }

  /// The nodes that take part, in the workflow's order.
  package var participants: [Int] {
    graph.nodes.indices.filter { options.selection?.contains($0) ?? true }
  }

  /// Takes an event in and says what is to be done now.
  package mutating func apply(_ event: RunEvent, at now: Timestamp) -> [RunAction] {
    actions = []
    switch event {
    case .began:
      decidable = graph.order.filter { nodes[$0].openNeeds == 0 && takesPart($0) }
    case .attemptStarted(let node, _): if nodes[node].status == .queued { move(node, to: .running) }
    case .attemptEnded(let node, let outcome): ended(node, outcome)
    case .withdrawn(let node):
      ordered -= 1
      if isCancelled { settle(node, as: .cancelled, reason: .cancelled) } else { giveUp(node) }
    case .cancelRequested: cancel()
    }
    decideAll(at: now)
    order()
    stopIfDrained(at: now)
    finishIfDone()
    return actions
  }

  /// Fills in what an earlier run made, for a node that was reused.
  package mutating func supply(outputs: [OutputRecord], for node: Int) {
    nodes[node].outputs = outputs
  }

  // MARK: - The one door

  private mutating func move(_ node: Int, to status: TaskStatus) {
    precondition(
      nodes[node].status.successors.contains(status),
      "\(graph.nodes[node].key) cannot go from \(nodes[node].status) to \(status)"
    )
    nodes[node].status = status
  }

  private mutating func settle(
    _ node: Int,
    as status: TaskStatus,
    reason: RunReason.Kind? = nil
  ) {
    move(node, to: status)
    if let reason { nodes[node].reason = reason }
    counts.add(status)
    open -= 1
    actions.append(.settled(node: node))
    let goesOn =
      status.isSuccess || graph.nodes[node].definition.policy.continueOnError && status == .failed
    if (status == .failed || status == .lost) && !goesOn { failed() }
    for dependent in graph.dependents[node] where takesPart(dependent) {
      nodes[dependent].openNeeds -= 1
      if nodes[dependent].openNeeds == 0 { decidable.append(dependent) }
    }
  }

  private mutating func failed() {
    hasFailed = true
    if options.failFast || graph.workflow.onFailure == .stop { stop() }
  }

  private func takesPart(_ node: Int) -> Bool { options.selection?.contains(node) ?? true }

  // MARK: - Deciding

  private mutating func decideAll(at now: Timestamp) {
    var next = 0
    while next < decidable.count {
      decide(decidable[next], at: now)
      next += 1
    }
    decidable.removeAll(keepingCapacity: true)
  }

  private mutating func decide(_ node: Int, at now: Timestamp) {
    guard nodes[node].status == .pending else { return }
    if let (status, reason) = cut(node) { return settle(node, as: status, reason: reason) }
    if isCancelled { return settle(node, as: .cancelled, reason: .cancelled) }
    let fingerprint: ContentDigest
    do throws(EvaluationError) {
      fingerprint = try NodeSituation(self, node).fingerprint
    } catch {
      nodes[node].problem = error.message
      return settle(node, as: .failed)
    }
    nodes[node].fingerprint = fingerprint
    let decision = history.decide(
      graph.nodes[node],
      fingerprint: fingerprint,
      forced: options.force,
      scheduled: options.scheduled,
      at: now
    )
    switch decision {
    case .reuse(let past):
      nodes[node].past = past
      nodes[node].result = past.result
      nodes[node].outcome = past.outcome
      settle(node, as: .cached, reason: .upToDate)
    case .run(let reason):
      nodes[node].reason = reason
      if isStopping { return settle(node, as: .skipped, reason: .stopped) }
      ready.insert(node, depth: graph.depth[node])
    }
  }

  // MARK: - Attempts

  private mutating func ended(_ node: Int, _ outcome: AttemptOutcome) {
    if nodes[node].status == .queued { move(node, to: .running) }
    ordered -= 1
    var record = outcome.record
    record.number = nodes[node].attempts.count + 1
    nodes[node].attempts.append(record)
    nodes[node].log = outcome.log
    nodes[node].host = outcome.host
    if outcome.succeeded {
      nodes[node].outputs = outcome.outputs
      nodes[node].result = outcome.result
      nodes[node].outcome = Fingerprint.outcome(
        succeeded: true,
        outputs: outcome.outputs,
        result: outcome.result
      )
      return settle(node, as: .succeeded)
    }
    if isCancelled || record.cause == .cancelled {
      return settle(node, as: .cancelled, reason: .cancelled)
    }
    let policy = graph.nodes[node].definition.policy
    if nodes[node].attempts.count <= policy.retryLimit && !isStopping {
      move(node, to: .queued)
      ready.insert(node, depth: graph.depth[node])
      return
    }
    if policy.continueOnError {
      nodes[node].outputs = outcome.outputs
      nodes[node].outcome = Fingerprint.outcome(
        succeeded: false,
        outputs: outcome.outputs,
        result: nil
      )
    }
    settle(node, as: record.cause == .lost ? .lost : .failed)
  }

  private mutating func order() {
    while ordered < options.window, !isStopping, !isCancelled, let node = ready.removeFirst() {
      if nodes[node].status == .pending { move(node, to: .queued) }
      ordered += 1
      actions.append(.start(node: node, attempt: nodes[node].attempts.count + 1))
    }
  }

  // MARK: - Ending early

  private mutating func stop() {
    guard !isStopping else { return }
    isStopping = true
    actions.append(.withdrawQueued)
  }

  private mutating func cancel() {
    guard !isCancelled, !isFinished else { return }
    isCancelled = true
    actions.append(.withdrawQueued)
    actions.append(.cancelRunning)
    for node in ready.removeAll() { settle(node, as: .cancelled, reason: .cancelled) }
  }

  /// Once the running tasks of a stopped run have finished, what is ready will never start.
  private mutating func stopIfDrained(at now: Timestamp) {
    guard isStopping, !isCancelled, ordered == 0 else { return }
    for node in ready.removeAll() { giveUp(node) }
    decideAll(at: now)
  }

  /// Settles a node that will not be started any more; one that failed before has failed.
  private mutating func giveUp(_ node: Int) {
    let wasTried = !nodes[node].attempts.isEmpty
    settle(node, as: wasTried ? .failed : .skipped, reason: .stopped)
  }

  private mutating func finishIfDone() {
    guard open == 0, !isFinished else { return }
    isFinished = true
    let wasCut = isCancelled || counts.cancelled > 0 && !hasFailed
    actions.append(.finished(wasCut ? .cancelled : hasFailed ? .failed : .succeeded))
  }
}
