import Model
import TestSupport
import Testing

@testable import Planning

/// Fan-outs in a run, from their first instance to what follows them.
@Suite struct FanOutRunTests {
  private let gathered = """
    tasks:
      a: {foreach: [x, y, z], run: 'true'}
      b: {needs: [a], run: "echo ${{ tasks.a.results }} ${{ tasks.a.status }}"}
    """

  @Test func resultsStandInTheOrderOfTheItems() throws {
    var run = try MachineDriver(gathered)
    #expect(run.starts == ["a/x", "a/y", "a/z"])
    run.end("a/z", Sample.outcome(result: 3))
    run.end("a/x", Sample.outcome(result: 1))
    #expect(run.starts.count == 3)
    run.end("a/y", Sample.outcome(result: 2))
    #expect(try run.situation("b").values == [[1, 2, 3], "succeeded"])
    run.end("b")
    #expect(run.rows == "a/x succeeded, a/y succeeded, a/z succeeded, b succeeded")
    #expect(run.machine.counts.succeeded == 4)
    #expect(run.result == .succeeded)
  }

  @Test func aFailedInstanceBlocksWhatGathersIt() throws {
    var run = try MachineDriver(gathered)
    run.end("a/x")
    run.end("a/y", Sample.outcome(exit: 1))
    run.end("a/z")
    #expect(run.rows == "a/x succeeded, a/y failed, a/z succeeded, b blocked")
    #expect(run.result == .failed)
  }

  @Test func failedAndSkippedOnesAreNull() throws {
    var run = try MachineDriver(
      """
      tasks:
        a:
          foreach: [x, y, z]
          if: item != 'z'
          continue_on_error: true
          run: 'true'
        b: {needs: [a], run: "echo ${{ tasks.a.results }} ${{ tasks.a.outputs }}"}
      """
    )
    run.end("a/x", Sample.outcome(outputs: [Sample.output("x", 1)], result: "r"))
    run.end("a/y", Sample.outcome(exit: 1, outputs: [Sample.output("y", 2)], result: "half"))
    #expect(run.reason("a/z") == .conditionFalse)
    #expect(try run.situation("b").values == [["r", nil, nil], ["x", "y"]])
    run.end("b")
    #expect(run.result == .succeeded)
  }

  @Test func aFanOutThatIsSkippedWholeIsSkipped() throws {
    let run = try MachineDriver(
      """
      tasks:
        a: {foreach: [x, y], if: item == 'none', run: 'true'}
        b: {needs: [a], run: 'true'}
        c: {needs: [{task: a, optional: true}], run: 'true'}
      """
    )
    #expect(run.rows == "a/x skipped, a/y skipped, b skipped, c queued")
    #expect(run.reason("b") == .upstreamSkipped)
  }

  @Test func anEmptyFanOutSucceeds() throws {
    var run = try MachineDriver(
      """
      tasks:
        a: {foreach: [], run: 'true'}
        b: {needs: [a], run: "echo ${{ tasks.a.results }}"}
      """
    )
    #expect(try run.situation("b").values == [[]])
    run.end("b")
    #expect(run.rows == "b succeeded")
    #expect(run.machine.counts.total == 1)
  }

  @Test func itemsReachStdinOneALine() throws {
    let run = try MachineDriver(
      """
      tasks:
        a: {foreach: {list: [x, {k: 1}, 2], batch: 2, key: "k${{ item[0] }}"}, stdin: items, run: cat}
        b: {foreach: [only], stdin: items, run: cat}
        c: {stdin: "${{ format('n {0}', 1) }}", run: cat}
      """
    )
    #expect(try run.situation("a/kx").standardInput == "x\n{\"k\":1}\n")
    #expect(try run.situation("a/k2").standardInput == "2\n")
    #expect(try run.situation("b/only").standardInput == "only\n")
    #expect(try run.situation("c").standardInput == "n 1")
  }

  @Test func anItemOfTwoLinesIsNoLine() throws {
    let run = try MachineDriver(
      "tasks: {a: {foreach: {list: [\"x\\ny\"], key: \"k${{ stem(item) }}\"}, stdin: items, run: cat}}"
    )
    #expect(run.rows == "a/kx\ny failed")
    #expect(
      run.state("a/kx\ny").problem == "an item holds a line break, so it is no line of stdin: x\ny"
    )
  }
}
