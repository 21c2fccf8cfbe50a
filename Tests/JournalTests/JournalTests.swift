import Engine
import Hashing
import Model
import TestSupport
import Testing

@testable import Journal

@Suite struct JournalTests {
  private let folder = TemporaryFolder()

  private func journal() -> JournalDatabase {
    JournalDatabase(path: folder.path + "/journal.sqlite")
  }

  private func row(_ task: String, attempts: Int, _ status: TaskStatus = .succeeded) -> TaskRow {
    var row = TaskRow(task: task, status: status)
    row.attempts = (1...attempts).map { AttemptRecord(number: $0, startedAt: Sample.start) }
    row.result = ["task": .string(task)]
    row.outputs = [Sample.output("out/\(task)", 1)]
    return row
  }

  @Test func keepsRequestsAndFactsUntilTheyAreRecorded() async throws {
    let journal = journal()
    let (first, second) = (Sample.run(1), Sample.run(2))
    try await journal.requested(first, request: Sample.request(of: first))
    try await journal.requested(second, request: Sample.request(of: second))
    try await journal.settled([row("a", attempts: 1), row("b", attempts: 1)], of: first.reference)
    try await journal.settled([row("a", attempts: 1)], of: second.reference)
    #expect(try await journal.unrecorded() == [first.reference, second.reference])
    #expect(
      try await journal.facts(of: first.reference) == [
        row("a", attempts: 1), row("b", attempts: 1),
      ]
    )
    try await journal.recorded(first.reference)
    #expect(try await journal.unrecorded() == [second.reference])
    #expect(try await journal.facts(of: first.reference) == [])
    #expect(try await journal.facts(of: second.reference).map(\.task) == ["a"])
  }

  @Test func survivesReopening() async throws {
    let run = Sample.run(1)
    try await journal().requested(run, request: Sample.request(of: run))
    try await journal().settled([row("a", attempts: 2)], of: run.reference)
    #expect(try await journal().unrecorded() == [run.reference])
    #expect(try await journal().facts(of: run.reference) == [row("a", attempts: 2)])
    try await journal().recorded(run.reference)
    #expect(try await journal().unrecorded() == [])
  }

  @Test func aRepeatedFactChangesNothing() async throws {
    let journal = journal()
    let run = Sample.run(1)
    try await journal.requested(run, request: Sample.request(of: run))
    try await journal.requested(run, request: Sample.request(of: run))
    for _ in 0..<3 { try await journal.settled([row("a", attempts: 1)], of: run.reference) }
    try await journal.settled([row("a", attempts: 2, .failed)], of: run.reference)
    #expect(try await journal.unrecorded() == [run.reference])
    #expect(try await journal.facts(of: run.reference).map(\.attempts.count) == [1, 2])
    try await journal.recorded(run.reference)
    try await journal.recorded(run.reference)
    #expect(try await journal.facts(of: run.reference) == [])
  }

  @Test func twoConnectionsShareOneFile() async throws {
    let (one, two) = (journal(), journal())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask {
          let run = Sample.run(UInt64(number))
          let journal = number % 2 == 0 ? one : two
          try await journal.requested(run, request: Sample.request(of: run))
          try await journal.settled([self.row("a", attempts: 1)], of: run.reference)
        }
      }
      try await group.waitForAll()
    }
    #expect(try await one.unrecorded().count == 20)
    #expect(try await two.facts(of: Sample.reference(7)).count == 1)
  }

  @Test func othersReadTheRunsThatAreNotRecorded() async throws {
    let path = folder.path + "/journal.sqlite"
    #expect(try JournalReader.unrecorded(path: path) == [])
    #expect(!FileContent.exists(path))
    let journal = journal()
    let (first, second) = (Sample.run(1), Sample.run(2))
    try await journal.requested(first, request: Sample.request(of: first))
    try await journal.requested(second, request: Sample.request(of: second))
    #expect(try JournalReader.unrecorded(path: path) == [first, second])
    try await journal.recorded(first.reference)
    #expect(try JournalReader.unrecorded(path: path) == [second])
  }

  @Test func aFolderThatIsNotThereIsAnError() async throws {
    let journal = JournalDatabase(path: folder.path + "/none/journal.sqlite")
    await #expect(throws: EngineError.self) {
      try await journal.requested(Sample.run(), request: Sample.request(of: Sample.run()))
    }
  }

  @Test func aDamagedFileIsAnErrorAndStays() async throws {
    let path = folder.path + "/journal.sqlite"
    FileContent.write([UInt8](repeating: 7, count: 8192), to: path)
    await #expect(throws: EngineError.self) { try await journal().unrecorded() }
    #expect(FileContent.read(path).count == 8192)
  }
}
