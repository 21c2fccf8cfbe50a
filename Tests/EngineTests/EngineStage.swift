import Model
import Planning
import TestSupport
import Testing

@testable import Engine

/// An engine between twins.
struct EngineStage {
  let chronicle = Chronicle()
  let clock = FakeClock()
  let control = RunControl()
  let ledger: MemoryLedger
  let journal: MemoryJournal
  let backend: MemoryBackend
  let machine: RunMachine
  private let history: MemoryHistory

  init(
    _ tasks: [TaskDefinition],
    onFailure: FailurePolicy = .proceed,
    slots: Int = 2,
    window: Int = 10,
    sources: SourceListing = SourceListing(),
    past: TaskHistory = TaskHistory(),
    made: [Int64: [OutputRecord]] = [:],
    selection: Set<Int>? = nil,
    obeysTerm: Bool = true,
    journalFailure: EngineError? = nil,
    earlyAsks: Int = 0,
    reasons: [String: [Change]] = [:],
    fate: @escaping @Sendable (Job) -> MemoryBackend.Fate = { _ in .ends(.success) }
  ) throws {
    ledger = MemoryLedger(chronicle: chronicle, earlyAsks: earlyAsks)
    journal = MemoryJournal(chronicle: chronicle, failure: journalFailure)
    history = MemoryHistory(chronicle: chronicle, made: made, reasons: reasons)
    backend = MemoryBackend(
      slots: slots,
      chronicle: chronicle,
      clock: clock,
      obeysTerm: obeysTerm,
      fate: fate
    )
    machine = RunMachine(
      graph: try GraphBuilder.build(.make(tasks, onFailure: onFailure), params: [:]),
      sources: sources,
      history: past,
      run: [:],
      options: .init(window: window, selection: selection)
    )
  }

  func run(interval: Duration = .seconds(3600)) async throws -> RunEngine.Outcome {
    let world = RunEngine.World(
      backend: backend,
      contents: MemoryContentStore(),
      journal: journal,
      ledger: ledger,
      history: history,
      observer: RecordingObserver(chronicle),
      clock: clock
    )
    let record = Sample.run()
    return try await RunEngine(world: world, control: control, commitInterval: interval).run(
      machine,
      record: record,
      request: Sample.request(of: record),
      jobs: JobFactory(
        run: record,
        trees: [:],
        marker: "WEIR_ROOT_RUN=test",
        secrets: { name throws(EngineError) in throw EngineError("no secret \(name)") }
      )
    )
  }

  /// Runs to an end that there must be.
  func runToEnd() async throws -> (RunRecord, RunMachine) {
    guard case .ended(let record, let machine, _) = try await run() else { throw Idle() }
    return (record, machine)
  }

  struct Idle: Error {}

  /// The rows of the final record as `task status`.
  var rows: [String] {
    (ledger.end?.rows ?? []).map { row in
      switch row {
      case .own(let row, _): "\(row.task) \(row.status)"
      case .reused(let key, let past, _): "\(key) from \(past.run)"
      }
    }
  }
}

extension PastOutcome {
  /// A success of a task that would have this fingerprint in a machine that has begun.
  static func of(
    _ task: String,
    in machine: RunMachine,
    row: Int64,
    hasOutputs: Bool
  ) throws -> PastOutcome {
    var machine = machine
    _ = machine.apply(.began, at: Sample.start)
    let state = machine.nodes[machine.graph.position(of: task)]
    return PastOutcome(
      run: "build/earlier",
      status: .succeeded,
      fingerprint: try #require(state.fingerprint),
      outcome: Fingerprint.outcome(succeeded: true, outputs: [], result: nil),
      hasOutputs: hasOutputs,
      finishedAt: Sample.start,
      row: row
    )
  }
}
