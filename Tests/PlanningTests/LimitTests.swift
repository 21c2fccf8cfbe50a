import Model
import TestSupport
import Testing

@testable import Planning

/// Who may start, and who goes first.
@Suite struct LimitTests {
  @Test func instancesAtOnce() throws {
    var run = try MachineDriver(
      "tasks: {a: {foreach: [1, 2, 3, 4], max_parallel: 2, run: 'true'}, b: {run: 'true'}}"
    )
    #expect(run.starts == ["a/1", "a/2", "b"])
    run.end("a/2", Sample.outcome(exit: 1))
    #expect(run.starts.last == "a/3")
    run.end("b")
    #expect(run.ordered.count == 2)
    run.runToEnd()
    #expect(run.starts == ["a/1", "a/2", "b", "a/3", "a/4"])
  }

  private func split(_ limit: String) throws -> MachineDriver {
    let keys = "{table: t.csv, key: \"${{ item.n }}\", split: {v: ' '}}"
    return try MachineDriver(
      "tasks: {a: {foreach: \(keys), max_parallel: \(limit), run: 'true'}}",
      files: FanOutFiles(texts: ["t.csv": "n,v\na,1 2 3\nb,1 2\nc,1\n"])
    )
  }

  @Test func instancesOfAnItem() throws {
    var run = try split("{each: 1}")
    #expect(run.starts == ["a/a/1", "a/b/1", "a/c/1"])
    run.end("a/b/1")
    #expect(run.starts.last == "a/b/2")
    run.runToEnd()
    #expect(run.result == .succeeded)
  }

  @Test func itemsAtOnce() throws {
    var run = try split("{items: 1}")
    #expect(run.starts == ["a/a/1", "a/a/2", "a/a/3"])
    run.end("a/a/1")
    run.end("a/a/3")
    #expect(run.starts.count == 3)
    run.end("a/a/2")
    #expect(run.starts.suffix(2) == ["a/b/1", "a/b/2"])
    run.runToEnd()
    #expect(run.result == .succeeded)
  }

  @Test func itemsAndTheirInstancesAtOnce() throws {
    var run = try split("{items: 1, each: 1}")
    var most = 0
    while let node = run.ordered.first {
      most = max(most, run.ordered.count)
      run.end(node, Sample.outcome())
    }
    #expect(most == 1)
    #expect(run.starts == ["a/a/1", "a/a/2", "a/a/3", "a/b/1", "a/b/2", "a/c/1"])
    #expect(run.result == .succeeded)
  }

  /// An item that has waited is not passed by one that is ready only now.
  @Test func anItemKeepsItsTurn() throws {
    var run = try MachineDriver(
      """
      tasks:
        gate: {matrix: {n: [a, b, c]}, run: 'true'}
        work:
          foreach: {table: t.csv, key: "${{ item.n }}", split: {v: ' '}}
          max_parallel: {items: 1, each: 1}
          needs: [{task: gate, each: n}]
          run: 'true'
      """,
      files: FanOutFiles(texts: ["t.csv": "n,v\nc,1 2\na,1 2\nb,1 2\n"])
    )
    run.end("gate/a")
    #expect(run.starts.last == "work/a/1")
    run.end("gate/b")
    run.end("gate/c")
    run.runToEnd()
    #expect(run.result == .succeeded)
    #expect(
      run.starts.suffix(6) == [
        "work/a/1", "work/a/2", "work/b/1", "work/b/2", "work/c/1", "work/c/2",
      ]
    )
  }

  @Test func prioritiesComeBeforeLongWays() throws {
    var run = try MachineDriver(
      """
      tasks:
        low: {priority: low, run: 'true'}
        after: {needs: [low], run: 'true'}
        normal: {run: 'true'}
        high: {priority: high, run: 'true'}
      """,
      window: 1
    )
    run.runToEnd()
    #expect(run.starts == ["high", "normal", "low", "after"])
  }

  @Test func theHostGivesNoMoreThanItHas() throws {
    var run = try MachineDriver(
      """
      tasks:
        a: {resources: {cpus: 3, memory: 1G}, run: 'true'}
        b: {resources: {cpus: 2, memory: 1G}, run: 'true'}
        c: {run: 'true'}
        huge: {resources: {cpus: 64, memory: 64G}, run: 'true'}
      """,
      capacity: Capacity(cpus: 4, memory: 3 << 30)
    )
    #expect(run.starts == ["a"])
    run.end("a")
    #expect(run.starts == ["a", "b", "c"])
    run.end("b")
    #expect(run.starts.count == 3)
    run.end("c")
    #expect(run.starts.last == "huge")
    run.end("huge")
    #expect(run.result == .succeeded)
  }

  @Test func aStoppedFanOutLeavesNobodyWaiting() throws {
    let text = "on_failure: stop\ntasks: {a: {foreach: [1, 2, 3, 4], max_parallel: 1, run: 'true'}}"
    var stopped = try MachineDriver(text)
    stopped.end("a/1", Sample.outcome(exit: 1))
    #expect(stopped.rows == "a/1 failed, a/2 skipped, a/3 skipped, a/4 skipped")
    var cancelled = try MachineDriver(text)
    cancelled.apply(.cancelRequested)
    cancelled.withdraw("a/1")
    #expect(cancelled.machine.counts.cancelled == 4)
    #expect(cancelled.result == .cancelled)
  }
}
