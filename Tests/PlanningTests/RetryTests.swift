import Model
import TestSupport
import Testing

@testable import Planning

@Suite struct RetryTests {
  private func run(_ retry: String, _ more: String = "") throws -> MachineDriver {
    try MachineDriver("tasks: {a: {run: 'true', retry: \(retry)\(more)}, b: {run: 'true'}}")
  }

  @Test func delaysGrowToTheirLimit() throws {
    var run = try run("{limit: 4, delay: 10s, backoff: 3, max_delay: 1m}")
    for attempt in 1...4 {
      run.end("a", Sample.outcome(exit: 1))
      #expect(run.status("a") == .waiting)
      #expect(run.delays.count == attempt)
      run.apply(.delayOver(node: 0))
      #expect(run.status("a") == .queued)
    }
    #expect(run.delays.map(\.1) == [.seconds(10), .seconds(30), .seconds(60), .seconds(60)])
    run.end("a", Sample.outcome(exit: 1))
    run.end("b")
    #expect(run.rows == "a failed, b succeeded")
    #expect(run.machine.nodes[0].attempts.count == 5)
  }

  @Test func aDelayIsNoEndAndNoPause() throws {
    var run = try run("{limit: 1, delay: 10s}")
    run.end("b")
    run.end("a", Sample.outcome(exit: 1))
    #expect(run.result == nil && run.suspensions == 0)
    run.apply(.delayOver(node: 0))
    run.apply(.delayOver(node: 0))
    #expect(run.starts == ["a", "b", "a"])
    run.end("a")
    #expect(run.result == .succeeded)
  }

  @Test(arguments: [
    (Sample.outcome(exit: 75), true), (Sample.outcome(exit: 137), true),
    (Sample.killed(by: 9), true), (Sample.killed(by: 15), false),
    (Sample.outcome(exit: 1), false), (Sample.outcome(cause: .timeout), false),
    (Sample.outcome(exit: 75, cause: .timeout), false), (Sample.outcome(cause: .lost), true),
    (Sample.outcome(cause: .missingOutputs), false),
  ])
  func someExitsAreWorthAnother(outcome: AttemptOutcome, again: Bool) throws {
    var run = try run("{limit: 1, on_exit: [75, 137]}")
    run.end("a", outcome)
    #expect(run.status("a").isFinal != again)
  }

  @Test(arguments: [
    AttemptRecord.Cause.timeout, .idleTimeout, .lost, .notStarted, .missingOutputs, .badOutputs,
    .badResult, .inputChanged,
  ])
  func anyFailureIsWorthAnother(cause: AttemptRecord.Cause) throws {
    var run = try run("2")
    run.end("a", Sample.outcome(cause: cause))
    run.end("a", Sample.outcome(cause: cause))
    #expect(run.status("a") == .queued)
    run.end("a", Sample.outcome(cause: cause))
    #expect(run.status("a") == (cause == .lost ? .lost : .failed))
    #expect(run.machine.nodes[0].attempts.map(\.cause) == [cause, cause, cause])
  }

  @Test func whatWaitsForItsNextAttemptIsEndedByACancel() throws {
    var run = try run("{limit: 1, delay: 10s}")
    run.end("a", Sample.outcome(exit: 1))
    run.apply(.cancelRequested)
    run.withdraw("b")
    run.apply(.delayOver(node: 0))
    #expect(run.rows == "a cancelled, b cancelled")
    #expect(run.result == .cancelled)
  }

  @Test func aRunOfAnotherWorkflowIsTriedAsOftenAsDeclared() throws {
    for limit in [0, 2] {
      var workflow = try Workflow.written("tasks: {w: {workflow: other}}")
      workflow.tasks[0].policy.retry.limit = limit
      var run = MachineDriver(try GraphBuilder.build(workflow, params: [:]))
      run.begin()
      for child in 0...limit {
        run.start("w")
        #expect(run.machine.nodes[0].childRun == nil)
        var outcome = Sample.outcome(exit: 1)
        outcome.run = "other/\(child)"
        run.end("w", outcome)
      }
      #expect(run.rows == "w failed")
      #expect(run.machine.nodes[0].childRun == "other/\(limit)")
      #expect(run.machine.nodes[0].attempts.isEmpty)
      #expect(run.starts.count == limit + 1)
    }
  }
}
