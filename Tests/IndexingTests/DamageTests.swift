import Engine
import GRDB
import Hashing
import Model
import TestSupport
import Testing

@testable import Indexing

@Suite struct DamageTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.path + "/index.sqlite" }

  /// Makes an index with so much content that it has many pages, and lets it go.
  private func fill() throws {
    let index = try RunIndex(path: path)
    for number in 0..<50 {
      var rows: [TaskRow] = []
      for task in 0..<20 {
        var row = TaskRow(task: "t\(task)", status: .failed)
        row.fingerprint = ContentDigest(hex: String(repeating: "ab", count: 32))
        row.attempts = [AttemptRecord(number: 1, startedAt: Sample.start)]
        row.result = .string(String(repeating: "x", count: 200))
        rows.append(row)
      }
      try index.learn([IndexedRun(record: Sample.run(UInt64(number)), tree: "t", rows: rows)])
    }
    try index.queue.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try index.queue.close()
  }

  /// Who comes second finds the tables made, which is no damage.
  @Test func severalMakeAnIndexAtOnce() async throws {
    for round in 0..<20 {
      let path = "\(folder.path)/\(round).sqlite"
      let made = try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<8 {
          group.addTask {
            let index = try RunIndex(path: path)
            try index.setTip(of: "refs/heads/x", to: "tip")
            return index.isNew
          }
        }
        return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(made == 1)
    }
  }

  @Test func anIndexIsFoundAgain() throws {
    try fill()
    let index = try RunIndex(path: path)
    #expect(!index.isNew)
    #expect(try index.knownRuns().count == 50)
  }

  @Test(arguments: [0, 1, 100, 4095, 4096, 20_000, 50_001]) func aFileCutShortIsMadeAnew(
    size: Int
  ) throws {
    try fill()
    let whole = FileContent.read(path)
    #expect(whole.count > 60_000)
    FileContent.write(Array(whole.prefix(size)), to: path)
    let index = try RunIndex(path: path)
    #expect(index.isNew)
    #expect(try index.knownRuns().isEmpty)
    try index.learn([IndexedRun(record: Sample.run(), tree: "t", rows: [])])
  }

  @Test func randomBytesAreMadeAnew() throws {
    var random = SeededRandom(seed: 3)
    for size in [16, 512, 100_000] {
      let folder = TemporaryFolder()
      let path = folder.path + "/index.sqlite"
      FileContent.write((0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }, to: path)
      let index = try RunIndex(path: path)
      #expect(index.isNew)
      #expect(try index.knownRuns().isEmpty)
    }
  }

  @Test func anotherVersionIsMadeAnew() throws {
    try fill()
    do {
      let index = try RunIndex(path: path)
      try index.queue.write { try $0.execute(sql: "PRAGMA user_version = 999") }
      try index.queue.close()
    }
    let index = try RunIndex(path: path)
    #expect(index.isNew)
    #expect(try index.knownRuns().isEmpty)
  }

  @Test func aHalfMadeOneIsMadeAnew() throws {
    do {
      let index = try RunIndex(path: path)
      try index.queue.write { try $0.execute(sql: "DROP TABLE runs; PRAGMA user_version = 0") }
      try index.queue.close()
    }
    let index = try RunIndex(path: path)
    #expect(index.isNew)
    #expect(try index.knownRuns().isEmpty)
  }

  @Test func damageInTheMiddleIsToldOrHarmless() throws {
    try fill()
    let whole = FileContent.read(path)
    var random = SeededRandom(seed: 11)
    for _ in 0..<40 {
      var bytes = whole
      let start = Int.random(in: 0..<bytes.count - 64, using: &random)
      for position in start..<start + 64 { bytes[position] = .random(in: 0...255, using: &random) }
      let copy = TemporaryFolder()
      FileContent.write(bytes, to: copy.path + "/index.sqlite")
      do throws(EngineError) {
        let index = try RunIndex(path: copy.path + "/index.sqlite")
        _ = try index.knownRuns()
        _ = try index.history(workflow: "build", branch: "main") { _ in true }
      } catch {
        #expect(error.hint != nil)
      }
    }
  }

  @Test func aDamagedFileCanBeDeleted() throws {
    try fill()
    RunIndex.remove(path: path)
    #expect(!FileContent.exists(path))
    #expect(try RunIndex(path: path).isNew)
    RunIndex.remove(path: path)
    RunIndex.remove(path: path)
  }

  @Test func whereNothingCanBeWrittenMemoryServes() throws {
    let index = try RunIndex(path: nil)
    try index.learn([IndexedRun(record: Sample.run(), tree: "t", rows: [])])
    #expect(try index.knownRuns().count == 1)
    #expect(throws: EngineError.self) { try RunIndex(path: folder.path + "/none/index.sqlite") }
  }
}
