import Engine
import Foundation
import Git
import Hashing
import Model
import Planning
import TestSupport
import Testing

@testable import Ledger

/// A ledger on a real repository with one source commit.
struct LedgerStage {
  let sandbox: GitSandbox
  let source: String
  let repository: Repository
  let folders: StateFolders
  let clock: FakeClock
  let contents: RunContents
  /// The ledger of the stage's own run; `end` takes a new one each time.
  let ledger: GitLedger
  let reader: RecordsReader
  let place: RecordsPlace
  let settings: RecordSettings

  init(
    _ sandbox: GitSandbox? = nil,
    mode: RecordSettings.Mode = .branch("weir/runs"),
    clock: FakeClock = FakeClock(),
    _ change: (inout RecordSettings) -> Void = { _ in }
  ) async throws {
    if let sandbox {
      self.sandbox = sandbox
      source = try sandbox.git("rev-parse", "HEAD")
    } else {
      self.sandbox = try GitSandbox()
      self.sandbox.write("ref\n", to: "ref.fa")
      source = try self.sandbox.commit()
    }
    self.clock = clock
    var settings = RecordSettings()
    settings.mode = mode
    change(&settings)
    self.settings = settings
    place = RecordsPlace(mode, sourceBranch: "main")
    repository = try self.sandbox.open()
    folders = StateFolders(commonDirectory: repository.location.commonDirectory)
    try folders.create()
    contents = try await RunContents(repository: repository, folders: folders, limits: settings)
    ledger = GitLedger(
      repository: repository,
      contents: contents,
      folders: folders,
      writers: WriterQueue(folders: folders),
      options: .init(settings: settings, place: place),
      clock: clock
    )
    reader = RecordsReader(repository: repository, place: place)
  }

  /// A run of the source commit that has come to its end, a second after the one before.
  func run(
    _ number: UInt64 = 0,
    status: RunStatus = .succeeded,
    workflow: String = "build",
    commit: String? = nil
  ) -> RunRecord {
    var run = Sample.run(
      number,
      workflow: workflow,
      commit: commit ?? source,
      at: Sample.start.adding(.seconds(Int64(number))),
      status: status
    )
    run.counts.add(status == .succeeded ? .succeeded : .failed)
    run.finishedAt = run.requestedAt.adding(.seconds(1))
    return run
  }

  func row(
    _ task: String,
    _ status: TaskStatus = .succeeded,
    outputs: [OutputRecord] = []
  ) -> TaskRow {
    var row = TaskRow(task: task, status: status)
    row.fingerprint = FingerprintWriter().digest
    row.attempts = [AttemptRecord(number: 1, startedAt: Sample.start)]
    row.outputs = outputs
    return row
  }

  /// Takes text in as an output.
  func output(
    _ path: String,
    _ text: String,
    publish: Bool = false
  ) async throws -> OutputRecord {
    let added = try #require(try await contents.add([NewContent(.bytes(Array(text.utf8)))]).first)
    return OutputRecord(
      path: path,
      version: FileVersion(mode: 0o100644, id: added.id),
      size: added.size,
      store: added.store,
      publish: publish
    )
  }

  func snapshot(
    _ run: RunRecord,
    _ rows: [RecordedRow] = [],
    published: [OutputRecord] = [],
    taskCount: Int? = nil
  ) -> RunSnapshot {
    RunSnapshot(
      run: run,
      request: Sample.request(of: run),
      rows: rows,
      taskCount: taskCount,
      published: published,
      isWhole: true,
      duration: .seconds(1)
    )
  }

  @discardableResult
  func end(
    _ run: RunRecord,
    _ rows: [RecordedRow] = [],
    published: [OutputRecord] = []
  ) async throws -> RecordedRun {
    try await nextLedger().commitEnd(snapshot(run, rows, published: published))
  }

  /// A ledger for another run; each run has one of its own.
  func nextLedger() -> GitLedger {
    GitLedger(
      repository: repository,
      contents: contents,
      folders: folders,
      writers: WriterQueue(folders: folders),
      options: .init(settings: settings, place: place),
      clock: clock
    )
  }

  func show(_ path: String, at revision: String = "weir/runs") throws -> String {
    try sandbox.git("show", "\(revision):\(path)")
  }
}

func own(_ row: TaskRow, log: String = "") -> RecordedRow {
  .own(row, log: log.isEmpty ? nil : .bytes(Array(log.utf8)))
}

/// Takes files and folders away.
enum RemovedFile {
  static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
