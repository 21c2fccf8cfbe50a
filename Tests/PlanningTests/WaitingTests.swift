import Model
import TestSupport
import Testing

@testable import Planning

/// Tasks that wait for a person, a program or a run of another workflow.
@Suite struct WaitingTests {
  private let approved = """
    tasks:
      a: {run: 'true'}
      ask: {needs: [a], approval: {prompt: go?, by: [ann]}, run: 'true'}
      then: {needs: [ask], run: 'true'}
    """

  private func asking() throws -> MachineDriver {
    var run = try MachineDriver(approved)
    run.end("a")
    return run
  }

  @Test func anApprovalIsWaitedForAndThenRuns() throws {
    var run = try asking()
    #expect(run.waiting == ["ask"])
    #expect(run.rows == "a succeeded, ask waiting, then pending")
    #expect(run.suspensions == 1)
    #expect(run.machine.waitingNodes == [1])
    run.apply(.decided(node: 1, .complete(1)))
    #expect(run.status("ask") == .waiting)
    run.apply(.decided(node: 1, .approve))
    #expect(run.starts == ["a", "ask"])
    run.apply(.decided(node: 1, .reject))
    run.end("ask")
    run.end("then")
    #expect(run.result == .succeeded)
  }

  @Test func aRejectionFails() throws {
    var run = try asking()
    run.apply(.decided(node: 1, .reject))
    #expect(run.rows == "a succeeded, ask failed, then blocked")
    #expect(run.reason("ask") == .rejected)
    #expect(run.result == .failed)
  }

  @Test func whatIsCachedNeedsNoApproval() throws {
    var run = try asking()
    run.apply(.decided(node: 1, .approve))
    run.runToEnd()
    let second = try MachineDriver(approved, history: run.history())
    #expect(second.waiting == [])
    #expect(second.isUpToDate)
  }

  @Test func whoWasAskedDecidesWhateverOthersDid() throws {
    let run = try asking()
    let rows = [0, 1].map { RowBuilder.row(of: $0, in: run.machine, changes: []) }
    #expect(rows[1].reason?.message == "go?")
    var other = try asking()
    other.apply(.decided(node: 1, .approve))
    other.runToEnd()
    var later = try MachineDriver(Graph.written(approved), history: other.history())
    later.apply(.resumed(rows))
    #expect(later.waiting == ["ask"])
    #expect(later.machine.nodes[1].prompt == "go?")
    later.apply(.decided(node: 1, .reject))
    #expect(later.rows == "a succeeded, ask failed, then blocked")
  }

  @Test func aRunIsSuspendedOnlyWhenNothingElseGoesOn() throws {
    var run = try MachineDriver(
      """
      tasks:
        ask: {approval: {}, run: 'true'}
        b: {run: 'true', retry: {limit: 1, delay: 1s}}
      """
    )
    #expect(run.suspensions == 0)
    run.end("b", Sample.outcome(exit: 1))
    #expect(run.suspensions == 0)
    run.apply(.delayOver(node: 1))
    run.end("b")
    #expect(run.suspensions == 1)
  }

  @Test func aStopAndACancelEndTheWaiting() throws {
    let text = "tasks: {ask: {approval: {}, run: 'true'}, b: {run: 'true'}}"
    var stopped = try MachineDriver("on_failure: stop\n" + text)
    stopped.end("b", Sample.outcome(exit: 1))
    #expect(stopped.rows == "ask skipped, b failed")
    var cancelled = try MachineDriver(text)
    cancelled.end("b")
    cancelled.apply(.cancelRequested)
    #expect(cancelled.rows == "ask cancelled, b succeeded")
    #expect(cancelled.result == .cancelled)
  }

  // MARK: - Completed by others

  private let external =
    "tasks: {a: {complete: external, run: 'true'}, b: {needs: [a], run: 'true'}}"

  @Test func othersEndATask() throws {
    var run = try MachineDriver(external)
    run.end("a", Sample.outcome(result: "job 7"))
    #expect(run.rows == "a waiting, b pending")
    run.apply(.decided(node: 0, .approve))
    #expect(run.status("a") == .waiting)
    run.apply(.decided(node: 0, .complete(["n": 1])))
    #expect(run.machine.nodes[0].result == ["n": 1])
    run.end("b")
    #expect(run.result == .succeeded)
  }

  @Test func withoutAValueTheCommandsStays() throws {
    var run = try MachineDriver(external)
    run.end("a", Sample.outcome(result: "job 7"))
    run.apply(.decided(node: 0, .complete(nil)))
    #expect(run.machine.nodes[0].result == "job 7")
  }

  @Test func othersFailATask() throws {
    var run = try MachineDriver(external)
    run.end("a")
    run.apply(.decided(node: 0, .fail))
    #expect(run.rows == "a failed, b blocked")
    var own = try MachineDriver(external)
    own.end("a", Sample.outcome(exit: 1))
    #expect(own.rows == "a failed, b blocked")
  }

