import Engine
import Hashing
import Model
import Planning
import TestSupport
import Testing

@testable import Ledger

@Suite(.timeLimit(.minutes(2))) struct RecordTests {
  private let folder = "build/2026-11-21/031205-00000000"

  @Test func aRunIsLaidOutAsPromised() async throws {
    let stage = try await LedgerStage()
    let output = try await stage.output("out/x.txt", "made\n")
    var second = stage.row("b")
    second.instance = "s1"
    second.outputs = [output]
    let recorded = try await stage.end(
      stage.run(),
      [own(stage.row("a"), log: "hello\n"), own(second, log: "again\n"), own(stage.row("quiet"))]
    )
    #expect(recorded.ref == "refs/heads/weir/runs")
    #expect(try stage.sandbox.git("rev-parse", "weir/runs") == recorded.commit)
    #expect(
      try stage.sandbox.files("weir/runs") == [
        "\(folder)/data/b/s1/out/x.txt", "\(folder)/logs/a.log", "\(folder)/logs/b/s1.log",
        "\(folder)/request.json", "\(folder)/run.json", "\(folder)/tasks.jsonl",
      ]
    )
    #expect(try stage.show("\(folder)/data/b/s1/out/x.txt") == "made")
    #expect(try stage.show("\(folder)/logs/a.log") == "hello")
    let rows = try TaskRow.parse(lines: Array(try stage.show("\(folder)/tasks.jsonl").utf8))
    #expect(rows.map(\.task) == ["a", "b", "quiet"])
    #expect(rows[0].log?.path == "logs/a.log")
    #expect(rows[0].log?.bytes == 6)
    #expect(rows[0].log?.hash.hex == "ce013625030ba8dba906f756967f9e9ca394464a")
    #expect(rows[1].log?.path == "logs/b/s1.log")
    #expect(rows[2].log == nil)
    #expect(try stage.sandbox.problems() == "")
  }

  @Test func filesForPeopleArePretty() async throws {
    let stage = try await LedgerStage()
    let run = stage.run()
    try await stage.end(run)
    #expect(try stage.show("\(folder)/run.json") + "\n" == JSONWriter.pretty(run.json))
    #expect(
      try stage.show("\(folder)/request.json") == """
        {
          "branch": "main",
          "commit": "\(stage.source)",
          "params": {},
          "schema": "weir/request/1",
          "trigger": {
            "at": "2026-11-21T03:12:05.000Z",
            "by": "Ann <ann@example.org>",
            "kind": "manual"
          },
          "workflow": "build"
        }
        """
    )
    #expect(try stage.show("\(folder)/tasks.jsonl") == "")
  }

  @Test func theCommitSaysWhatHappened() async throws {
    let stage = try await LedgerStage()
    try await stage.end(stage.run())
    var second = stage.run(1, status: .failed)
    for status in [TaskStatus.cached, .blocked, .skipped, .cancelled, .lost] {
      second.counts.add(status)
    }
    try await stage.end(second)
    #expect(
      try stage.sandbox.git("log", "--format=%an <%ae> %at|%cn <%ce>%n%B", "weir/runs") == """
        Ann <ann@example.org> 1795230725|Weir <weir@localhost>
        weir: build 20261121-031206-10000000 failed (2 ran, 1 cached, 1 failed, 1 blocked, 1 skipped, 1 cancelled, 1 lost, 1.0 s)

        Weir-Run: build/20261121-031206-10000000
        Weir-Status: failed
        Weir-Source: \(stage.source)

        Ann <ann@example.org> 1795230725|Weir <weir@localhost>
        weir: build 20261121-031205-00000000 succeeded (1 ran, 1.0 s)

        Weir-Run: build/20261121-031205-00000000
        Weir-Status: succeeded
        Weir-Source: \(stage.source)

        """
    )
    let trailers = try stage.sandbox.git(
      "log",
      "-1",
      "--format=%(trailers:key=Weir-Status,valueonly)",
      "weir/runs"
    )
    #expect(trailers.hasPrefix("failed"))
  }

  @Test func theBranchIsAnOrphanWithOneParentEach() async throws {
    let stage = try await LedgerStage()
    for number in 0..<3 { try await stage.end(stage.run(UInt64(number))) }
    let parents = try stage.sandbox.git("log", "--format=%P", "weir/runs").split(separator: "\n")
    #expect(parents.map { $0.split(separator: " ").count } == [1, 1])
    #expect(try stage.sandbox.git("rev-list", "--count", "weir/runs") == "3")
    #expect(try stage.sandbox.git("rev-list", "--max-parents=0", "--count", "weir/runs") == "1")
    #expect(throws: GitSandbox.Failure.self) {
      try stage.sandbox.git("merge-base", "main", "weir/runs")
    }
    #expect(try stage.sandbox.git("rev-parse", "main") == stage.source)
    #expect(try stage.sandbox.git("status", "--porcelain") == "")
  }

  @Test(arguments: [
    "Eve\nWeir-Run: forged <eve@x>", "<no@name>", "only a name", "A <b> <c@d>", "", "\0 <x>",
    "Ann <ann@example.org\n>",
  ])
  func whoAskedCannotForgeACommit(by: String) async throws {
    let stage = try await LedgerStage()
    var run = stage.run()
    run.trigger.by = by
    try await stage.end(run)
    #expect(try stage.sandbox.problems() == "")
    #expect(
      try stage.sandbox.git("log", "--format=%(trailers:key=Weir-Run,valueonly)", "weir/runs")
        == "build/20261121-031205-00000000\n"
    )
  }

  @Test func rowsAreSplitAtTenThousand() async throws {
    let stage = try await LedgerStage()
    let rows = (0..<20_001).map { own(stage.row("t\($0)")) }
    try await stage.end(stage.run(), rows)
    #expect(
      try stage.sandbox.files("weir/runs").map { $0.split(separator: "/").last } == [
        "request.json", "run.json", "tasks.1.jsonl", "tasks.2.jsonl", "tasks.jsonl",
      ]
    )
    let lines = try ["tasks.jsonl", "tasks.1.jsonl", "tasks.2.jsonl"].map {
      try stage.show("\(folder)/\($0)").split(separator: "\n").count
    }
    #expect(lines == [10_000, 10_000, 1])
    let tip = try #require(try await stage.reader.tip())
    let run = try #require(try await stage.reader.runs(in: tip).first)
    let read = try await stage.reader.rows(of: run)
    #expect(read.count == 20_001)
    #expect(read.last?.task == "t20000")
  }

  @Test func reusedRowsPointToTheirRun() async throws {
    let stage = try await LedgerStage()
    let past = PastOutcome(
      run: "build/20261120-000000-00000000",
      status: .succeeded,
      fingerprint: FingerprintWriter().digest,
      outcome: nil,
      finishedAt: Sample.start,
      row: 1
    )
    try await stage.end(
      stage.run(),
      [.reused(NodeKey(task: "a"), past, RowFragments(result: "7")), own(stage.row("b"))]
    )
    let rows = try TaskRow.parse(lines: Array(try stage.show("\(folder)/tasks.jsonl").utf8))
    #expect(rows.map(\.status) == [.cached, .succeeded])
    #expect(rows[0].cachedFrom == past.run)
    #expect(rows[0].result == 7)
  }

  @Test func progressIsOneCommitAtTheMostEachInterval() async throws {
    let stage = try await LedgerStage()
    let run = stage.run(status: .running)
    let output = try await stage.output("o", "made")
    let first = own(stage.row("a", outputs: [output]), log: "first\n")
    #expect(await stage.ledger.progressStart(rows: 0) == 0)
    _ = try await stage.ledger.commitProgress(stage.snapshot(run, [], taskCount: 2))
    #expect(await stage.ledger.progressStart(rows: 1) == nil)
    #expect(try stage.sandbox.git("rev-list", "--count", "weir/runs") == "1")
    stage.clock.advance(by: .seconds(10))
    #expect(await stage.ledger.progressStart(rows: 1) == 0)
    _ = try await stage.ledger.commitProgress(stage.snapshot(run, [first], taskCount: 2))
    #expect(try stage.sandbox.git("rev-list", "--count", "weir/runs") == "2")
    #expect(try stage.show("\(folder)/logs/a.log") == "first")
    _ = try await stage.ledger.commitEnd(stage.snapshot(stage.run(), [own(stage.row("b")), first]))
    #expect(try stage.sandbox.git("rev-list", "--count", "weir/runs") == "3")
    let rows = try TaskRow.parse(lines: Array(try stage.show("\(folder)/tasks.jsonl").utf8))
    #expect(rows.map(\.task) == ["b", "a"])
    #expect(rows[1].log?.path == "logs/a.log")
    #expect(try stage.show("\(folder)/data/a/o") == "made")
    #expect(try stage.sandbox.problems() == "")
  }

  /// A full file of rows is written once; the more the last one holds, the rarer are commits.
  @Test func progressOfManyRowsIsAppended() async throws {
    let stage = try await LedgerStage()
    let run = stage.run(status: .running)
    let rows = (0..<25_000).map { own(stage.row("t\($0)")) }
    func commit(_ first: Int, _ count: Int) async throws {
      var snapshot = stage.snapshot(run, Array(rows[first..<count]), taskCount: rows.count)
      snapshot.firstRow = first
      #expect(try await stage.ledger.commitProgress(snapshot))
    }
    try await commit(0, 12_000)
    stage.clock.advance(by: .seconds(49))
    #expect(await stage.ledger.progressStart(rows: 13_000) == nil)
    stage.clock.advance(by: .seconds(1))
    #expect(await stage.ledger.progressStart(rows: 25_000) == 10_000)
    let full = try stage.sandbox.git("rev-parse", "weir/runs:\(folder)/tasks.jsonl")
    try await commit(10_000, 25_000)
    #expect(try stage.sandbox.git("rev-parse", "weir/runs:\(folder)/tasks.jsonl") == full)
    let tip = try #require(await stage.reader.tip())
    let stored = try #require(await stage.reader.runs(in: tip).first)
    #expect(try await stage.reader.rows(of: stored).map(\.task) == (0..<25_000).map { "t\($0)" })
    _ = try await stage.ledger.commitEnd(stage.snapshot(stage.run(), rows))
    #expect(try stage.sandbox.problems() == "")
  }

  @Test func whatAFailedCommitWouldHaveHeldComesWithTheNext() async throws {
    let stage = try await LedgerStage()
    let output = try await stage.output("o", "made")
    let row = own(stage.row("a", outputs: [output]), log: "first\n")
    // A folder where the ref should be makes the commit fail.
    FileContent.write("", to: "\(stage.sandbox.gitDirectory)/refs/heads/weir/runs/in-the-way")
    await #expect(throws: EngineError.self) {
      try await stage.ledger.commitProgress(stage.snapshot(stage.run(status: .running), [row]))
    }
    RemovedFile.remove("\(stage.sandbox.gitDirectory)/refs/heads/weir/runs")
    _ = try await stage.ledger.commitEnd(stage.snapshot(stage.run(), [row]))
    #expect(try stage.show("\(folder)/logs/a.log") == "first")
    #expect(try stage.show("\(folder)/data/a/o") == "made")
  }

  @Test func theSharedBranchHoldsRecordsBelowRuns() async throws {
    let stage = try await LedgerStage(mode: .same)
    let output = try await stage.output("results/x", "1", publish: true)
    try await stage.end(stage.run(), [own(stage.row("a", outputs: [output]))], published: [output])
    #expect(
      try stage.sandbox.files("main") == [
        "ref.fa", "results/x", "runs/\(folder)/data/a/results/x", "runs/\(folder)/request.json",
        "runs/\(folder)/run.json", "runs/\(folder)/tasks.jsonl",
      ]
    )
    #expect(try stage.sandbox.git("rev-parse", "main~1") == stage.source)
  }
}
