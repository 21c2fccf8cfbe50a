import Model
import Planning

/// The loop of one run, from its first action to its final record.
struct RunExecution {
  private var machine: RunMachine
  private var record: RunRecord
  private let request: RunRequest
  private let world: RunEngine.World
  private let jobs: JobFactory
  private let control: RunControl
  private let commitInterval: Duration
  /// Nodes that came to their end, in that order.
  private var settled: [Int] = []
  private var logs: [Int: LogContent] = [:]
  private var interrupts = 0
  private var isOpen = false
  private var isCommitting = false
  /// How many nodes had come to their end in the last commit; nil before the first, and where it
  /// was too early or failed, after which the next one has all of it.
  private var committedNodes: Int?
  private var result: RunStatus?

  init(
    machine: RunMachine,
    record: RunRecord,
    request: RunRequest,
    world: RunEngine.World,
    jobs: JobFactory,
    control: RunControl,
    commitInterval: Duration
  ) {
    self.machine = machine
    self.record = record
    self.request = request
    self.world = world
    self.jobs = jobs
    self.control = control
    self.commitInterval = commitInterval
  }

  mutating func carryOut(_ first: [RunAction]) async throws(EngineError) -> RunEngine.Outcome {
    world.observer.runBegan(record, machine: machine)
    let timers = RunTimers(
      control,
      commitInterval: commitInterval,
      timeout: machine.graph.workflow.timeout
    )
    defer { timers.cancel() }
    try await perform(first)
    if result == nil {
      for await message in control.messages {
        try await handle(message)
        if result != nil && !isCommitting { break }
      }
    }
    if isOpen { await world.backend.close() }
    return try await finish()
  }

  private mutating func handle(_ message: RunControl.Message) async throws(EngineError) {
    switch message {
    case .reports(let reports): try await take(reports)
    case .interrupt: try await interrupt()
    case .commitDue: try await commitProgress()
    case .timeOver:
      record.error = RunEngine.timeoutError
      try await perform(machine.apply(.cancelRequested, at: world.clock.now()))
    case .committed(let isDone):
      isCommitting = false
      if !isDone { committedNodes = nil }
    }
  }

  private mutating func interrupt() async throws(EngineError) {
    interrupts += 1
    if interrupts > 1 { return await world.backend.cancelAll(hard: true) }
    record.decisions.append(
      Decision(kind: .cancel, task: nil, by: record.trigger.by, at: world.clock.now())
    )
    try await perform(machine.apply(.cancelRequested, at: world.clock.now()))
  }

  // MARK: - Reports in

  private mutating func take(_ reports: [JobReport]) async throws(EngineError) {
    let now = world.clock.now()
    var actions: [RunAction] = []
    var durable: [TaskRow] = []
    for report in reports {
      switch report {
      case .started(let token, let at):
        actions += machine.apply(.attemptStarted(node: token.node, at: at), at: now)
        world.observer.attemptStarted(token.node, machine: machine, at: at)
      case .ended(let token, let outcome, let log):
        logs[token.node] = log
        actions += machine.apply(.attemptEnded(node: token.node, outcome), at: now)
        if !outcome.succeeded {
          let retries = machine.nodes[token.node].status == .queued
          world.observer.attemptFailed(token.node, machine: machine, willRetry: retries, log: log)
        }
        if !outcome.outputs.isEmpty || outcome.result != nil {
          durable.append(RowBuilder.row(of: token.node, in: machine, changes: []))
        }
      case .withdrawn(let token):
        actions += machine.apply(.withdrawn(node: token.node), at: now)
      case .broken(let error): throw error
      }
    }
    if !durable.isEmpty { try await world.journal.settled(durable, of: record.reference) }
    try await perform(actions)
  }

  // MARK: - Actions out

