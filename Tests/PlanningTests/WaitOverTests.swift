import Model
import TestSupport
import Testing

@testable import Planning

/// Tasks that others were to complete, and that have waited as long as they may.
@Suite struct WaitOverTests {
  @Test func whatNobodyCompletesInTimeFails() throws {
    var run = try MachineDriver(
      "tasks: {a: {complete: external, timeout: 1m, retry: {limit: 1, delay: 1s}, run: 'true'}}"
    )
    run.end("a", Sample.outcome(result: 1))
    let start = try #require(run.machine.nodes[0].attempts.last?.startedAt)
    #expect(run.machine.deadline(of: 0) == start.adding(.seconds(60)))
    run.apply(.waitOver(node: 0))
    #expect(run.delays.count == 1)
    run.apply(.delayOver(node: 0))
    run.end("a")
    run.apply(.waitOver(node: 0))
    #expect(run.rows == "a failed")
    #expect(run.machine.nodes[0].attempts.map(\.cause) == [.timeout, .timeout])
    #expect(run.machine.nodes[0].result == nil)
    #expect(run.result == .failed)
  }
}
