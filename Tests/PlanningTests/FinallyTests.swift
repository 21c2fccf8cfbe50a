import Model
import TestSupport
import Testing

@testable import Planning

@Suite struct FinallyTests {
  private let text = """
    on_failure: ON_FAILURE
    tasks:
      a: {run: 'true'}
      b: {needs: [a], run: 'true'}
    finally:
      last: {needs: [first], run: 'true'}
      first: {run: "echo ${{ tasks.a.status }} ${{ tasks.b.status }}"}
    """

  private func run(stops: Bool = false) throws -> MachineDriver {
    try MachineDriver(text.replacing("ON_FAILURE", with: stops ? "stop" : "continue"))
  }

  @Test func itFollowsASuccess() throws {
    var run = try run()
    run.end("a")
    #expect(run.starts == ["a", "b"])
    run.end("b")
    #expect(run.starts == ["a", "b", "first"])
    #expect(try run.situation("first").values == ["succeeded", "succeeded"])
    run.end("first")
    #expect(run.result == nil)
    run.end("last")
    #expect(run.result == .succeeded)
  }

  @Test(arguments: [true, false]) func itFollowsAFailure(stops: Bool) throws {
    var run = try run(stops: stops)
    run.end("a", Sample.outcome(exit: 1))
    #expect(run.starts == ["a", "first"])
    #expect(try run.situation("first").values == ["failed", "blocked"])
    #expect(run.machine.status == .failed)
    run.runToEnd()
    #expect(run.rows == "a failed, b blocked, last succeeded, first succeeded")
    #expect(run.result == .failed)
  }

  @Test func itFollowsACancel() throws {
    var run = try run()
    run.start("a")
    run.apply(.cancelRequested)
    #expect(run.starts == ["a"])
    run.end("a", Sample.outcome(exit: 143, cause: .cancelled))
    #expect(run.starts == ["a", "first"])
    #expect(run.machine.status == .cancelled)
    run.runToEnd()
    #expect(run.rows == "a cancelled, b cancelled, last succeeded, first succeeded")
    #expect(run.result == .cancelled)
  }

  @Test func itFollowsTheEndOfItsTimeWhichIsAFailure() throws {
    var run = try run()
    run.start("a")
    run.apply(.timeOver)
    run.end("a", Sample.outcome(exit: 143, cause: .cancelled))
    #expect(run.starts == ["a", "first"])
    #expect(run.machine.status == .failed)
    run.runToEnd()
    #expect(run.rows == "a cancelled, b cancelled, last succeeded, first succeeded")
    #expect(run.result == .failed)
  }

  @Test func aSecondCancelEndsItToo() throws {
    var run = try run()
    run.start("a")
    run.apply(.cancelRequested)
    run.apply(.cancelRequested)
    run.end("a", Sample.outcome(exit: 143, cause: .cancelled))
    #expect(run.rows == "a cancelled, b cancelled, last cancelled, first cancelled")
    #expect(run.cancellations == 2)
    run.apply(.cancelRequested)
    #expect(run.cancellations == 2)
  }

  @Test func aCancelWhileItRunsEndsIt() throws {
    var run = try run()
    run.end("a")
    run.end("b")
    #expect(run.machine.isEnding)
    run.start("first")
    run.apply(.cancelRequested)
    run.end("first", Sample.outcome(exit: 143, cause: .cancelled))
    #expect(run.rows == "a succeeded, b succeeded, last cancelled, first cancelled")
    #expect(run.result == .cancelled)
  }

  @Test func itsFailureFailsTheRun() throws {
    var run = try run(stops: true)
    run.end("a")
    run.end("b")
    run.end("first", Sample.outcome(exit: 1))
    #expect(run.rows == "a succeeded, b succeeded, last blocked, first failed")
    #expect(run.result == .failed)
  }

