import Model
import Planning
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct ProgressTests {
  @Test func progressIsCommittedOnlyWhenDueAndNew() async throws {
    let stage = try EngineStage(
      [.make("z"), .make("a"), .make("b", needs: ["a"])],
      slots: 3,
      fate: { _ in .goesOn }
    )
    async let end = stage.runToEnd()
    await stage.chronicle.wait(for: "see start a")
    #expect(stage.ledger.progress.isEmpty)
    stage.control.send(.commitDue)
    await stage.chronicle.wait(for: "ledger progress")
    stage.control.send(.commitDue)
    stage.backend.end("a")
    await stage.chronicle.wait(for: "see start b")
    #expect(stage.ledger.progress.count == 1)
    // The first commit may still be reported as under way.
    while stage.ledger.progress.count < 2 {
      stage.control.send(.commitDue)
      await Task.yield()
    }
    stage.backend.end("b")
    stage.backend.end("z")
    let (record, _) = try await end
    #expect(record.status == .succeeded)
    #expect(stage.ledger.progress.map(\.rows.count) == [0, 1])
    #expect(stage.ledger.progress.map(\.taskCount) == [3, 3])
    #expect(stage.ledger.progress.allSatisfy { $0.run.status == .running && !$0.isWhole })
    #expect(stage.rows == ["z succeeded", "a succeeded", "b succeeded"])
  }

  @Test func whatCameTooEarlyIsOfferedAgain() async throws {
    let stage = try EngineStage(
      [.make("a"), .make("b", needs: ["a"])],
      earlyAsks: 2,
      fate: { $0.key.task == "a" ? .ends(.success) : .goesOn }
    )
    async let end = stage.runToEnd()
    await stage.chronicle.wait(for: "see start b")
    while stage.ledger.progress.isEmpty {
      stage.control.send(.commitDue)
      await Task.yield()
    }
    stage.backend.end("b")
    _ = try await end
    #expect(stage.chronicle.lines.count { $0 == "ledger too early" } == 2)
    #expect(stage.ledger.progress.map(\.rows.count) == [1])
  }

  @Test func theFinalRecordWaitsForACommitUnderWay() async throws {
    let stage = try EngineStage([.make("a")], fate: { _ in .goesOn })
    async let end = stage.runToEnd()
    await stage.chronicle.wait(for: "see start a")
    stage.control.send(.commitDue)
    stage.backend.end("a")
    _ = try await end
    let lines = stage.chronicle.lines
    if let progress = lines.firstIndex(of: "ledger progress") {
      #expect(try #require(lines.firstIndex(of: "ledger end succeeded")) > progress)
    }
  }

  @Test func aSelectionIsNotTheWholeWorkflow() async throws {
    let stage = try EngineStage([.make("a"), .make("b")], selection: [1])
    _ = try await stage.runToEnd()
    #expect(stage.rows == ["b succeeded"])
    #expect(stage.ledger.end?.isWhole == false)
  }
}
