package import Model
package import Planning

/// Carries one run out: obeys the machine's actions, reports what happened, keeps the record.
package struct RunEngine: Sendable {
  /// What a run needs of the world.
  package struct World: Sendable {
    package var backend: any Backend
    package var contents: any ContentStore
    package var children: any ChildRuns
    package var journal: any RunJournal
    package var ledger: any RunLedger
    package var history: any HistoryReader
    package var observer: any RunObserver
    package var clock: any WallClock

    package init(
      backend: any Backend,
      contents: any ContentStore,
      children: any ChildRuns = NoChildRuns(),
      journal: any RunJournal,
      ledger: any RunLedger,
      history: any HistoryReader,
      observer: any RunObserver,
      clock: any WallClock
    ) {
      self.backend = backend
      self.contents = contents
      self.children = children
      self.journal = journal
      self.ledger = ledger
      self.history = history
      self.observer = observer
      self.clock = clock
    }
  }

  /// `error` of a run that took longer than its workflow allows.
  package static let timeoutError = "the run took longer than the timeout of its workflow"

  /// What came of a run.
  package enum Outcome: Sendable {
    /// Every task is as it was: no run, no commit.
    case upToDate(RunMachine)
    case ended(RunRecord, RunMachine, RecordedRun)
  }

  private let world: World
  private let control: RunControl
  private let commitInterval: Duration

  package init(world: World, control: RunControl, commitInterval: Duration) {
    self.world = world
    self.control = control
    self.commitInterval = commitInterval
  }

  /// Runs to the end, or to a point where only people can go on; `record` and `request` are those
  /// of the run if there is one.
  ///
  /// `earlier`: the rows of a run that goes on.
  /// - Throws: when the record cannot be kept or the backend breaks.
  package func run(
    _ machine: RunMachine,
    record: RunRecord,
    request: RunRequest,
    jobs: JobFactory,
    earlier: [TaskRow]? = nil
  ) async throws(EngineError) -> Outcome {
    var machine = machine
    let now = world.clock.now()
    let first = machine.apply(earlier.map { .resumed($0) } ?? .began, at: now)
    let actions = try await FanOutFetcher(world.contents).answer(first, &machine, at: now)
    if actions.contains(.upToDate) { return .upToDate(machine) }
    var record = record
    record.status = .running
    record.startedAt = record.startedAt ?? world.clock.now()
    try await world.journal.requested(record, request: request)
    try await world.ledger.hold(record)
    var execution = RunExecution(
      machine: machine,
      record: record,
      request: request,
      world: world,
      jobs: jobs,
      control: control,
      commitInterval: commitInterval,
      earlier: earlier
    )
    return try await execution.carryOut(actions)
  }
}
