import Model
import TestSupport
import Testing

@testable import Planning

@Suite struct StoppingTests {
  private let tasks: [TaskDefinition] = [
    .make("a"), .make("b"), .make("c"), .make("d", needs: ["b"]), .make("e", needs: ["a"]),
  ]

  @Test(arguments: [true, false]) func nothingNewStartsAfterAFailure(byOption: Bool) throws {
    let graph = try GraphBuilder.build(
      .make(tasks, onFailure: byOption ? .proceed : .stop),
      params: [:]
    )
    var run = MachineDriver(graph, window: 2, failFast: byOption ? true : nil)
    run.begin()
    #expect(run.ordered == [0, 1])
    run.start("a")
    run.start("b")
    run.end("a", Sample.outcome(exit: 1))
    #expect(run.withdrawals == 1)
    #expect(run.result == nil)
    run.end("b")
    #expect(run.states == "a failed, b succeeded, c skipped, d skipped, e blocked")
    #expect(run.reason("c") == .stopped)
    #expect(run.reason("d") == .stopped)
    #expect(run.result == .failed)
  }

  @Test func itGoesOnIfAskedTo() throws {
    let graph = try GraphBuilder.build(.make(tasks, onFailure: .stop), params: [:])
    var run = MachineDriver(graph, window: 1, failFast: false)
    run.begin()
    run.end("a", Sample.outcome(exit: 1))
    run.runToEnd()
    #expect(run.states == "a failed, b succeeded, c succeeded, d succeeded, e blocked")
    #expect(run.result == .failed)
  }

  @Test func queuedOnesAreSkipped() throws {
    var run = MachineDriver(
      try GraphBuilder.build(.make(tasks, onFailure: .stop), params: [:]),
      window: 3
    )
    run.begin()
    run.start("a")
    run.end("a", Sample.outcome(exit: 1))
    run.withdraw("b")
    run.withdraw("c")
    #expect(run.states == "a failed, b skipped, c skipped, d skipped, e blocked")
    #expect(run.result == .failed)
  }

  @Test func whatFailedAndWaitsForARetryHasFailed() throws {
    let again = TaskPolicy(retry: RetryPolicy(limit: 3))
    for isOrdered in [true, false] {
      var run = MachineDriver(
        try Graph.make(.make("a", policy: again), .make("b"), onFailure: .stop),
        window: isOrdered ? 3 : 1
      )
      run.begin()
      run.end("a", Sample.outcome(exit: 1))
      if !isOrdered { continue }
      run.end("b", Sample.outcome(exit: 1))
      #expect(run.withdrawals == 1)
      run.withdraw("a")
      #expect(run.states == "a failed, b failed")
      #expect(run.machine.nodes[0].attempts.count == 1)
      #expect(run.result == .failed)
    }
  }

  @Test func noRetryAfterAStop() throws {
    var run = MachineDriver(
      try Graph.make(
        .make("a", policy: TaskPolicy(retry: RetryPolicy(limit: 3))),
        .make("b"),
        onFailure: .stop
      )
    )
    run.begin()
    run.start("a")
    run.end("b", Sample.outcome(exit: 1))
    run.end("a", Sample.outcome(exit: 1))
    #expect(run.states == "a failed, b failed")
  }

  @Test func reuseGoesOnAfterAStop() throws {
    let graph = try GraphBuilder.build(.make(tasks, onFailure: .stop), params: [:])
    var first = MachineDriver(graph)
    first.begin()
    first.runToEnd()
    var history = first.history()
    history.latest[NodeKey(task: "a")] = nil
    history.succeeded[NodeKey(task: "a")] = nil
    var run = MachineDriver(graph, history: history)
    run.begin()
    run.end("a", Sample.outcome(exit: 1))
    #expect(run.states == "a failed, b cached, c cached, d cached, e blocked")
  }

  @Test func aPlannedFailureStopsTheRun() throws {
    var run = MachineDriver(
      try Graph.make(.make("a", inputs: ["gone"]), .make("b"), onFailure: .stop)
    )
    run.begin()
    #expect(run.states == "a failed, b skipped")
    #expect(run.result == .failed)
  }

  @Test func cancelledBeforeAnythingBegan() throws {
    var run = MachineDriver(try GraphBuilder.build(.make(tasks), params: [:]))
    run.begin()
    run.apply(.cancelRequested)
    #expect((run.withdrawals, run.cancellations) == (1, 1))
    for task in ["a", "b", "c"] { run.withdraw(task) }
    #expect(run.states == "a cancelled, b cancelled, c cancelled, d cancelled, e cancelled")
    #expect(run.reason("d") == .cancelled)
    #expect(run.result == .cancelled)
  }

  @Test func cancelledInTheMiddle() throws {
    var run = MachineDriver(try GraphBuilder.build(.make(tasks), params: [:]), window: 2)
    run.begin()
    run.start("a")
    run.end("a")
    run.start("b")
    run.apply(.cancelRequested)
    #expect((run.withdrawals, run.cancellations) == (1, 1))
    run.withdraw("c")
    run.withdraw("e")
    run.end("b", Sample.outcome(exit: 143, cause: .cancelled))
    #expect(run.states == "a succeeded, b cancelled, c cancelled, d cancelled, e cancelled")
    #expect(run.result == .cancelled)
    #expect(run.machine.counts.cancelled == 4)
  }

  @Test func whatEndsWellDespiteACancellationHas() throws {
    var run = MachineDriver(try Graph.make(.make("a"), .make("b", needs: ["a"])))
    run.begin()
    run.apply(.cancelRequested)
    run.end("a")
    #expect(run.states == "a succeeded, b cancelled")
    #expect(run.result == .cancelled)
  }

  @Test func noRetryAfterACancellation() throws {
    var run = MachineDriver(
      try Graph.make(.make("a", policy: TaskPolicy(retry: RetryPolicy(limit: 5))))
    )
    run.begin()
    run.end("a", Sample.outcome(exit: 1))
    run.start("a")
    run.apply(.cancelRequested)
    run.end("a", Sample.outcome(exit: 1))
    #expect(run.states == "a cancelled")
  }

  @Test func aCancellationAfterTheEndChangesNothing() throws {
    var run = MachineDriver(try Graph.make(.make("a")))
    run.begin()
    run.end("a")
    run.apply(.cancelRequested)
    #expect(run.cancellations == 0)
    #expect(run.result == .succeeded)
  }

  @Test func aTaskCancelledFromOutsideIsNoSuccessOfTheRun() throws {
    var run = MachineDriver(try Graph.make(.make("a"), .make("b", needs: ["a"])))
    run.begin()
    run.end("a", Sample.outcome(exit: 143, cause: .cancelled))
    #expect(run.states == "a cancelled, b cancelled")
    #expect(run.result == .cancelled)
  }
}
