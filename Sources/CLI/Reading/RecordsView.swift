import Engine
import Git
import Hashing
import Ledger
import Model

/// The records that a command reads: those of this clone, those of `--dirty` runs, or what was
/// fetched where there are none.
struct RecordsView: Sendable {
  let reader: RecordsReader
  let tips: [RecordsReader.Tip]
  /// The ref that stands in for the missing branch.
  let standIn: String?

  static func open(_ session: Session, _ options: GlobalOptions) async throws -> RecordsView {
    var reader = try await session.reader()
    let local = RecordsReader(repository: session.repository, place: .local)
    var tip = try await reader.tip()
    var standIn: String?
    if tip == nil, let ref = try await fetched(session, reader.place) {
      reader = RecordsReader(repository: session.repository, place: reader.place.standing(at: ref))
      tip = try await reader.tip()
      standIn = ref
      if options.verbose { Output.error("note: there are no records here yet; reading \(ref)") }
    }
    let tips = [tip, try await local.tip()].compactMap { $0 }
    return RecordsView(reader: reader, tips: tips, standIn: standIn)
  }

  /// The records' branch as a remote had it: `origin`'s, or the first by name.
  private static func fetched(_ session: Session, _ place: RecordsPlace) async throws -> String? {
    guard !place.isShared else { return nil }
    let name = place.shortName
    let found = try await session.repository.references(matching: "refs/remotes/*/\(name)")
    return (found.first { $0.name == "refs/remotes/origin/\(name)" } ?? found.first)?.name
  }

  /// Hands runs of some days (UTC) over in batches, newest first, those that left the tip last,
  /// until the body wants no more.
  func visit(
    workflow: String? = nil,
    days: ClosedRange<String> = "0000-00-00"..."9999-99-99",
    _ body: ([StoredRun]) async throws -> Bool
  ) async throws {
    let all = try await reader.days(in: tips, workflow: workflow)
    for day in all where days.contains(day.name) {
      let runs = try await reader.runs(on: day)
      for start in stride(from: 0, to: runs.count, by: Self.batch) {
        let batch = Array(runs[start..<min(start + Self.batch, runs.count)])
        guard try await body(batch) else { return }
      }
    }
    // What left the tip is older than all that stayed.
    if let oldest = all.last?.name, oldest < days.lowerBound { return }
    let removed = try await removed().filter { run in
      (workflow == nil || run.reference.workflow == workflow)
        && days.contains(run.reference.id.day)
    }
    for start in stride(from: 0, to: removed.count, by: Self.batch) {
      let batch = Array(removed[start..<min(start + Self.batch, removed.count)])
      guard try await body(batch) else { return }
    }
  }

  private static let batch = 64

  /// The newest runs.
  func newest(_ count: Int, workflow: String? = nil) async throws -> [StoredRun] {
    var found: [StoredRun] = []
    for day in try await reader.days(in: tips, workflow: workflow) where found.count < count {
      found += try await reader.runs(on: day)
    }
    return Array(found.prefix(count))
  }

  /// The newest run that is no node of another.
  func newestOutermost() async throws -> StoredRun? {
    var found: StoredRun?
    try await visit { batch in
      found = try await reader.outermost(batch)
      return found == nil
    }
    return found
  }

  /// The runs of a day that stand in a tip, newest first.
  func runs(on day: String) async throws -> [StoredRun] {
    guard let found = try await reader.days(in: tips).first(where: { $0.name == day }) else {
      return []
    }
    return try await reader.runs(on: found)
  }

  /// Every run that stands in a tip, newest first.
  func current() async throws -> [StoredRun] {
    var found: [StoredRun] = []
    for tip in tips { found += try await reader.runs(in: tip) }
    return try await reader.newestFirst(found)
  }

  /// The runs that stand in history alone, newest first.
  func removed() async throws -> [StoredRun] {
    var found: [StoredRun] = []
    for tip in tips { found += try await reader.removedRuns(before: tip) }
    return try await reader.newestFirst(found)
  }

  /// The one run of a record that names it whole.
  func run(_ reference: RunReference) async throws -> StoredRun? {
    let sameDay = try await runs(on: reference.id.day)
    if let run = sameDay.first(where: { $0.reference == reference }) { return run }
    return try await removed().first { $0.reference == reference }
  }

  /// The record of a run.
  func record(of run: StoredRun) async throws -> RunRecord {
    guard let record = try await reader.records(of: [run]).first else {
      throw CommandFailure(.infrastructure, "the record of \(run.reference) cannot be read")
    }
    return record
  }
}
