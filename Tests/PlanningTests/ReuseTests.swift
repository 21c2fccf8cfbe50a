import Model
import TestSupport
import Testing

@testable import Planning

/// Decisions in runs that follow each other.
@Suite struct ReuseTests {
  private let tasks: [TaskDefinition] = [
    .make("a", inputs: ["in"], outputs: ["mid"]), .make("b", inputs: ["mid"], outputs: ["out"]),
    .make("c", run: "use ${{ tasks.b.result }}", outputs: ["end"]),
  ]

  private func sources(_ id: UInt64) -> SourceListing {
    SourceListing(entries: ["in": FileVersion(mode: 0o100644, id: Sample.id(id))])
  }

  private func outcome(_ task: String, _ id: UInt64) -> AttemptOutcome {
    let path = ["a": "mid", "b": "out", "c": "end"][task] ?? ""
    return Sample.outcome(
      outputs: [Sample.output(path, id)],
      result: task == "b" ? .integer(Int64(id)) : nil
    )
  }

  private func firstRun() throws -> MachineDriver {
    var run = MachineDriver(try GraphBuilder.build(.make(tasks), params: [:]), sources: sources(1))
    run.begin()
    run.runToEnd { outcome($0, 10) }
    #expect(run.result == .succeeded)
    return run
  }

  private func next(
    after run: MachineDriver,
    input: UInt64,
    force: Bool = false,
    scheduled: Bool = false
  ) -> MachineDriver {
    var next = MachineDriver(
      run.machine.graph,
      sources: sources(input),
      history: run.history(),
      force: force,
      scheduled: scheduled
    )
    next.begin()
    return next
  }

  @Test func whatIsAsItWasIsReused() throws {
    let run = next(after: try firstRun(), input: 1)
    #expect(run.states == "a cached, b cached, c cached")
    #expect(run.reason("a") == .upToDate)
    #expect(run.isUpToDate)
    #expect(run.machine.counts.cached == 3)
  }

  @Test func aChangeRunsWhatItReaches() throws {
    var run = next(after: try firstRun(), input: 2)
    #expect(run.started == ["a"])
    #expect(run.reason("a") == .changed)
    run.end("a", outcome("a", 20))
    #expect(run.started == ["a", "b"])
    run.end("b", outcome("b", 20))
    run.end("c", outcome("c", 20))
    #expect(run.states == "a succeeded, b succeeded, c succeeded")
  }

  @Test func theSameOutputsStopAChange() throws {
    var run = next(after: try firstRun(), input: 2)
    run.end("a", outcome("a", 10))
    #expect(run.states == "a succeeded, b cached, c cached")
    #expect(run.result == .succeeded)
    let third = next(after: run, input: 2)
    #expect(third.states == "a cached, b cached, c cached")
  }

  @Test func forceAndSchedulesRunAll() throws {
    let first = try firstRun()
    for run in [
      next(after: first, input: 1, force: true), next(after: first, input: 1, scheduled: true),
    ] {
      var run = run
      #expect(run.reason("a") == .forced)
      run.runToEnd { outcome($0, 10) }
      #expect(run.states == "a succeeded, b succeeded, c succeeded")
    }
  }

  /// A task that uses what another one is, not only what it made, is no other for its being reused.
  @Test(arguments: ["status", "outputs", "result"]) func aReusedNeedLooksAsItDid(
    field: String
  ) throws {
    let graph = try Graph.make(
      .make("a", outputs: ["mid"]),
      .make("b", run: "echo ${{ tasks.a.\(field) }}", outputs: ["out"])
    )
    var run = MachineDriver(graph)
    run.begin()
    run.runToEnd { outcome($0, 10) }
    var second = MachineDriver(graph, history: run.history())
    second.begin()
    #expect(second.states == "a cached, b cached")
  }

  @Test func aTaskThatReadsSomeOutputsMindsNoOthers() throws {
    let graph = try Graph.make(
      .make("a", inputs: ["in"], outputs: ["o/x", "o/y"]),
      .make("b", inputs: ["o/x"], outputs: ["out"])
    )
    let made = { (x: UInt64, y: UInt64) in
      Sample.outcome(outputs: [Sample.output("o/x", x), Sample.output("o/y", y)])
    }
    var run = MachineDriver(graph, sources: sources(1))
    run.begin()
    run.end("a", made(1, 1))
    run.end("b", outcome("b", 1))
    var second = MachineDriver(graph, sources: sources(2), history: run.history())
    second.begin()
    second.end("a", made(1, 2))
    #expect(second.states == "a succeeded, b cached")
    var third = MachineDriver(graph, sources: sources(3), history: second.history())
    third.begin()
    third.end("a", made(2, 2))
    #expect(third.started == ["a", "b"])
  }
}
