import Engine
import Model
import TestSupport
import Testing

@testable import Ledger

@Suite(.timeLimit(.minutes(2))) struct PublishingTests {
  private func published(_ stage: LedgerStage) throws -> [String] {
    try stage.sandbox.files("weir/runs").filter { $0.hasPrefix("published/") }
  }

  /// A run that publishes one text at each path.
  private func publish(
    _ stage: LedgerStage,
    _ number: UInt64,
    _ paths: [String],
    text: String = "text",
    status: RunStatus = .succeeded,
    commit: String? = nil,
    isWhole: Bool = true
  ) async throws {
    var outputs: [OutputRecord] = []
    for path in paths { outputs.append(try await stage.output(path, text, publish: true)) }
    let run = stage.run(number, status: status, commit: commit)
    var snapshot = stage.snapshot(run, [own(stage.row("a", outputs: outputs))], published: outputs)
    snapshot.isWhole = isWhole
    _ = try await stage.nextLedger().commitEnd(snapshot)
  }

  @Test func publishedOutputsHaveAPathOfTheirOwn() async throws {
    let stage = try await LedgerStage()
    try await publish(stage, 0, ["results/x.csv", "y"])
    #expect(try published(stage) == ["published/main/results/x.csv", "published/main/y"])
    #expect(try stage.show("published/main/y") == "text")
    #expect(try stage.sandbox.git("rev-list", "--count", "weir/runs") == "1")
  }

  @Test func theNextRunReplacesThem() async throws {
    let stage = try await LedgerStage()
    try await publish(stage, 0, ["a", "b"], text: "one")
    try await publish(stage, 1, ["b", "c"], text: "two")
    #expect(try published(stage) == ["published/main/b", "published/main/c"])
    #expect(try stage.show("published/main/b") == "two")
    try await publish(stage, 2, [])
    #expect(try published(stage) == [])
  }

  @Test func partOfAWorkflowTakesNothingAway() async throws {
    let stage = try await LedgerStage()
    try await publish(stage, 0, ["a", "b"], text: "one")
    try await publish(stage, 1, ["b"], text: "two", isWhole: false)
    #expect(try published(stage) == ["published/main/a", "published/main/b"])
    #expect(try stage.show("published/main/b") == "two")
  }

  @Test(arguments: [RunStatus.failed, .cancelled]) func onlySuccessPublishes(
    status: RunStatus
  ) async throws {
    let stage = try await LedgerStage()
    try await publish(stage, 0, ["a"], text: "good")
    try await publish(stage, 1, ["a", "b"], text: "bad", status: status)
    #expect(try published(stage) == ["published/main/a"])
    #expect(try stage.show("published/main/a") == "good")
  }

  @Test func anEarlierCommitPublishesNothing() async throws {
    let stage = try await LedgerStage()
    let second = try stage.sandbox.commit("second")
    try await publish(stage, 0, ["a"], text: "new", commit: second)
    try await publish(stage, 1, ["a", "b"], text: "old", commit: stage.source)
    #expect(try published(stage) == ["published/main/a"])
    #expect(try stage.show("published/main/a") == "new")
    try await publish(stage, 2, ["a"], text: "again", commit: second)
    #expect(try stage.show("published/main/a") == "again")
    let third = try stage.sandbox.commit("third")
    try await publish(stage, 3, ["a"], text: "newest", commit: third)
    #expect(try stage.show("published/main/a") == "newest")
  }

  @Test func aCommitBesideIsNoEarlierOne() async throws {
    let stage = try await LedgerStage()
    let first = try stage.sandbox.commit("first")
    try stage.sandbox.git("reset", "-q", "--hard", stage.source)
    let rebased = try stage.sandbox.commit("rebased")
    try await publish(stage, 0, ["a"], text: "first", commit: first)
    try await publish(stage, 1, ["a"], text: "rebased", commit: rebased)
    #expect(try stage.show("published/main/a") == "rebased")
    let gone = String(repeating: "d", count: 40)
    try await publish(stage, 2, ["a"], text: "gone", commit: gone)
    #expect(try stage.show("published/main/a") == "gone")
    try await publish(stage, 3, ["a"], text: "back", commit: rebased)
    #expect(try stage.show("published/main/a") == "back")
  }

  @Test func branchesPublishForThemselves() async throws {
    let stage = try await LedgerStage()
    try await publish(stage, 0, ["a"])
    let output = try await stage.output("a", "dev", publish: true)
    var run = stage.run(1)
    run.source.branch = "feature/x"
    try await stage.end(run, [own(stage.row("a", outputs: [output]))], published: [output])
    run = stage.run(2)
    run.source.branch = nil
    try await stage.end(run, [own(stage.row("a", outputs: [output]))], published: [output])
    #expect(try published(stage) == ["published/feature/x/a", "published/main/a"])
    #expect(try stage.show("published/main/a") == "text")
  }
}