  @Test func aCancelledRunWaitsForNobody() throws {
    var run = try MachineDriver(external)
    run.start("a")
    run.apply(.cancelRequested)
    run.end("a")
    #expect(run.rows == "a cancelled, b cancelled")
    #expect(run.result == .cancelled)
    var child = try MachineDriver("tasks: {w: {workflow: other}}")
    child.start("w")
    child.apply(.cancelRequested)
    child.apply(.childWaits(node: 0, run: "other/1"))
    #expect(child.result == .cancelled)
    #expect(child.endedChildren == ["w"])
    #expect(child.waiting.isEmpty)
  }

  @Test func aCancelEndsARunInsideThatWaits() throws {
    var run = try MachineDriver("tasks: {w: {workflow: other}, ask: {approval: {}, run: 'true'}}")
    run.start("w")
    run.apply(.childWaits(node: 0, run: "other/1"))
    run.apply(.cancelRequested)
    #expect(run.rows == "w cancelled, ask cancelled")
    #expect(run.endedChildren == ["w"])
    #expect(RowBuilder.row(of: 0, in: run.machine, changes: []).run == "other/1")
  }

  // MARK: - Runs of other workflows

  @Test func aRunInsideIsARow() throws {
    var run = try MachineDriver(
      """
      tasks:
        w: {workflow: other, with: {p: 1}}
        b: {needs: [w], run: "echo ${{ tasks.w.result.calls }}"}
      """
    )
    run.start("w")
    var outcome = Sample.outcome(result: ["calls": 3])
    outcome.run = "other/1"
    run.end("w", outcome)
    #expect(try run.situation("b").values == [3])
    let row = RowBuilder.row(of: 0, in: run.machine, changes: [])
    #expect(row.run == "other/1")
    #expect(row.attempts == [])
    let second = try MachineDriver("tasks: {w: {workflow: other}}", history: run.history())
    #expect(second.reason("w") == .otherWorkflow)
  }

  @Test func aRunInsideThatWaitsMakesThisOneWait() throws {
    let text = "tasks: {w: {workflow: other}, b: {needs: [w], run: 'true'}}"
    var run = try MachineDriver(text)
    run.start("w")
    run.apply(.childWaits(node: 0, run: "other/1"))
    #expect(run.rows == "w waiting, b pending")
    #expect(run.suspensions == 1)
    let row = RowBuilder.row(of: 0, in: run.machine, changes: [])
    var later = MachineDriver(run.machine.graph)
    later.apply(.resumed([row]))
    #expect(later.starts == ["w"])
    #expect(later.machine.nodes[0].childRun == "other/1")
    later.end("w", Sample.outcome())
    later.end("b")
    #expect(later.result == .succeeded)
  }

  @Test func aStopLeavesARunInsideAlone() throws {
    var run = try MachineDriver(
      "on_failure: stop\ntasks: {w: {workflow: other}, b: {run: 'true'}}"
    )
    run.start("w")
    run.apply(.childWaits(node: 0, run: "other/1"))
    run.end("b", Sample.outcome(exit: 1))
    #expect(run.rows == "w waiting, b failed")
  }

  // MARK: - Going on later

  @Test func whatHasEndedStaysAndTheRestGoesOn() throws {
    let text = """
      tasks:
        list: {run: 'true', result: json}
        a: {foreach: {from: "${{ tasks.list.result }}"}, run: 'true'}
        ask: {needs: [a], approval: {}, run: 'true'}
        ext: {complete: external, run: 'true'}
      """
    var run = try MachineDriver(text)
    run.end("list", Sample.outcome(result: ["x", "y"]))
    run.end("ext")
    run.end("a/x", Sample.outcome(result: 1))
    run.end("a/y")
    #expect(run.suspensions == 1)
    let rows = run.machine.participants.filter {
      run.machine.nodes[$0].status.isFinal || run.machine.waitingNodes.contains($0)
    }.map { RowBuilder.row(of: $0, in: run.machine, changes: []) }
    var later = MachineDriver(try Graph.written(text))
    later.apply(.resumed(rows))
    #expect(later.starts == [])
    #expect(later.rows == "list succeeded, a/x succeeded, a/y succeeded, ask waiting, ext waiting")
    later.apply(.decided(node: later.position(of: "ext"), .complete(nil)))
    later.apply(.decided(node: later.position(of: "ask"), .approve))
    #expect(later.starts == ["ask"])
    later.end("ask")
    #expect(later.result == .succeeded)
    #expect(later.machine.counts.succeeded == 5)
    #expect(
      RowBuilder.row(of: later.position(of: "a/x"), in: later.machine, changes: []) == rows[1]
    )
  }
}
