import Model
import TestSupport
import Testing

@testable import Planning

/// What goes on after a cancel, and what a task that stops the run leaves.
@Suite struct GoingOnTests {
  @Test func someGoOnAfterACancel() throws {
    var run = try MachineDriver(
      """
      tasks:
        a: {run: 'true'}
        always: {needs: [a], if: always(), run: 'true'}
        gone: {needs: [a], if: cancelled(), run: 'true'}
        not: {needs: [a], if: '!cancelled()', run: 'true'}
        plain: {needs: [a], run: 'true'}
      """
    )
    run.start("a")
    run.apply(.cancelRequested)
    run.end("a", Sample.outcome(cause: .cancelled))
    #expect(run.starts == ["a", "always", "gone"])
    run.runToEnd()
    #expect(run.status("not") == .cancelled)
    #expect(run.status("plain") == .cancelled)
    #expect(run.result == .cancelled)
  }

  /// Whoever stands in the queue when the cancel comes is asked again.
  @Test func theQueueIsAskedAgain() throws {
    var run = try MachineDriver(
      """
      tasks:
        a: {run: 'true'}
        always: {if: always(), run: 'true'}
        not: {if: '!cancelled()', run: 'true'}
      """,
      window: 1
    )
    run.start("a")
    run.apply(.cancelRequested)
    run.end("a", Sample.outcome(cause: .cancelled))
    #expect(run.starts == ["a", "always"])
    run.runToEnd()
    #expect(run.rows == "a cancelled, always succeeded, not cancelled")
  }

  @Test func aCancelAfterAStopLeavesNobodyWaiting() throws {
    var run = try MachineDriver(
      """
      on_failure: stop
      tasks:
        a: {run: 'true'}
        b: {run: 'true'}
        c: {if: always(), run: 'true'}
      """,
      window: 2
    )
    run.start("a")
    run.start("b")
    run.end("a", Sample.outcome(exit: 1))
    run.apply(.cancelRequested)
    run.end("b", Sample.outcome(cause: .cancelled))
    #expect(run.rows == "a failed, b cancelled, c skipped")
    #expect(run.result == .cancelled)
  }

  @Test func anExitThatStopsIsASuccess() throws {
    var run = try MachineDriver(
      """
      tasks:
        a: {run: 'true', exit_codes: {success: [0], stop: [123]}}
        b: {run: 'true'}
        c: {run: 'true'}
        d: {needs: [a], run: 'true'}
        e: {needs: [b], run: 'true'}
      finally: {f: {run: 'true'}}
      """,
      window: 2
    )
    var stop = Sample.outcome(exit: 123)
    stop.stops = true
    run.start("a")
    run.start("b")
    run.end("a", stop)
    run.end("b")
    #expect(run.starts == ["a", "b", "f"])
    run.end("f")
    #expect(run.rows == "a skipped, b succeeded, c skipped, d skipped, e skipped, f succeeded")
    #expect(run.reason("a") == .stopRequested)
    #expect(run.reason("c") == .stopped)
    #expect(run.machine.stoppedBy == NodeKey(task: "a"))
    #expect(run.result == .succeeded)
  }

  @Test func anInstanceStopsTheOthers() throws {
    var run = try MachineDriver(
      """
      tasks:
        a: {foreach: [x, y, z], max_parallel: 1, missing_outputs: stop, outputs: ["${{ item }}"], run: 'true'}
        b: {needs: [a], run: 'true'}
      """
    )
    var stop = Sample.outcome(cause: .missingOutputs)
    stop.stops = true
    run.end("a/x")
    run.end("a/y", stop)
    #expect(run.rows == "a/x succeeded, a/y skipped, a/z skipped, b skipped")
    #expect(run.machine.stoppedBy?.description == "a/y")
    #expect(run.result == .succeeded)
  }
}
