import Engine
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Ledger

@Suite(.timeLimit(.minutes(2))) struct WriterQueueTests {
  /// Only the one whose turn it is waits for another process, and says so.
  @Test func ledgersOfOneProcessTakeTurns() async throws {
    let stage = try await LedgerStage()
    let writers = WriterQueue(folders: stage.folders)
    let notes = Mutex<[String]>([])
    let runs = (0..<8).map { stage.run(UInt64($0)) }
    let ledgers = runs.map { _ in
      GitLedger(
        repository: stage.repository,
        contents: stage.contents,
        folders: stage.folders,
        writers: writers,
        options: .init(
          settings: stage.settings,
          place: stage.place,
          notify: { note in notes.withLock { $0.append(note) } }
        ),
        clock: stage.clock
      )
    }
    // A lock of another open file is that of another process.
    let other = open(stage.folders.state + "/writer.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    try #require(other >= 0 && flock(other, LOCK_EX | LOCK_NB) == 0)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (ledger, run) in zip(ledgers, runs) {
        group.addTask { _ = try await ledger.commitEnd(stage.snapshot(run)) }
      }
      while notes.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(1)) }
      #expect(try await stage.reader.tip() == nil)
      close(other)
      try await group.waitForAll()
    }
    #expect(notes.withLock { $0 } == ["another weir process is recording; waiting for it"])
    let tip = try #require(try await stage.reader.tip())
    #expect(try await stage.reader.runs(in: tip).count == 8)
  }

  /// What cannot be locked does not keep the others waiting.
  @Test func aFailureEndsTheTurn() async throws {
    let stage = try await LedgerStage()
    let writers = WriterQueue(folders: stage.folders)
    let path = stage.folders.state + "/writer.lock"
    try #require(mkdir(path, 0o700) == 0)
    for _ in 0..<2 {
      await #expect(throws: EngineError.self) { _ = try await writers.take {} }
    }
    try #require(rmdir(path) == 0)
    let lock = try await writers.take {}
    writers.release(lock)
  }
}
