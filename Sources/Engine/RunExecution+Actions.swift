import Model
import Planning

extension RunExecution {
  mutating func perform(_ actions: [RunAction]) async throws(EngineError) {
    let now = world.clock.now()
    let actions = try await FanOutFetcher(world.contents).answer(actions, &machine, at: now)
    var starts: [AttemptToken] = []
    for action in actions {
      switch action {
      case .start(let node, let attempt):
        starts.append(AttemptToken(node: node, attempt: attempt))
      case .delay(let node, let duration):
        let control = control
        Task {
          try? await Task.sleep(for: duration)
          control.send(.delayOver(node))
        }
      case .wait(let node): world.observer.nodeWaits(node, machine: machine)
      case .settled(let node):
        settled.append(node)
        world.observer.nodeSettled(node, machine: machine, at: now, log: logs[node])
      case .withdrawQueued:
        // What was ordered a moment ago is withdrawn before it is submitted.
        if !starts.isEmpty { control.send(.reports(starts.map { .withdrawn($0) })) }
        starts = []
        if isOpen { await world.backend.withdraw(nil) }
      case .cancelRunning:
        if isOpen { await world.backend.cancel(nil, hard: false) }
        if !children.isEmpty { await world.children.cancel(Array(children.values)) }
      case .endChild(let node): await endChild(of: node)
      case .suspended:
        // Somebody who asked for the end before it came to this is heard first.
        if control.interruptCount == interrupts, try await !takeDecisions() { result = .waiting }
      case .upToDate: result = .succeeded
      case .finished(let status): result = status
      case .expanded, .fetch: continue
      }
    }
    if !starts.isEmpty { try await start(starts) }
  }

  private mutating func start(_ tokens: [AttemptToken]) async throws(EngineError) {
    if !isOpen {
      isOpen = true
      let control = control
      try await world.backend.open { control.send(.reports($0)) }
    }
    for token in tokens {
      try await supplyReusedOutputs(of: jobs.upstreams(of: token.node, in: machine.graph))
    }
    var ready: [Job] = []
    var refused: [JobReport] = []
    for token in tokens {
      do throws(EvaluationError) {
        if let order = try jobs.childOrder(for: token.node, in: machine) {
          startChild(order, token)
        } else {
          ready.append(try jobs.job(for: token, in: machine))
        }
      } catch {
        refused.append(
          .notStarted(token, error.message, at: world.clock.now(), host: record.host)
        )
      }
    }
    if !ready.isEmpty { try await world.backend.submit(ready) }
    if !refused.isEmpty { control.send(.reports(refused)) }
  }

  /// What reused tasks made is looked up only where it is needed.
  mutating func supplyReusedOutputs(
    of nodes: some Collection<Int>
  ) async throws(EngineError) {
    var wanted: [Int: PastOutcome] = [:]
    for node in nodes {
      guard let past = machine.nodes[node].past, past.hasOutputs,
        machine.nodes[node].outputs.isEmpty
      else { continue }
      wanted[node] = past
    }
    guard !wanted.isEmpty else { return }
    let found = try await world.history.outputs(of: Array(wanted.values))
    for (node, past) in wanted { machine.supply(outputs: found[past.row] ?? [], for: node) }
  }

  // MARK: - Runs inside this one

  private mutating func startChild(_ order: ChildOrder, _ token: AttemptToken) {
    children[token] = order.parent
    let (runs, control) = (world.children, control)
    control.send(.reports([.started(token, at: world.clock.now())]))
    Task {
      do throws(EngineError) {
        control.send(.child(token, .success(try await runs.run(order))))
      } catch {
        control.send(.child(token, .failure(error)))
      }
    }
  }

  /// Goes on with a run that waits, so that it ends as cancelled, with its own `finally`.
  private mutating func endChild(of node: Int) async {
    guard let order = try? jobs.childOrder(for: node, in: machine) else { return }
    ending.append(order.parent)
    await world.children.cancel([order.parent])
    let (runs, control) = (world.children, control)
    Task {
      _ = try? await runs.run(order)
      control.send(.childGone(order.parent))
    }
  }

  mutating func childEnded(
    _ token: AttemptToken,
    _ outcome: Result<RunRecord, EngineError>
  ) async throws(EngineError) {
    children[token] = nil
    let now = world.clock.now()
    switch outcome {
    case .success(let run) where run.status == .waiting:
      try await apply(.childWaits(node: token.node, run: run.reference.description))
    case .success(let run):
      var attempt = AttemptRecord(number: token.attempt, startedAt: run.startedAt ?? now)
      attempt.finishedAt = run.finishedAt ?? now
      if run.status == .cancelled { attempt.cause = .cancelled }
      var ended = AttemptOutcome(
        record: attempt,
        succeeded: run.status == .succeeded,
        result: run.outputs.isEmpty ? nil : .object(run.outputs),
        host: run.host
      )
      ended.run = run.reference.description
      control.send(.reports([.ended(token, ended, log: nil)]))
    case .failure(let error):
      control.send(
        .reports([.notStarted(token, error.message, at: now, host: record.host)])
      )
    }
  }

  // MARK: - Decisions

  /// Takes over what others have decided; false if there was nothing that makes the run go on.
  mutating func takeDecisions() async throws(EngineError) -> Bool {
    let known = try await world.ledger.decisions(of: record.reference)
    record.decisions += known.filter { !record.decisions.contains($0) }
    let now = world.clock.now()
    var actions: [RunAction] = []
    var hasMoved = false
    // A task waits once, so whatever was said about it counts, whenever that was.
    for decision in record.decisions {
      guard let verdict = Verdict(decision) else { continue }
      for node in machine.waitingNodes where means(node, decision, verdict) {
        hasMoved = true
        actions += machine.apply(.decided(node: node, verdict), at: now)
      }
    }
    for node in machine.waitingNodes where machine.deadline(of: node).map({ $0 < now }) ?? false {
      hasMoved = true
      actions += machine.apply(.waitOver(node: node), at: now)
    }
    guard hasMoved else { return false }
    // Only the last one tells whether the run is at rest.
    actions.removeAll { $0 == .suspended }
    if machine.isSuspended { actions.append(.suspended) }
    try await perform(actions)
    return true
  }

  /// Whether somebody decided about a node that waits: about it alone or about all of its fan-out,
  /// and in time.
  private func means(_ node: Int, _ decision: Decision, _ verdict: Verdict) -> Bool {
    let key = machine.graph.nodes[node].key
    guard decision.task == key.description || decision.task == key.task,
      machine.waits(node, for: verdict)
    else { return false }
    guard let deadline = machine.deadline(of: node) else { return true }
    return decision.at <= deadline
  }
}

extension Verdict {
  /// What a recorded decision says; nil for one that is about the run.
  init?(_ decision: Decision) {
    switch decision.kind {
    case .approve: self = .approve
    case .reject: self = .reject
    case .complete: self = decision.failed ? .fail : .complete(decision.result)
    case .cancel: return nil
    }
  }
}
