import Engine
import Git
import Glibc
import Hashing
import Indexing
import Ledger
import Model

/// Keeps the index in step with the records in git.
struct IndexUpkeep: Sendable {
  let reader: RecordsReader
  let folders: StateFolders

  /// What a command that only reads may take in before a person notices.
  private static let quickRuns = 200

  /// The index of the repository, in step with the records.
  ///
  /// `mayWrite`: a command that only reads takes one in memory where it may not.
  func open(mayWrite: Bool) async throws -> (index: RunIndex, tip: RecordsReader.Tip?) {
    let path = "\(folders.cache)/index.sqlite"
    if mayWrite { try folders.create() }
    let isThere = access(path, F_OK) == 0
    let isUsable = mayWrite || isThere && access(path, W_OK) == 0
    let index = try RunIndex(path: isUsable ? path : nil)
    let tip = try await reader.tip()
    try await catchUp(index, to: tip, complete: mayWrite)
    return (index, tip)
  }

  /// Takes in what was recorded since; all of it, or the newest runs.
  func catchUp(_ index: RunIndex, to tip: RecordsReader.Tip?, complete: Bool) async throws {
    guard let tip, try index.tip(of: reader.place.ref) != tip.commit.hex else { return }
    let known = try index.knownRuns()
    var runs = try await reader.runs(in: tip)
    if complete && known.isEmpty { runs += try await reader.removedRuns(before: tip) }
    var new = runs.filter { known[$0.reference.description] != $0.tree.hex }
    // What was left out must be taken in by the next command that may write.
    let isWhole = complete || !known.isEmpty && new.count <= Self.quickRuns
    if !isWhole { new = Array(new.prefix(Self.quickRuns)) }
    try await learn(new.reversed(), into: index)
    if isWhole { try index.setTip(of: reader.place.ref, to: tip.commit.hex) }
  }

  /// Makes the index anew from git, history included.
  func rebuild() async throws -> (runs: Int, tasks: Int) {
    try folders.create()
    let path = "\(folders.cache)/index.sqlite"
    RunIndex.remove(path: path)
    let index = try RunIndex(path: path)
    guard let tip = try await reader.tip() else { return (0, 0) }
    let runs = try await reader.runs(in: tip) + reader.removedRuns(before: tip)
    let tasks = try await learn(runs.reversed(), into: index)
    try index.setTip(of: reader.place.ref, to: tip.commit.hex)
    return (runs.count, tasks)
  }

  /// Gives how many rows were read.
  @discardableResult
  private func learn(
    _ runs: some Collection<StoredRun>,
    into index: RunIndex
  ) async throws -> Int {
    var tasks = 0
    var batch: [IndexedRun] = []
    for run in runs {
      guard let record = try await reader.records(of: [run]).first else { continue }
      let rows = try await reader.rows(of: run)
      tasks += rows.count
      batch.append(IndexedRun(record: record, tree: run.tree.hex, rows: rows))
      if batch.reduce(0, { $0 + $1.rows.count }) > 5000 {
        try index.learn(batch)
        batch = []
      }
    }
    try index.learn(batch)
    return tasks
  }
}
