import Model
import TestSupport
import Testing

@testable import Planning

@Suite struct RunMachineTests {
  private let diamond: [TaskDefinition] = [
    .make("a"), .make("b", needs: ["a"]), .make("c", needs: ["a"]), .make("d", needs: ["b", "c"]),
  ]

  private func graph(_ tasks: [TaskDefinition], onFailure: FailurePolicy = .proceed) throws -> Graph
  {
    try GraphBuilder.build(.make(tasks, onFailure: onFailure), params: [:])
  }

  @Test func needsComeFirst() throws {
    var run = MachineDriver(try graph(diamond))
    run.begin()
    #expect(run.started == ["a"])
    run.end("a")
    #expect(run.started == ["a", "b", "c"])
    run.end("c")
    #expect(run.status("d") == .pending)
    run.end("b")
    run.end("d")
    #expect(run.result == .succeeded)
    #expect(run.states == "a succeeded, b succeeded, c succeeded, d succeeded")
    #expect(run.machine.counts.succeeded == 4)
  }

  @Test func theWindowBoundsOrders() throws {
    var run = MachineDriver(try graph((0..<10).map { .make("t\($0)") }), window: 3)
    run.begin()
    #expect(run.ordered == [0, 1, 2])
    run.end("t1")
    #expect(run.ordered == [0, 2, 3])
    run.runToEnd()
    #expect(run.result == .succeeded)
  }

  @Test func theLongestWayToAnEndComesFirst() throws {
    var run = MachineDriver(
      try Graph.make(
        .make("leaf"),
        .make("short"),
        .make("long"),
        .make("s2", needs: ["short"]),
        .make("l2", needs: ["long"]),
        .make("l3", needs: ["l2"])
      ),
      window: 1
    )
    run.begin()
    run.runToEnd()
    #expect(run.started == ["long", "short", "l2", "leaf", "s2", "l3"])
  }

  @Test func equalWaysKeepTheWorkflowsOrder() throws {
    var run = MachineDriver(try graph((0..<20).map { .make("t\($0)") }), window: 1)
    run.begin()
    run.runToEnd()
    #expect(run.started == (0..<20).map { "t\($0)" })
  }

  @Test func anEmptyRunIsOver() throws {
    var run = MachineDriver(try Graph.make(.make("a")), selection: [])
    run.begin()
    #expect(run.isUpToDate)
    #expect(run.machine.counts.total == 0)
  }

  @Test func aFailureBlocksWhatNeedsItAlone() throws {
    var run = MachineDriver(try graph(diamond + [.make("other")]))
    run.begin()
    run.end("a")
    run.end("b", Sample.outcome(exit: 1))
    run.end("c")
    run.end("other")
    #expect(run.states == "a succeeded, b failed, c succeeded, d blocked, other succeeded")
    #expect(run.reason("d") == .upstreamFailed)
    #expect(run.result == .failed)
  }

  @Test func orderOnlyNeedsBlockToo() throws {
    var run = MachineDriver(try Graph.make(.make("a"), .make("b", after: ["a"])))
    run.begin()
    run.end("a", Sample.outcome(exit: 1))
    #expect(run.states == "a failed, b blocked")
  }

  @Test func whatMayFailDoesNotStopOthers() throws {
    var run = MachineDriver(
      try Graph.make(
        .make("a", policy: TaskPolicy(continueOnError: true)),
        .make("b", needs: ["a"])
      )
    )
    run.begin()
    run.end("a", Sample.outcome(exit: 1, outputs: [Sample.output("half", 1)]))
    #expect(run.machine.nodes[0].outputs.map(\.path) == ["half"])
    #expect(run.machine.nodes[0].result == nil)
    run.end("b")
    #expect(run.states == "a failed, b succeeded")
    #expect(run.result == .succeeded)
  }

  @Test func retriesComeBeforeFailure() throws {
    var run = MachineDriver(
      try Graph.make(.make("a", policy: TaskPolicy(retry: RetryPolicy(limit: 2))))
    )
    run.begin()
    run.end("a", Sample.outcome(exit: 1))
    #expect(run.status("a") == .queued)
    run.start("a")
    #expect(run.status("a") == .running)
    run.end("a", Sample.outcome(cause: .timeout))
    run.end("a")
    #expect(run.result == .succeeded)
    #expect(run.machine.nodes[0].attempts.map(\.number) == [1, 2, 3])
    #expect(run.machine.counts.total == 1)
  }

