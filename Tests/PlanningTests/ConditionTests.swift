import Model
import TestSupport
import Testing

@testable import Planning

/// `if`, and what needs that were skipped, failed or cancelled make of a task.
@Suite struct ConditionTests {
  private func run(
    _ tasks: String,
    _ ends: [(String, AttemptOutcome)] = [],
    params: [String: JSONValue] = [:]
  ) throws -> String {
    var run = try MachineDriver(
      "params: {p: {type: string, default: x}}\ntasks:\n" + tasks,
      params: ["p": "x"].merging(params) { _, new in new }
    )
    for (task, outcome) in ends { run.end(task, outcome) }
    run.runToEnd()
    #expect(run.result != nil || run.isUpToDate)
    return run.rows
  }

  private let failed = [("a", Sample.outcome(exit: 1))]

  @Test func aConditionSkips() throws {
    let tasks = """
        a: {if: params.p == 'x', run: 'true'}
        b: {needs: [a], run: 'true'}
        c: {if: "${{ params.p == 'x' && success() }}", run: 'true'}
      """
    #expect(try run(tasks) == "a succeeded, b succeeded, c succeeded")
    #expect(try run(tasks, params: ["p": "y"]) == "a skipped, b skipped, c skipped")
  }

  @Test func aTaskThatIsNamedIsANeed() throws {
    #expect(
      try run(
        """
          a: {run: 'true', result: json}
          b: {if: tasks.a.result.n > 1, run: 'true'}
          c: {if: tasks.a.result.n < 1, run: 'true'}
        """,
        [("a", Sample.outcome(result: ["n": 2]))]
      ) == "a succeeded, b succeeded, c skipped"
    )
  }

  @Test func aConditionWithoutAValueFails() throws {
    #expect(
      try run(
        "  a: {run: 'true', result: json}\n  b: {if: tasks.a.result.n > 1, run: 'true'}",
        [("a", Sample.outcome(result: ["n": "2"]))]
      ) == "a succeeded, b failed"
    )
  }

  @Test(arguments: [
    ("always()", "succeeded", "succeeded"), ("failure()", "skipped", "succeeded"),
    ("success()", "succeeded", "blocked"), ("cancelled()", "skipped", "skipped"),
    ("'!cancelled()'", "succeeded", "succeeded"),
    ("failure() || success()", "succeeded", "succeeded"),
    ("tasks.a.status == 'failed'", "skipped", "succeeded"),
    ("tasks.a.status == 'succeeded'", "succeeded", "skipped"),
    ("always() && tasks.a.status == 'failed'", "skipped", "succeeded"),
    ("params.p == 'x'", "succeeded", "blocked"),
  ])
  func afterASuccessAndAfterAFailure(condition: String, good: String, bad: String) throws {
    let tasks = """
        a: {run: 'true'}
        b: {needs: [a], if: \(condition), run: 'true'}
      """
    #expect(try run(tasks) == "a succeeded, b \(good)")
    #expect(try run(tasks, failed) == "a failed, b \(bad)")
  }

  @Test func aStatusExcusesThatTaskAlone() throws {
    #expect(
      try run(
        """
          a: {run: 'true'}
          b: {run: 'true'}
          c: {needs: [a, b], if: tasks.b.status == 'succeeded', run: 'true'}
        """,
        failed
      ) == "a failed, b succeeded, c blocked"
    )
  }

  @Test func failureGoesThroughWhatWasBlocked() throws {
    #expect(
      try run(
        """
          a: {run: 'true'}
          b: {needs: [a], run: 'true'}
          c: {needs: [b], if: failure(), run: 'true'}
        """,
        failed
      ) == "a failed, b blocked, c succeeded"
    )
  }

  @Test func orderAloneAndOptionalNeeds() throws {
    let tasks = """
        a: {if: "params.p != 'x'", run: 'true'}
        b: {needs: [{task: a, order: true}], run: 'true'}
        c: {needs: [{task: a, optional: true}], run: "echo ${{ tasks.a.result }}"}
        d: {needs: [{task: a, optional: true, order: true}], run: 'true'}
      """
    #expect(try run(tasks) == "a skipped, b skipped, c succeeded, d succeeded")
    #expect(
      try run(tasks, failed, params: ["p": "y"]) == "a failed, b blocked, c blocked, d blocked"
    )
  }

  @Test func whatMayFailIsFollowedByNull() throws {
    var run = try MachineDriver(
      """
      tasks:
        a: {continue_on_error: true, run: 'true', outputs: [o]}
        b: {inputs: [o], run: "echo ${{ tasks.a.result }} ${{ tasks.a.status }}"}
      """
    )
    run.end("a", Sample.outcome(exit: 1, outputs: [Sample.output("o", 1)], result: 1))
    #expect(try run.situation("b").values == [nil, "failed"])
    run.end("b")
    #expect(run.rows == "a failed, b succeeded")
    #expect(run.result == .succeeded)
  }

  @Test func theOutputsOfARun() throws {
    var run = try MachineDriver(
      """
      params: {p: {type: integer}}
      tasks:
        a: {foreach: [x, y], run: 'true'}
        b: {if: params.p > 5, run: 'true'}
      outputs:
        all: "${{ tasks.a.results }}"
        text: "p is ${{ params.p }}, b ${{ tasks.b.status }}"
        none: "${{ tasks.b.result }}"
        list: ["${{ params.p }}", {k: "${{ tasks.a.status }}"}]
      """,
      params: ["p": 3]
    )
    run.end("a/x", Sample.outcome(result: 1))
    run.end("a/y", Sample.outcome(result: ["k": 2]))
    #expect(
      try RunOutputs.values(of: run.machine) == [
        "all": [1, ["k": 2]], "text": "p is 3, b skipped", "none": nil,
        "list": [3, ["k": "succeeded"]],
      ]
    )
  }
}