  private mutating func perform(_ actions: [RunAction]) async throws(EngineError) {
    var starts: [AttemptToken] = []
    let now = world.clock.now()
    for action in actions {
      switch action {
      case .start(let node, let attempt):
        starts.append(AttemptToken(node: node, attempt: attempt))
      case .settled(let node):
        settled.append(node)
        world.observer.nodeSettled(node, machine: machine, at: now, log: logs[node])
      case .withdrawQueued:
        // What was ordered a moment ago is withdrawn before it is submitted.
        if !starts.isEmpty { control.send(.reports(starts.map { .withdrawn($0) })) }
        starts = []
        if isOpen { await world.backend.withdrawQueued() }
      case .cancelRunning: if isOpen { await world.backend.cancelAll(hard: false) }
      case .finished(let status): result = status
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
        ready.append(try jobs.job(for: token, in: machine))
      } catch {
        refused.append(
          .notStarted(token, error.message, at: world.clock.now(), host: record.host)
        )
      }
    }
    try await world.backend.submit(ready)
    if !refused.isEmpty { control.send(.reports(refused)) }
  }

  /// What reused tasks made is looked up only where it is needed.
  private mutating func supplyReusedOutputs(
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

  // MARK: - The record

  /// Commits beside the run; at most one at a time, and nothing when nothing has ended since.
  private mutating func commitProgress() async throws(EngineError) {
    guard !isCommitting, result == nil, committedNodes != settled.count else { return }
    isCommitting = true
    committedNodes = settled.count
    record.counts = machine.counts
    let snapshot = RunSnapshot(
      run: record,
      request: request,
      rows: try await rows(of: settled),
      taskCount: machine.participants.count,
      duration: world.clock.now().since(record.requestedAt)
    )
    let (ledger, control) = (world.ledger, control)
    Task { control.send(.committed((try? await ledger.commitProgress(snapshot)) ?? false)) }
  }

  private func rows(of nodes: [Int]) async throws(EngineError) -> [RecordedRow] {
    let changed = nodes.filter { machine.nodes[$0].reason == .changed }
    let changes = changed.isEmpty ? [:] : await world.history.changes(for: changed, in: machine)
    let reused = nodes.compactMap { machine.nodes[$0].past }
    let fragments = reused.isEmpty ? [:] : try await world.history.fragments(of: reused)
    return nodes.map { node in
      if let past = machine.nodes[node].past {
        return .reused(machine.graph.nodes[node].key, past, fragments[past.row] ?? RowFragments())
      }
      return .own(
        RowBuilder.row(of: node, in: machine, changes: changes[node] ?? []),
        log: logs[node]
      )
    }
  }

  private mutating func finish() async throws(EngineError) -> RunEngine.Outcome {
    record.status = record.error == nil ? result ?? .failed : .failed
    record.finishedAt = world.clock.now()
    record.counts = machine.counts
    let snapshot = RunSnapshot(
      run: record,
      request: request,
      rows: try await rows(of: machine.participants),
      published: try await published(),
      isWhole: machine.options.selection == nil,
      duration: (record.finishedAt ?? record.requestedAt).since(record.requestedAt)
    )
    let recorded = try await world.ledger.commitEnd(snapshot)
    try await world.journal.recorded(record.reference)
    if isOpen { await world.backend.forget() }
    await world.history.learned(snapshot, recorded: recorded)
    world.observer.runEnded(record, machine: machine)
    return .ended(record, machine, recorded)
  }

  private mutating func published() async throws(EngineError) -> [OutputRecord] {
    let publishers = machine.graph.nodes.indices.filter { node in
      machine.nodes[node].status.isSuccess
        && machine.graph.nodes[node].outputs.contains(where: \.publish)
    }
    try await supplyReusedOutputs(of: publishers)
    return publishers.flatMap { node in
      let patterns = machine.graph.nodes[node].outputs.filter(\.publish)
      return machine.nodes[node].outputs.filter { output in
        patterns.contains { $0.covers(output.path) }
      }
    }
  }
}
