import Model
import TestSupport
import Testing

@testable import Planning

/// Fan-outs whose items only a run knows.
@Suite struct LateFanOutTests {
  private let late = """
    tasks:
      list: {run: 'true', result: json}
      a:
        foreach: {from: "${{ tasks.list.result }}"}
        outputs: ["out/${{ item }}"]
        run: "echo ${{ item }}"
      b: {needs: [a], run: "echo ${{ tasks.a.results }}"}
      c: {inputs: ["out/*"], run: 'true'}
    """

  @Test func aResultNamesTheItems() throws {
    var run = try MachineDriver(late)
    #expect(run.rows == "list queued, a pending, b pending, c pending")
    run.end("list", Sample.outcome(result: ["y", "x"]))
    #expect(run.expanded == ["a"])
    #expect(run.starts == ["list", "a/y", "a/x"])
    run.end("a/x", Sample.outcome(outputs: [Sample.output("out/x", 1)], result: 1))
    run.end("a/y", Sample.outcome(outputs: [Sample.output("out/y", 2)], result: 2))
    #expect(try run.situation("b").values == [[2, 1]])
    #expect(
      RowBuilder.inputs(of: run.position(of: "c"), in: run.machine)
        == .files([
          Sample.file("out/x", 1), Sample.file("out/y", 2),
        ])
    )
    run.runToEnd()
    #expect(run.rows.hasPrefix("list succeeded, a/y succeeded, a/x succeeded, b succeeded"))
    #expect(run.machine.counts.total == 5)
  }

  @Test func anEmptyResultMakesNoInstance() throws {
    var run = try MachineDriver(late)
    run.end("list", Sample.outcome(result: []))
    #expect(run.rows == "list succeeded, b queued, c queued")
  }

  @Test(
    arguments: [
      (nil, "a fan-out needs a list, and its value is null"),
      (["x", "x"], "two instances of task \"a\" have the key \"x\": item 1 and item 2"),
      (
        ["d/x"],
        "output \"out/d/x\" of instance \"a/d/x\" stands deeper than its task declares"
      ),
      (["../../x"], "\"out/../../x\" of task \"a\" leaves the task's folder"),
    ] as [(JSONValue, String)]
  )
  func aBadResultFailsTheFanOut(result: JSONValue, message: String) throws {
    var run = try MachineDriver(late)
    run.end("list", Sample.outcome(result: result))
    #expect(run.rows == "list succeeded, a failed, b blocked, c blocked")
    #expect(run.state("a").problem == message)
    #expect(run.reason("a") == .invalid)
    #expect(run.result == .failed)
    #expect(run.machine.counts.total == 4)
  }

  @Test func aListThatFailedBlocksTheFanOut() throws {
    var run = try MachineDriver(late)
    run.end("list", Sample.outcome(exit: 1))
    #expect(run.rows == "list failed, a blocked, b blocked, c blocked")
    var cancelled = try MachineDriver(late)
    cancelled.apply(.cancelRequested)
    cancelled.withdraw("list")
    #expect(cancelled.rows == "list cancelled, a cancelled, b cancelled, c cancelled")
    #expect(cancelled.result == .cancelled)
  }

  @Test func aFileThatATaskMakesNamesTheItems() throws {
    var run = try MachineDriver(
      """
      tasks:
        list: {run: 'true', outputs: [made/list.csv]}
        a: {foreach: {table: made/list.csv, key: "${{ item.n }}"}, run: "echo ${{ item.v }}"}
        g: {foreach: {glob: "made/*"}, run: "echo ${{ item }}"}
      """
    )
    #expect(run.fetches.isEmpty)
    run.end("list", Sample.outcome(outputs: [Sample.output("made/list.csv", 7)]))
    #expect(
      run.fetches.map(\.files) == [
        [
          FanOutFile(
            path: "made/list.csv",
            version: FileVersion(mode: 0o100644, id: Sample.id(7)),
            store: .git
          )
        ]
      ]
    )
    #expect(run.suspensions == 0 && run.result == nil)
    run.apply(
      .fetched(node: run.fetches[0].node, FanOutFiles(texts: ["made/list.csv": "n,v\na,1\nb,2\n"]))
    )
    run.runToEnd()
    #expect(
      run.rows == "list succeeded, a/a succeeded, a/b succeeded, g/made/list.csv succeeded"
    )
    #expect(run.result == .succeeded)
  }

  @Test func twoLateOnesMayShareAFolder() throws {
    let text = """
      tasks:
        list: {run: 'true', result: json}
        a: {foreach: {from: "${{ tasks.list.result }}"}, outputs: ["o/${{ item }}"], run: 'true'}
        b: {outputs: [o/summary], run: 'true'}
      """
    var run = try MachineDriver(text)
    run.end("list", Sample.outcome(result: ["x"]))
    run.runToEnd()
    #expect(run.result == .succeeded)
    var clash = try MachineDriver(text)
    clash.end("list", Sample.outcome(result: ["summary"]))
    #expect(
      clash.state("a").problem
        == "output \"o/summary\" belongs to one task alone, but tasks \"b\" and \"a/summary\" both make it"
    )
  }

  @Test func whatLateOnesPublishIsNoInput() throws {
    let graph = try Graph.written(
      """
      tasks:
        list: {run: 'true', result: json}
        a:
          foreach: {product: [{from: "${{ tasks.list.result }}", as: x}, {lines: items.txt, as: y}]}
          outputs: [{path: "pub/${{ item.x }}", publish: true}]
          run: 'true'
      """
    )
    let question = SourceQuestion(graph, mount: "runs")
    #expect(question.excluded == ["runs", "pub/*"])
    #expect(question.paths == ["items.txt"])
    #expect(question.wholeTrees == [[], ["items.txt"]])
  }

  @Test func aSelectedFanOutExpandsWithItsPartner() throws {
    let text = """
      tasks:
        list: {run: 'true', result: json}
        a: {foreach: {from: "${{ tasks.list.result }}"}, run: 'true'}
        b: {foreach: [x], needs: [{task: a, each: true}], run: 'true'}
        c: {foreach: {from: "${{ tasks.list.result }}"}, run: 'true'}
      """
    var run = try MachineDriver(text, selecting: ["b"])
    run.end("list", Sample.outcome(result: ["x"]))
    run.runToEnd()
    #expect(run.rows == "list succeeded, a/x succeeded, b/x succeeded")
    #expect(run.result == .succeeded)
    var alone = try MachineDriver(text, selecting: ["c"])
    alone.end("list", Sample.outcome(result: ["p", "q"]))
    alone.runToEnd()
    #expect(alone.rows == "list succeeded, c/p succeeded, c/q succeeded")
  }
}
