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
  /// Every order by its node's key.
  private(set) var starts: [String] = []
  private(set) var settled: [Int] = []
  private(set) var result: RunStatus?
  private(set) var withdrawals = 0
  private(set) var cancellations = 0
  private(set) var endedChildren: [String] = []
  private(set) var isUpToDate = false
  private(set) var suspensions = 0
  /// Nodes that wait for a decision, in order.
  private(set) var waiting: [String] = []
  private(set) var delays: [(node: Int, Duration)] = []
  private(set) var fetches: [(node: Int, files: [FanOutFile])] = []
  private(set) var expanded: [String] = []

  init(
    _ graph: Graph,
    sources: SourceListing = SourceListing(),
    history: TaskHistory = TaskHistory(),
    window: Int = 100,
    force: Bool = false,
    failFast: Bool? = nil,
    selection: Set<Int>? = nil,
    scheduled: Bool = false,
    capacity: Capacity = Capacity(),
    versions: [String: VersionOutput] = [:]
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
        scheduled: scheduled,
        capacity: capacity,
        versions: versions
      )
    )
  }

  mutating func apply(_ event: RunEvent) {
    let before = machine.nodes.map(\.status)
    for action in machine.apply(event, at: Sample.start) {
      #expect(result == nil, "nothing may follow the end")
      switch action {
      case .start(let node, let attempt):
        #expect(attempt == machine.nodes[node].tries + 1)
        ordered.append(node)
        let name = machine.graph.nodes[node].definition.name
        if started.last != name, !started.contains(name) { started.append(name) }
        starts.append(machine.graph.nodes[node].key.description)
      case .settled(let node):
        #expect(!settled.contains(node), "a node is settled once")
        settled.append(node)
      case .withdrawQueued: withdrawals += 1
      case .cancelRunning: cancellations += 1
      case .endChild(let node): endedChildren.append(name(of: node))
      case .finished(let status): result = status
      case .upToDate: isUpToDate = true
      case .suspended: suspensions += 1
      case .wait(let node): waiting.append(name(of: node))
      case .delay(let node, let duration): delays.append((node, duration))
      case .fetch(let node, let files): fetches.append((node, files))
      case .expanded(let node): expanded.append(name(of: node))
      }
    }
    for (node, old) in before.enumerated() where old.isFinal {
      #expect(machine.nodes[node].status == old, "a final state stays")
    }
    #expect(ordered.count <= machine.options.window)
  }

  mutating func begin() { apply(.began) }

  mutating func start(_ task: String) {
    apply(.attemptStarted(node: position(of: task), at: Sample.start))
  }

  mutating func end(_ task: String, _ outcome: AttemptOutcome = Sample.outcome()) {
    end(position(of: task), outcome)
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
    let node = position(of: task)
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

  func name(of node: Int) -> String { machine.graph.nodes[node].key.description }

  /// The node of a task, or of an instance as `task/key`.
  func position(of key: String) -> Int {
    machine.graph.nodes.firstIndex { $0.role != .gathering && $0.key.description == key } ?? -1
  }

  func state(_ key: String) -> NodeState { machine.nodes[position(of: key)] }
  func status(_ key: String) -> TaskStatus { state(key).status }
  func reason(_ key: String) -> RunReason.Kind? { state(key).reason }

  /// What a task or instance sees when it is started.
  func situation(_ key: String) throws -> NodeSituation {
    try NodeSituation(machine, position(of: key))
  }

  /// Everything that has a row and its state, in the workflow's order.
  var rows: String {
    machine.participants.map { "\(name(of: $0)) \(machine.nodes[$0].status)" }
      .joined(separator: ", ")
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
