import Model
import TestSupport
import Testing

@testable import Planning

@Suite struct PairingTests {
  private func edges(_ text: String) throws -> [String] { try Graph.written(text).edges }

  private func problems(_ text: String) throws -> [String] {
    do {
      _ = try Graph.written(text)
      return []
    } catch {
      return try #require(error as? GraphProblems).all.map(\.message)
    }
  }

  @Test func equalKeysPair() throws {
    #expect(
      try edges(
        """
        tasks:
          a: {foreach: [x, y], run: 'true'}
          b: {foreach: [y, x], needs: [{task: a, each: true}], run: 'true'}
        """
      ) == ["a/y>b/y", "a/x>b/x"]
    )
  }

  @Test func equalFieldsPairOneToManyAndManyToOne() throws {
    let few = "{list: [{sample: s1}, {sample: s2}], key: \"${{ item.sample }}\"}"
    let many =
      "{list: [{sample: s1, n: 1}, {sample: s1, n: 2}, {sample: s2, n: 3}], key: \"${{ item.n }}\"}"
    let text = { (first: String, second: String) in
      """
      tasks:
        a: {foreach: \(first), run: 'true'}
        b: {foreach: \(second), needs: [{task: a, each: sample}], run: 'true'}
      """
    }
    #expect(try edges(text(few, many)) == ["a/s1>b/1", "a/s1>b/2", "a/s2>b/3"])
    #expect(try edges(text(many, few)) == ["a/1>b/s1", "a/2>b/s1", "a/3>b/s2"])
  }

  @Test func aMatrixPairsWithItems() throws {
    #expect(
      try edges(
        """
        tasks:
          a: {matrix: {sample: [1, 2], kind: [p]}, run: 'true'}
          b: {foreach: {list: [{sample: '2'}], key: k}, needs: [{task: a, each: sample, order: true}], run: 'true'}
        """.replacing("key: k", with: "key: \"k${{ item.sample }}\"")
      ) == ["a/2,p~b/k2"]
    )
  }

  @Test func noPartnerIsAProblemOfThePlan() throws {
    let keyed = """
      tasks:
        a: {foreach: [x], run: 'true'}
        b: {foreach: [x, z], needs: [{task: a, each: true}], run: 'true'}
      """
    #expect(try problems(keyed) == ["instance \"b/z\" has no partner in task \"a\""])
    let field = """
      tasks:
        a: {matrix: {s: [1]}, run: 'true'}
        b: {matrix: {s: [1, 2]}, needs: [{task: a, each: s}], run: 'true'}
      """
    #expect(try problems(field) == ["instance \"b/2\" has no partner of equal \"s\" in task \"a\""])
  }

  @Test func aPairedTaskSeesItsPartner() throws {
    var run = try MachineDriver(
      """
      tasks:
        a: {foreach: [x, y], run: 'true'}
        b:
          foreach: [x, y]
          needs: [{task: a, each: true}]
          run: "echo ${{ tasks.a.result }} ${{ tasks.a.status }} ${{ tasks.a.outputs }}"
      """
    )
    run.end("a/y", Sample.outcome(outputs: [Sample.output("f", 1)], result: 2))
    #expect(run.starts == ["a/x", "a/y", "b/y"])
    #expect(try run.situation("b/y").values == [2, "succeeded", ["f"]])
    run.end("a/x", Sample.outcome(exit: 1))
    run.end("b/y")
    #expect(run.rows == "a/x failed, a/y succeeded, b/x blocked, b/y succeeded")
  }

  @Test func ofManyPartnersThereAreResults() throws {
    var run = try MachineDriver(
      """
      tasks:
        a: {matrix: {s: [1], n: [p, q]}, continue_on_error: true, run: 'true'}
        b: {matrix: {s: [1]}, needs: [{task: a, each: s}], run: "echo ${{ tasks.a.results }}"}
      """
    )
    run.end("a/1,q", Sample.outcome(result: 2))
    run.end("a/1,p", Sample.outcome(exit: 1))
    #expect(try run.situation("b/1").values == [[nil, 2]])
  }

  private let late = """
    tasks:
      list: {if: "params.go", run: 'true', result: json}
      a: {foreach: {from: "${{ tasks.list.result }}"}, run: 'true'}
      b: {foreach: [x, y], needs: [{task: a, each: true, optional: OPTIONAL}], run: 'true'}
    params: {go: {type: boolean, default: true}}
    """

  private func late(optional: Bool, go: Bool = true) throws -> MachineDriver {
    try MachineDriver(late.replacing("OPTIONAL", with: "\(optional)"), params: ["go": .bool(go)])
  }

  @Test func whatIsPairedWithALateFanOutIsLate() throws {
    var run = try late(optional: false)
    #expect(run.rows == "list queued, a pending, b pending")
    run.end("list", Sample.outcome(result: ["y", "x"]))
    #expect(run.expanded == ["a", "b"])
    run.end("a/x")
    #expect(run.starts.last == "b/x")
    run.runToEnd()
    #expect(run.result == .succeeded)
  }

  @Test func noLatePartnerFailsTheFanOut() throws {
    var run = try late(optional: false)
    run.end("list", Sample.outcome(result: ["x"]))
    #expect(run.status("b") == .failed)
    #expect(run.state("b").problem == "instance \"b/y\" has no partner in task \"a\"")
    run.runToEnd()
    #expect(run.result == .failed)
  }

  @Test func aSkippedPartnerSkipsUnlessItIsOptional() throws {
    #expect(try late(optional: false, go: false).rows == "list skipped, a skipped, b skipped")
    var run = try late(optional: true, go: false)
    run.runToEnd()
    #expect(run.rows == "list skipped, a skipped, b/x succeeded, b/y succeeded")
  }
}
