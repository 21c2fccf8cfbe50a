import Engine
import Hashing
import Model
import Planning
import TestSupport
import Testing

@testable import Ledger

@Suite(.timeLimit(.minutes(2))) struct StoreTests {
  private let folder = "build/2026-11-21/031205-00000000"

  private func logs(_ stage: LedgerStage) throws -> [String] {
    try stage.sandbox.files("weir/runs").filter { $0.contains("/logs/") }
      .map { String($0.dropFirst(folder.count + 1)) }
  }

  @Test func manyRowsKeepTheLogsOfFailures() async throws {
    let stage = try await LedgerStage()
    var rows = (0..<500).map { own(stage.row("t\($0)"), log: "x\n") }
    rows.append(own(stage.row("bad", .failed), log: "why\n"))
    try await stage.end(stage.run(), rows)
    #expect(try logs(stage) == ["logs/bad.log"])
    let read = try TaskRow.parse(lines: Array(try stage.show("\(folder)/tasks.jsonl").utf8))
    #expect(read[0].log?.path == nil)
    #expect(read[0].log?.bytes == 2)
    #expect(FileContent.text("\(stage.folders.store)/logs/\(folder)/t0.log") == "x\n")
  }

  @Test func fiveHundredRowsKeepAllLogs() async throws {
    let stage = try await LedgerStage()
    try await stage.end(stage.run(), (0..<500).map { own(stage.row("t\($0)"), log: "x\n") })
    #expect(try logs(stage).count == 500)
  }

  @Test func aRunThatWillHaveManyRowsKeepsFewLogsFromTheStart() async throws {
    let stage = try await LedgerStage()
    let row = own(stage.row("a"), log: "x\n")
    _ = try await stage.ledger.commitProgress(
      stage.snapshot(stage.run(status: .running), [row], taskCount: 501)
    )
    #expect(try logs(stage) == [])
  }

  @Test(arguments: [
    (RecordSettings.Logs.all, ["logs/a.log", "logs/b.log"]), (.failed, ["logs/b.log"]),
  ])
  func settingsSayWhichLogsAreKept(mode: RecordSettings.Logs, kept: [String]) async throws {
    let stage = try await LedgerStage { $0.logs = mode }
    try await stage.end(
      stage.run(),
      [own(stage.row("a"), log: "x"), own(stage.row("b", .failed), log: "y")]
    )
    #expect(try logs(stage) == kept)
  }

  @Test func longLogsKeepHeadAndTail() async throws {
    let stage = try await LedgerStage { $0.maximumLog = 20 }
    let text = (0..<100).map { "\($0)\n" }.joined()
    try await stage.end(
      stage.run(),
      [own(stage.row("a"), log: text), own(stage.row("b"), log: "01234567890123456789")]
    )
    #expect(
      try stage.show("\(folder)/logs/a.log") == """
        0
        1
        2
        3
        4

        [weir: 270 bytes of this log are left out here]

        97
        98
        99
        """
    )
    #expect(try stage.show("\(folder)/logs/b.log") == "01234567890123456789")
    let rows = try TaskRow.parse(lines: Array(try stage.show("\(folder)/tasks.jsonl").utf8))
    #expect(rows[0].log?.truncated == true)
    #expect(rows[0].log?.bytes == 290)
    #expect(rows[1].log?.truncated == false)
    #expect(FileContent.text("\(stage.folders.store)/logs/\(folder)/a.log") == text)
    #expect(!FileContent.exists("\(stage.folders.store)/logs/\(folder)/b.log"))
  }

  @Test func logsComeAsFilesToo() async throws {
    let stage = try await LedgerStage { $0.maximumLog = 10 }
    let place = TemporaryFolder()
    FileContent.write("short\n", to: place.path + "/a")
    FileContent.write("a rather long log\n", to: place.path + "/b")
    let log = { (name: String, bytes: Int64, cut: Bool) in
      LogContent.file(path: "\(place.path)/\(name)", bytes: bytes, truncated: cut)
    }
    try await stage.end(
      stage.run(),
      [
        .own(stage.row("a"), log: log("a", 600, true)),
        .own(stage.row("b"), log: log("b", 18, false)),
      ]
    )
    let rows = try TaskRow.parse(lines: Array(try stage.show("\(folder)/tasks.jsonl").utf8))
    #expect(rows.map { $0.log?.truncated } == [true, true])
    #expect(rows.map { $0.log?.bytes } == [600, 18])
    #expect(try stage.show("\(folder)/logs/a.log") == "short")
    #expect(
      FileContent.text("\(stage.folders.store)/logs/\(folder)/b.log") == "a rather long log\n"
    )
  }

  @Test func largeOutputsStandInTheStore() async throws {
    let stage = try await LedgerStage { $0.maximumOutput = 100_000 }
    let place = TemporaryFolder()
    for (name, size) in [("small", 10), ("medium", 90_000), ("large", 100_001)] {
      FileContent.write([UInt8](repeating: 65, count: size), to: "\(place.path)/\(name)")
    }
    let added = try await stage.contents.add(
      ["small", "medium", "large"].map { NewContent(.file("\(place.path)/\($0)")) }
    )
    #expect(added.map(\.store) == [.git, .git, .local])
    #expect(added.map(\.size) == [10, 90_000, 100_001])
    let outputs = zip(["s", "m", "l"], added).map { name, content in
      OutputRecord(
        path: name,
        version: FileVersion(mode: 0o100644, id: content.id),
        size: content.size,
        store: content.store
      )
    }
    try await stage.end(stage.run(), [own(stage.row("a", outputs: outputs))])
    #expect(try stage.sandbox.files("weir/runs").filter { $0.contains("/data/") }.count == 2)
    #expect(try stage.sandbox.git("cat-file", "-s", added[1].id.hex) == "90000")
    let stored = stage.folders.stored(added[2].id.hex)
    #expect(FileContent.read(stored).count == 100_001)
    #expect(try stage.sandbox.git("hash-object", stored) == added[2].id.hex)
    let files = outputs.map {
      FolderContents.File(path: $0.path, version: $0.version, store: $0.store)
    }
    let found = try await stage.contents.locate(files)
    guard case .bytes(let bytes)? = found[added[0].id], case .file(let path)? = found[added[2].id]
    else {
      Issue.record("not found")
      return
    }
    #expect(bytes.count == 10)
    #expect(path == stored)
  }

  @Test func aRunHasALimitInGit() async throws {
    let stage = try await LedgerStage { $0.maximumRun = 250_000 }
    let place = TemporaryFolder()
    var stores: [OutputRecord.Store] = []
    for number in 0..<4 {
      let path = "\(place.path)/\(number)"
      FileContent.write([UInt8](repeating: UInt8(number), count: 100_000), to: path)
      stores += try await stage.contents.add([NewContent(.file(path))]).map(\.store)
    }
    #expect(stores == [.git, .git, .local, .local])
  }

  @Test func whatIsNowhereIsLeftOut() async throws {
    let stage = try await LedgerStage()
    let files = [OutputRecord.Store.git, .local].map {
      FolderContents.File(
        path: "x",
        version: FileVersion(mode: 0o100644, id: Sample.id($0 == .git ? 1 : 2)),
        store: $0
      )
    }
    #expect(try await stage.contents.locate(files).isEmpty)
  }
}
