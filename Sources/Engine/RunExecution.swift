import Model
import Planning

/// The loop of one run, from its first action to its final record.
struct RunExecution {
  var machine: RunMachine
  var record: RunRecord
  let request: RunRequest
  let world: RunEngine.World
  let jobs: JobFactory
  let control: RunControl
  private let commitInterval: Duration
  /// The rows and the decisions of the record that this goes on from.
  let earlier: (rows: [TaskRow], decisions: [Decision])?
  /// Nodes that came to their end, in that order.
  var settled: [Int] = []
  var logs: [Int: LogContent] = [:]
  var interrupts = 0
  var isOpen = false
  var isCommitting = false
  /// Runs inside this one that go on, by the attempt that each is: the names of their nodes.
  var children: [AttemptToken: String] = [:]
  /// Nodes whose runs had waited and are being ended.
  var ending: [String] = []
  /// How many nodes had come to their end in the last commit; nil before the first, and where it
  /// failed, after which the next one has all of it.
  var committedNodes: Int?
  var result: RunStatus?

  init(
    machine: RunMachine,
    record: RunRecord,
    request: RunRequest,
    world: RunEngine.World,
    jobs: JobFactory,
    control: RunControl,
    commitInterval: Duration,
    earlier: [TaskRow]?
  ) {
    self.earlier = earlier.map { ($0, record.decisions) }
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
        if result != nil && !isCommitting && ending.isEmpty { break }
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
    case .decisionsDue: if !machine.waitingNodes.isEmpty { _ = try await takeDecisions() }
    case .timeOver:
      // What ends already has its own time.
      guard !machine.isEnding else { return }
      record.error = RunEngine.timeoutError
      try await apply(.timeOver)
    case .delayOver(let node): try await apply(.delayOver(node: node))
    case .child(let token, let outcome): try await childEnded(token, outcome)
    case .childGone(let node): ending.removeAll { $0 == node }
    case .committed(let isDone):
      isCommitting = false
      if !isDone { committedNodes = nil }
    }
  }

  mutating func apply(_ event: RunEvent) async throws(EngineError) {
    try await perform(machine.apply(event, at: world.clock.now()))
  }

  private mutating func interrupt() async throws(EngineError) {
    interrupts += 1
    if interrupts == 1 {
      record.decisions.append(
        Decision(kind: .cancel, task: nil, by: record.trigger.by, at: world.clock.now())
      )
    }
    try await apply(.cancelRequested)
    guard interrupts > 1 else { return }
    await world.backend.cancel(nil, hard: true)
    await world.children.cancel(ending)
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
        if !outcome.succeeded, !outcome.stops {
          let status = machine.nodes[token.node].status
          let retries = status == .queued || status == .waiting
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
}
