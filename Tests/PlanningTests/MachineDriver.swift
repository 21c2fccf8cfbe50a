import Model
import TestSupport
import Testing

@testable import Planning

/// Plays the part of the engine: keeps the orders that a machine gave and reports what the test
/// says.
struct MachineDriver {
  private(set) var machine: RunMachine
  /// Attempts that were ordered and have not ended, in order.
  private(set) var ordered: [Int] = []
  /// Tasks in the order of their first start.
  private(set) var started: [String] = []
  private(set) var settled: [Int] = []
  private(set) var result: RunStatus?
  private(set) var withdrawals = 0
  private(set) var cancellations = 0

  init(
    _ graph: Graph,
    sources: SourceListing = SourceListing(),
    history: TaskHistory = TaskHistory(),
    window: Int = 100,
    force: Bool = false,
    failFast: Bool = false,
    selection: Set<Int>? = nil,
    scheduled: Bool = false
  ) {
    machine = RunMachine(
      graph: graph,
      sources: sources,
      history: history,
      run: [:],
      options: .init(
        window: window,
        force: force,
        failFast: failFast,
        selection: selection,
        scheduled: scheduled
      )
    )
  }

  mutating func apply(_ event: RunEvent) {
    let before = machine.nodes.map(\.status)
    for action in machine.apply(event, at: Sample.start) {
      #expect(result == nil, "nothing may follow the end")
      switch action {
      case .start(let node, let attempt):
        #expect(attempt == machine.nodes[node].attempts.count + 1)
        ordered.append(node)
        let name = machine.graph.nodes[node].definition.name
        if !started.contains(name) { started.append(name) }
      case .settled(let node):
        #expect(!settled.contains(node), "a node is settled once")
        settled.append(node)
      case .withdrawQueued: withdrawals += 1
      case .cancelRunning: cancellations += 1
      case .finished(let status): result = status
      }
    }
    for (node, old) in before.enumerated() where old.isFinal {
      #expect(machine.nodes[node].status == old, "a final state stays")
    }
    #expect(ordered.count <= machine.options.window)
  }

  mutating func begin() { apply(.began) }

  mutating func start(_ task: String) {
    apply(.attemptStarted(node: machine.graph.position(of: task), at: Sample.start))
  }

  mutating func end(_ task: String, _ outcome: AttemptOutcome = Sample.outcome()) {
    end(machine.graph.position(of: task), outcome)
  }

  mutating func end(_ node: Int, _ outcome: AttemptOutcome) {
    guard let place = ordered.firstIndex(of: node) else {
      Issue.record("\(machine.graph.nodes[node].key) was not ordered")
      return
    }
    ordered.remove(at: place)
    apply(.attemptEnded(node: node, outcome))
  }

  mutating func withdraw(_ task: String) {
    let node = machine.graph.position(of: task)
    guard let place = ordered.firstIndex(of: node) else { return }
    ordered.remove(at: place)
    apply(.withdrawn(node: node))
  }

  /// Ends everything well, in the order of the orders, until nothing is left.
  mutating func runToEnd(_ outcome: (String) -> AttemptOutcome = { _ in Sample.outcome() }) {
    while let node = ordered.first {
      end(node, outcome(machine.graph.nodes[node].definition.name))
    }
  }

  func status(_ task: String) -> TaskStatus {
    machine.nodes[machine.graph.position(of: task)].status
  }
  func reason(_ task: String) -> RunReason.Kind? {
    machine.nodes[machine.graph.position(of: task)].reason
  }

  /// Every task and its state, in the workflow's order.
  var states: String {
    machine.graph.nodes.enumerated().map { position, node in
      "\(node.definition.name) \(machine.nodes[position].status)"
    }.joined(separator: ", ")
  }

  /// What the run leaves to the next one, as an index would have it.
  func history(finishedAt: Timestamp = Sample.start) -> TaskHistory {
    var latest: [NodeKey: PastOutcome] = [:]
    var succeeded: [NodeKey: PastOutcome] = [:]
    var outputs: [Int64: [OutputRecord]] = [:]
    for (position, node) in machine.graph.nodes.enumerated() {
      let state = machine.nodes[position]
      if let past = state.past {
        succeeded[node.key] = past
        latest[node.key] = past
      }
      guard let fingerprint = state.fingerprint, !state.attempts.isEmpty else { continue }
      let past = PastOutcome(
        run: "build/r",
        status: state.status,
        fingerprint: fingerprint,
        outcome: state.outcome,
        result: state.result,
        hasOutputs: !state.outputs.isEmpty,
        finishedAt: finishedAt,
        row: Int64(position)
      )
      latest[node.key] = past
      if state.status == .succeeded { succeeded[node.key] = past }
      outputs[past.row] = state.outputs
    }
    let made = outputs
    return TaskHistory(latest: latest, succeeded: succeeded, outputs: { made[$0.row] ?? [] })
  }
}