  @Test func itIsRetriedAfterAStopAndACancel() throws {
    var run = try MachineDriver(
      """
      on_failure: stop
      tasks: {a: {run: 'true'}}
      finally: {f: {run: 'true', retry: {limit: 2, delay: 1s}}}
      """
    )
    run.start("a")
    run.apply(.cancelRequested)
    run.end("a", Sample.outcome(exit: 1))
    run.end("f", Sample.outcome(exit: 1))
    #expect(run.delays.count == 1)
    run.apply(.delayOver(node: 1))
    run.end("f")
    #expect(run.rows == "a cancelled, f succeeded")
  }

  @Test func itsConditionKnowsHowTheRunWent() throws {
    let text = """
      tasks: {a: {run: 'true'}}
      finally:
        good: {if: success(), run: 'true'}
        bad: {if: failure(), run: 'true'}
        gone: {if: cancelled(), run: 'true'}
        state: {if: tasks.a.status == 'failed', run: 'true'}
      """
    let states = { (outcome: AttemptOutcome, cancels: Bool) in
      var run = try MachineDriver(text)
      run.start("a")
      if cancels { run.apply(.cancelRequested) }
      run.end("a", outcome)
      run.runToEnd()
      return run.rows
    }
    #expect(
      try states(Sample.outcome(), false)
        == "a succeeded, good succeeded, bad skipped, gone skipped, state skipped"
    )
    #expect(
      try states(Sample.outcome(exit: 1), false)
        == "a failed, good skipped, bad succeeded, gone skipped, state succeeded"
    )
    #expect(
      try states(Sample.outcome(exit: 143, cause: .cancelled), true)
        == "a cancelled, good skipped, bad skipped, gone succeeded, state skipped"
    )
  }

  @Test func itIsNeverCachedAndDoesNotMakeARun() throws {
    var first = try run()
    first.runToEnd()
    let text = text.replacing("ON_FAILURE", with: "continue")
    let second = try MachineDriver(text, history: first.history())
    #expect(second.isUpToDate)
    #expect(second.starts == [])
    var changed = try MachineDriver(
      text.replacing("a: {run: 'true'}", with: "a: {run: 'false'}"),
      history: first.history()
    )
    changed.runToEnd()
    #expect(changed.rows == "a succeeded, b cached, last succeeded, first succeeded")
    #expect(changed.reason("first") == .notCacheable)
  }

  @Test func aSelectionEndsWithItAll() throws {
    var run = try MachineDriver(
      text.replacing("ON_FAILURE", with: "continue"),
      selecting: ["a"]
    )
    run.end("a")
    #expect(try run.situation("first").values == ["succeeded", "pending"])
    run.runToEnd()
    #expect(run.rows == "a succeeded, last succeeded, first succeeded")
    #expect(run.result == .succeeded)
  }

  @Test func itHasFiveMinutes() throws {
    let workflow = try Workflow.written(
      """
      defaults: {timeout: 4h}
      tasks: {a: {run: 'true'}}
      finally: {f: {run: 'true'}, g: {run: 'true', timeout: 1m}}
      """
    )
    #expect(
      workflow.tasks.map(\.policy.timeout) == [.seconds(4 * 3600), .seconds(300), .seconds(60)]
    )
  }

  @Test func itsFanOutExpandsWhateverHappened() throws {
    let text = """
      tasks: {list: {run: 'true', result: json}, b: {needs: [list], run: 'true'}}
      finally:
        f: {foreach: {from: "${{ tasks.list.result }}"}, run: 'true'}
      """
    var run = try MachineDriver(text)
    run.end("list", Sample.outcome(result: ["x"]))
    run.start("b")
    run.apply(.cancelRequested)
    run.end("b", Sample.outcome(cause: .cancelled))
    #expect(run.starts.last == "f/x")
    run.end("f/x")
    #expect(run.rows == "list succeeded, b cancelled, f/x succeeded")
    #expect(run.result == .cancelled)
  }
}
