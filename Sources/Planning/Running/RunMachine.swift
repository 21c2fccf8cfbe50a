import Hashing
package import Model

/// The state of one run: told what happened, it answers what is to be done.
///
/// It has no hands and no clock.
package struct RunMachine: Sendable {
  /// Grows where the items of a fan-out become known.
  package internal(set) var graph: Graph
  package let sources: SourceListing
  package internal(set) var options: Options
  /// The values of `run.…` in expressions.
  package let run: [String: JSONValue]
  package internal(set) var nodes: [NodeState]
  package private(set) var counts = RunCounts()
  package internal(set) var isCancelled = false
  /// The end was asked for a second time, so that not even `finally` runs.
  var isAborted = false
  /// The task whose end said that nothing new is to start.
  package internal(set) var stoppedBy: NodeKey?
  let history: TaskHistory
  /// Rows of an earlier part of this run, by key.
  var earlier: [NodeKey: TaskRow] = [:]
  var admission: Admission
  /// Attempts that were ordered and have not ended.
  var ordered = 0
  /// Nodes that have not come to their end: those of the tasks, and those of `finally`.
  var open: (tasks: Int, finally: Int)
  var isStopping = false
  var hasFailed = false
  var isOutOfTime = false
  var isFinished = false
  var phase = Phase.tasks
  /// Nodes of `finally` whose needs have come to their end before all tasks have.
  var heldFinally: [Int] = []
  /// Nodes that wait for the time of their next attempt.
  var delayed: Set<Int> = []
  /// Nodes that wait for a person or a program.
  var waiting: Set<Int> = []
  /// Expansions that wait for the bytes of files.
  var fetching: Set<Int> = []
  package internal(set) var isSuspended = false
  var actions: [RunAction] = []
  /// Nodes whose needs have all come to their end; a list, since chains are longer than stacks.
  var decidable: [Int] = []

  /// What may start: tasks, or those of `finally`.
  enum Phase {
    case tasks
    case finally
  }

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
    admission = Admission(graph, options)
    nodes = [NodeState](repeating: NodeState(), count: graph.nodes.count)
    open = (0, 0)
    for (position, node) in graph.nodes.enumerated() {
      nodes[position].openNeeds = openNeeds(of: node)
      if takesPart(position) { count(position, 1) }
    }
  }

  /// The nodes that take part and have a row, in the workflow's order.
  package var participants: [Int] { graph.rows.filter { takesPart($0) } }

  /// Takes an event in and says what is to be done now.
  package mutating func apply(_ event: RunEvent, at now: Timestamp) -> [RunAction] {
    actions = []
    isSuspended = false
    switch event {
    case .began: begin()
    case .resumed(let rows):
      earlier = Dictionary(rows.map { (NodeKey(task: $0.task, instance: $0.instance), $0) }) {
        _,
        last in last
      }
      begin()
    case .attemptStarted(let node, _): if nodes[node].status == .queued { move(node, to: .running) }
    case .attemptEnded(let node, let outcome): ended(node, outcome)
    case .withdrawn(let node): withdrawn(node)
    case .delayOver(let node): delayOver(node)
    case .fetched(let node, let files): fetched(node, files)
    case .decided(let node, let verdict): decided(node, verdict)
    case .waitOver(let node): waitOver(node)
    case .childWaits(let node, let run): childWaits(node, run)
    case .cancelRequested: cancel()
    case .timeOver:
      isOutOfTime = true
      hasFailed = true
      cancel()
    }
    advance(at: now)
    return actions
  }

  private mutating func begin() {
    decidable = graph.order.filter { nodes[$0].openNeeds == 0 && takesPart($0) }
  }

  /// Decides, orders and ends until nothing follows from what has happened.
  private mutating func advance(at now: Timestamp) {
    repeat {
      decideAll(at: now)
      order()
      stopIfDrained()
      if decidable.isEmpty, open.tasks == 0, phase == .tasks { beginFinally() }
    } while !decidable.isEmpty
    finishIfDone()
  }

  /// Fills in what an earlier run made, for a node that was reused.
  package mutating func supply(outputs: [OutputRecord], for node: Int) {
    nodes[node].outputs = outputs
  }

  func takesPart(_ node: Int) -> Bool { options.selection?.contains(node) ?? true }

  /// How many needs of a node have not come to their end; those that take no part never will.
  func openNeeds(of node: Node) -> Int {
    node.needs.count { takesPart($0.node) && !nodes[$0.node].status.isFinal }
  }

  func isFinally(_ node: Int) -> Bool { graph.nodes[node].definition.isFinally }

  // MARK: - The one door

  mutating func move(_ node: Int, to status: TaskStatus) {
    // A joint has no attempts, and what an earlier part of the run came to is a fact.
    let isFree = graph.nodes[node].role != .work || nodes[node].earlier != nil
    precondition(
      nodes[node].status.successors.contains(status) || isFree && !nodes[node].status.isFinal,
      "\(graph.nodes[node].key) cannot go from \(nodes[node].status) to \(status)"
    )
    nodes[node].status = status
  }

  /// Brings a node to its end; what has a row is counted and told.
  mutating func settle(_ node: Int, as status: TaskStatus, reason: RunReason.Kind? = nil) {
    move(node, to: status)
    if let reason { nodes[node].reason = reason }
    count(node, -1)
    if hasRow(node) {
      counts.add(status)
      actions.append(.settled(node: node))
    }
    let policy = graph.nodes[node].definition.policy
    if graph.nodes[node].role != .gathering, status == .failed || status == .lost,
      !(policy.continueOnError && status == .failed)
    {
      failed()
    }
    for dependent in graph.dependents[node] where takesPart(dependent) {
      nodes[dependent].openNeeds -= 1
      if nodes[dependent].openNeeds == 0 { decidable.append(dependent) }
    }
  }

  /// What does work has a row, and so has an expansion that came to nothing.
  private func hasRow(_ node: Int) -> Bool {
    switch graph.nodes[node].role {
    case .work: true
    case .gathering: false
    case .expansion: !graph.groups[graph.nodes[node].group].isExpanded
    }
  }

  /// Counts nodes that are open.
  mutating func count(_ node: Int, _ change: Int) {
    if isFinally(node) { open.finally += change } else { open.tasks += change }
  }

  /// Whether a failure keeps everything else from starting.
  package var stopsOnFailure: Bool { options.failFast ?? (graph.workflow.onFailure == .stop) }

  private mutating func failed() {
    hasFailed = true
    if stopsOnFailure { stop() }
  }
}
