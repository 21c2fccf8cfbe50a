import Engine
import Model
import TestSupport
import Testing

@testable import Ledger

@Suite(.timeLimit(.minutes(2))) struct RefTests {
  @Test func aNoteNamesTheNewestRuns() async throws {
    let stage = try await LedgerStage()
    for number in 0..<22 {
      try await stage.end(stage.run(UInt64(number), status: number == 21 ? .failed : .succeeded))
    }
    let lines = try stage.sandbox.git("notes", "--ref=weir", "show", stage.source)
      .split(separator: "\n")
    #expect(lines.count == 20)
    #expect(lines.first == "succeeded build/20261121-031207-20000000 (1 ran, 1.0 s)")
    #expect(lines.last == "failed build/20261121-031226-n0000000 (1 ran, 1.0 s)")
    #expect(try stage.sandbox.problems() == "")
  }

  @Test func aRunStandsOnceInANote() {
    let run = Sample.run(1, status: .failed)
    let once = RunNotes.adding(run, duration: .seconds(1), to: nil)
    var good = run
    good.status = .succeeded
    good.counts.add(.succeeded)
    good.counts.add(.cached)
    let twice = RunNotes.adding(good, duration: .seconds(61), to: once)
    #expect(once == "failed build/20261121-031205-10000000 (0 ran, 1.0 s)\n")
    #expect(twice == "succeeded build/20261121-031205-10000000 (1 ran, 1 cached, 1 m 1 s)\n")
  }

  @Test func sourcesOutliveTheirBranch() async throws {
    let stage = try await LedgerStage()
    let commit = try stage.sandbox.commit("rebased away")
    try await stage.ledger.hold(stage.run(0))
    try await stage.ledger.hold(stage.run(1, commit: commit))
    try await stage.ledger.hold(stage.run(2, commit: commit))
    try await stage.ledger.hold(stage.run(3))
    #expect(
      try stage.sandbox.git(
        "rev-list",
        "--first-parent",
        "--count",
        "--grep=weir: sources",
        "refs/weir/sources"
      ) == "2"
    )
    #expect(try stage.sandbox.git("rev-parse", "refs/weir/sources^2") == commit)
    #expect(
      try stage.sandbox.git("rev-parse", "refs/weir/sources^{tree}")
        == "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
    )
    try stage.sandbox.git("reset", "-q", "--hard", stage.source)
    try stage.sandbox.git("reflog", "expire", "--expire=now", "--all")
    try stage.sandbox.git("gc", "-q", "--prune=now")
    #expect(try stage.sandbox.git("cat-file", "-t", commit) == "commit")
    #expect(try stage.sandbox.problems() == "")
  }

  @Test func aCommitThatIsNoneIsNotHeld() async throws {
    let stage = try await LedgerStage()
    try await stage.ledger.hold(stage.run(0, commit: "nonsense"))
    #expect(throws: GitSandbox.Failure.self) {
      try stage.sandbox.git("rev-parse", "refs/weir/sources")
    }
  }

  /// Ledgers with handles of their own, more of them than threads, write to one branch, which has
  /// the runs of all.
  @Test func manyWritersLoseNothing() async throws {
    let first = try await LedgerStage()
    var stages = [first]
    for _ in 1..<6 { stages.append(try await LedgerStage(first.sandbox)) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (writer, stage) in stages.enumerated() {
        group.addTask {
          for number in (writer * 10)..<(writer * 10 + 5) {
            let run = stage.run(UInt64(number))
            let row = stage.row("a", outputs: [try await stage.output("o", "\(number)")])
            try await stage.ledger.hold(run)
            try await stage.end(run, [own(row, log: "x")])
          }
        }
      }
      try await group.waitForAll()
    }
    let tip = try #require(try await first.reader.tip())
    let runs = try await first.reader.runs(in: tip)
    #expect(runs.count == 30)
    #expect(try first.sandbox.git("rev-list", "--count", "weir/runs") == "30")
    #expect(try first.sandbox.files("weir/runs").filter { $0.hasSuffix("data/a/o") }.count == 30)
    #expect(try first.sandbox.problems() == "")
    #expect(try first.sandbox.git("rev-list", "--min-parents=2", "--count", "weir/runs") == "0")
  }

  /// The user's own commits on the branch of records are kept too.
  @Test func somebodyElsesCommitStays() async throws {
    let stage = try await LedgerStage()
    try await stage.end(stage.run(0))
    let tree = try stage.sandbox.git("rev-parse", "main^{tree}")
    let commit = try stage.sandbox.git("commit-tree", tree, "-p", "weir/runs", "-m", "by hand")
    try stage.sandbox.git("update-ref", "refs/heads/weir/runs", commit)
    _ = try await stage.nextLedger().commitEnd(stage.snapshot(stage.run(1)))
    #expect(try stage.sandbox.git("rev-parse", "weir/runs~1") == commit)
    #expect(try stage.sandbox.files("weir/runs").contains("ref.fa"))
  }
}