  @Test func retriesEnd() throws {
    var run = MachineDriver(
      try Graph.make(.make("a", policy: TaskPolicy(retry: RetryPolicy(limit: 1))))
    )
    run.begin()
    run.runToEnd { _ in Sample.outcome(exit: 3) }
    #expect(run.states == "a failed")
    #expect(run.machine.nodes[0].attempts.count == 2)
  }

  @Test func lostIsNoSuccess() throws {
    var run = MachineDriver(
      try Graph.make(
        .make("a", policy: TaskPolicy(continueOnError: true)),
        .make("b", needs: ["a"])
      )
    )
    run.begin()
    run.end("a", Sample.outcome(cause: .lost))
    #expect(run.states == "a lost, b blocked")
    #expect(run.result == .failed)
  }

  @Test func aMissingInputFailsWithoutAnAttempt() throws {
    var run = MachineDriver(
      try Graph.make(
        .make("a", inputs: ["gone.txt"], policy: TaskPolicy(retry: RetryPolicy(limit: 3))),
        .make("b", needs: ["a"])
      )
    )
    run.begin()
    #expect(run.states == "a failed, b blocked")
    #expect(
      run.machine.nodes[0].problem
        == "input \"gone.txt\" is neither in the commit nor made by another task"
    )
    #expect(run.result == .failed)
  }

  @Test func anExpressionWithoutAValueFails() throws {
    var run = MachineDriver(try Graph.make(.make("a", run: "echo ${{ fromJSON('{') }}")))
    run.begin()
    #expect(run.states == "a failed")
    #expect(run.machine.nodes[0].problem == "fromJSON: expected a key in quotes at byte 1")
  }

  @Test func aSelectionIsAllThatRuns() throws {
    let graph = try graph(diamond + [.make("other")])
    var run = MachineDriver(graph, selection: graph.closure(of: ["b"]))
    run.begin()
    run.runToEnd()
    #expect(run.states == "a succeeded, b succeeded, c pending, d pending, other pending")
    #expect(run.machine.participants == [0, 1])
    #expect(run.machine.counts.total == 2)
    #expect(run.result == .succeeded)
  }

  @Test func resultsAndOutputsReachExpressions() throws {
    var run = MachineDriver(
      try Graph.make(
        .make("a", outputs: ["out/*"]),
        .make("b", run: "${{ tasks.a.result.v }} ${{ tasks.a.status }} ${{ tasks.a.outputs }}")
      )
    )
    run.begin()
    run.end("a", Sample.outcome(outputs: [Sample.output("out/x", 1)], result: ["v": 7]))
    let situation = try NodeSituation(run.machine, 1)
    #expect(situation.values == [7, "succeeded", ["out/x"]])
  }

  @Test func aChainLongerThanAnyStackIsReused() throws {
    let count = 100_000
    let tasks = (0..<count).map { position in
      TaskDefinition.make("t\(position)", needs: position == 0 ? [] : ["t\(position - 1)"])
    }
    let graph = try graph(tasks)
    var first = RunMachine(
      graph: graph,
      sources: SourceListing(),
      history: TaskHistory(),
      run: [:],
      options: .init(window: 8)
    )
    var open = first.apply(.began, at: Sample.start)
    var result: RunStatus?
    while let action = open.popLast() {
      if case .start(let node, _) = action {
        open += first.apply(.attemptEnded(node: node, Sample.outcome()), at: Sample.start)
      }
      if case .finished(let status) = action { result = status }
    }
    #expect(result == .succeeded)
    var past: [NodeKey: PastOutcome] = [:]
    past.reserveCapacity(count)
    for (position, node) in graph.nodes.enumerated() {
      let state = first.nodes[position]
      past[node.key] = PastOutcome(
        run: "build/r",
        status: .succeeded,
        fingerprint: try #require(state.fingerprint),
        outcome: state.outcome,
        finishedAt: Sample.start,
        row: Int64(position)
      )
    }
    var second = RunMachine(
      graph: graph,
      sources: SourceListing(),
      history: TaskHistory(latest: past, succeeded: past),
      run: [:],
      options: .init(window: 8)
    )
    let actions = second.apply(.began, at: Sample.start)
    #expect(second.counts.cached == count)
    #expect(actions.last == .upToDate)
  }
}
