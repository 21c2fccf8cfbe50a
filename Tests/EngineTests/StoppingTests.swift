import Model
import Planning
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct StoppingTests {
  @Test func oneInterruptDrains() async throws {
    let stage = try EngineStage(
      [.make("a"), .make("b"), .make("c", needs: ["a"])],
      slots: 1,
      fate: { _ in .goesOn }
    )
    async let end = stage.runToEnd()
    await stage.chronicle.wait(for: "see start a")
    stage.control.interrupt()
    let (record, _) = try await end
    #expect(record.status == .cancelled)
    #expect(record.decisions.map(\.kind) == [.cancel])
    #expect(stage.rows == ["a cancelled", "b cancelled", "c cancelled"])
    let lines = stage.chronicle.lines
    #expect(lines.contains("backend withdraw"))
    #expect(lines.contains("backend cancel"))
    #expect(!lines.contains("backend kill"))
    #expect(!lines.contains("start b 1"))
    #expect(lines.contains("ledger end cancelled"))
  }

  @Test func twoInterruptsKill() async throws {
    let stage = try EngineStage([.make("a")], obeysTerm: false, fate: { _ in .goesOn })
    async let end = stage.runToEnd()
    await stage.chronicle.wait(for: "see start a")
    stage.control.interrupt()
    await stage.chronicle.wait(for: "backend cancel")
    stage.control.interrupt()
    let (record, machine) = try await end
    #expect(record.status == .cancelled)
    #expect(machine.nodes[0].attempts.first?.exit == 137)
    #expect(record.decisions.count == 1)
    #expect(stage.chronicle.lines.contains("backend kill"))
  }

  @Test func theWorkflowsTimeIsLimited() async throws {
    let stage = try EngineStage([.make("a")], fate: { _ in .goesOn })
    async let end = stage.runToEnd()
    await stage.chronicle.wait(for: "see start a")
    stage.control.send(.timeOver)
    let (record, _) = try await end
    #expect(record.status == .failed)
    #expect(record.error == RunEngine.timeoutError)
    #expect(stage.rows == ["a cancelled"])
  }

  @Test func afterAFailureQueuedTasksAreSkipped() async throws {
    let stage = try EngineStage(
      [.make("a"), .make("b"), .make("c")],
      onFailure: .stop,
      slots: 1,
      fate: { $0.key.task == "a" ? .ends(.failure) : .goesOn }
    )
    async let end = stage.runToEnd()
    await stage.chronicle.wait(for: "start b 1")
    await stage.chronicle.wait(for: "backend withdraw")
    stage.backend.end("b")
    let (record, _) = try await end
    #expect(record.status == .failed)
    #expect(stage.rows == ["a failed", "b succeeded", "c skipped"])
  }

  /// A failure and an end that frees a place come in one report; the place stays free.
  @Test func nothingStartsBesideAFailure() async throws {
    let stage = try EngineStage(
      [.make("a"), .make("b"), .make("c")],
      onFailure: .stop,
      slots: 2,
      window: 2,
      fate: { _ in .goesOn }
    )
    async let end = stage.runToEnd()
    await stage.chronicle.wait(for: "see start b")
    let good = Sample.outcome()
    let bad = Sample.outcome(exit: 1)
    stage.control.send(
      .reports([
        .ended(.init(node: 0, attempt: 1), good, log: nil),
        .ended(.init(node: 1, attempt: 1), bad, log: nil),
      ])
    )
    let (record, _) = try await end
    #expect(record.status == .failed)
    #expect(stage.rows == ["a succeeded", "b failed", "c skipped"])
    #expect(stage.backend.jobs.map(\.key.task) == ["a", "b"])
  }

  @Test func jobsKnowWhetherTheirFailureStopsOthers() async throws {
    let stage = try EngineStage(
      [
        .make("a"), .make("b", policy: TaskPolicy(retry: RetryPolicy(limit: 1))),
        .make("c", policy: TaskPolicy(continueOnError: true)),
      ],
      onFailure: .stop,
      slots: 3
    )
    _ = try await stage.runToEnd()
    #expect(stage.backend.jobs.map(\.haltsOnFailure) == [true, false, false])
  }
}
