import Engine
import Model
import TestSupport
import Testing

@testable import Ledger

@Suite(.timeLimit(.minutes(2))) struct HistoryTests {
  private func tip(_ stage: LedgerStage) async throws -> RecordsReader.Tip {
    try #require(try await stage.reader.tip())
  }

  private func id(_ number: UInt64) -> String {
    RunID(start: Sample.start.adding(.seconds(Int64(number))), random: number).text
  }

  @Test func nothingIsThereAtFirst() async throws {
    let stage = try await LedgerStage()
    #expect(try await stage.reader.tip() == nil)
    await #expect(throws: RunSearchError.none("latest")) { try await stage.reader.find("latest") }
  }

  @Test func recordsAreReadBack() async throws {
    let stage = try await LedgerStage()
    let run = stage.run(1)
    let row = stage.row("a")
    try await stage.end(run, [own(row, log: "x\n")])
    try await stage.end(stage.run(2, workflow: "other"))
    let tip = try await tip(stage)
    let runs = try await stage.reader.runs(in: tip)
    #expect(runs.map(\.reference.workflow) == ["other", "build"])
    #expect(
      try await stage.reader.runs(in: tip, workflow: "build").map(\.reference) == [run.reference]
    )
    #expect(try await stage.reader.records(of: [runs[1]]) == [run])
    #expect(try await stage.reader.rows(of: runs[1]).map(\.task) == ["a"])
    #expect(try await stage.reader.rows(of: runs[0]) == [])
    let log = try await stage.reader.file("logs/a.log", of: runs[1])
    #expect(log.map { String(decoding: $0, as: UTF8.self) } == "x\n")
    #expect(try await stage.reader.file("logs/none.log", of: runs[1]) == nil)
    #expect(try await stage.reader.file("logs", of: runs[1]) == nil)
  }

  @Test func oldRunsLeaveTheTipAndStayInHistory() async throws {
    let stage = try await LedgerStage { $0.keep = 3 }
    for number in 0..<53 {
      try await stage.end(stage.run(UInt64(number)), [own(stage.row("t\(number)"))])
    }
    let tip = try await tip(stage)
    #expect(
      try await stage.reader.runs(in: tip).map(\.reference.id.text) == [id(52), id(51), id(50)]
    )
    #expect(try stage.sandbox.git("rev-list", "--count", "weir/runs") == "54")
    #expect(
      try stage.sandbox.git("log", "-1", "--format=%an: %B", "weir/runs") == """
        Weir: weir: 50 older runs leave the tip; history keeps them

        Weir-Removed: 50

        """
    )
    #expect(
      try stage.sandbox.git("diff", "--diff-filter=AM", "--name-only", "weir/runs~1", "weir/runs")
        == ""
    )
    let removed = try await stage.reader.removedRuns(before: tip)
    #expect(removed.count == 50)
    #expect(removed.first?.reference.id.text == id(49))
    let found = try await stage.reader.find(id(7))
    #expect(try await stage.reader.rows(of: found).map(\.task) == ["t7"])
    #expect(try await stage.reader.records(of: [found]).first?.reference.id.text == id(7))
    try await stage.end(stage.run(60))
    #expect(try await stage.reader.runs(in: try await self.tip(stage)).count == 4)
    #expect(try stage.sandbox.problems() == "")
  }

  @Test func runsAreFoundByWhatPeopleType() async throws {
    let stage = try await LedgerStage()
    try await stage.end(stage.run(1))
    try await stage.end(stage.run(2, workflow: "other"))
    try await stage.end(stage.run(3))
    let find = { (name: String) async throws(RunSearchError) in
      try await stage.reader.find(name).reference.description
    }
    #expect(try await find("latest") == "build/\(id(3))")
    #expect(try await find("other/latest") == "other/\(id(2))")
    #expect(try await find("build") == "build/\(id(3))")
    #expect(try await find("build/\(id(1))") == "build/\(id(1))")
    #expect(try await find(id(2)) == "other/\(id(2))")
    #expect(try await find("20261121-031206") == "build/\(id(1))")
    #expect(try await find("031207") == "other/\(id(2))")
    #expect(try await find("other/2026") == "other/\(id(2))")
    #expect(try await find("30000000") == "build/\(id(3))")
    await #expect(throws: RunSearchError.none("none")) { try await find("none") }
    await #expect(throws: RunSearchError.none("other/\(id(1))")) {
      try await find("other/\(id(1))")
    }
    let both = RunSearchError.several(
      "build/2026",
      [3, 1].map { Sample.reference($0, at: Sample.start.adding(.seconds(Int64($0)))) }
    )
    await #expect(throws: both) { try await find("build/2026") }
  }

  @Test func runsOfOneSecondStandInTheOrderOfTheirRequests() async throws {
    let stage = try await LedgerStage()
    // The random parts of their ids say nothing of it.
    let randoms: [UInt64] = [9, 1, 30, 4, 17]
    for (position, random) in randoms.enumerated() {
      var run = Sample.run(
        random,
        commit: stage.source,
        at: Sample.start.adding(.milliseconds(Int64(position)))
      )
      run.finishedAt = run.requestedAt
      try await stage.end(run)
    }
    let runs = try await stage.reader.runs(in: try await tip(stage))
    let order = try await stage.reader.records(of: runs).map(\.requestedAt)
    #expect(order == order.sorted(by: >))
    #expect(Set(runs.map(\.reference.id.second)).count == 1)
    #expect(try await stage.reader.find("latest") == runs[0])
  }

  @Test func aDamagedRecordIsTold() async throws {
    let stage = try await LedgerStage()
    stage.sandbox.write("{", to: "build/2026-11-21/031205-00000000/run.json")
    stage.sandbox.write("nonsense\n", to: "build/2026-11-21/031205-00000000/tasks.jsonl")
    let commit = try stage.sandbox.commit("damage")
    try stage.sandbox.git("branch", "weir/runs", commit)
    let run = try #require(try await stage.reader.runs(in: tip(stage)).first)
    await #expect(throws: EngineError.self) { try await stage.reader.records(of: [run]) }
    await #expect(throws: EngineError.self) { try await stage.reader.rows(of: run) }
  }
}
