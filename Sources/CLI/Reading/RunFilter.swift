import Ledger
import Model

/// Which runs `weir log` shows.
struct RunFilter {
  var workflow: String?
  var since: Timestamp?
  var until: Timestamp?
  var statuses: Set<RunStatus> = []
  var task: String?
  /// Names and values, as text.
  var params: [(name: String, value: String)] = []
  var limit = 20

  /// A run that fits.
  struct Match {
    let run: StoredRun
    /// With the state derived for people.
    let record: RunRecord
    /// The rows of the task that was asked for.
    let rows: [TaskRow]
  }

  /// The newest runs that fit.
  func matches(in records: RecordsView, _ liveness: RunLiveness) async throws -> [Match] {
    var found: [Match] = []
    guard limit > 0 else { return found }
    try await records.visit(workflow: workflow, days: days) { batch in
      let inRange = batch.filter(isInRange)
      for (run, record) in zip(inRange, try await records.reader.records(of: inRange)) {
        var record = record
        record.status = liveness.status(of: record)
        guard fits(record) else { continue }
        let rows = try await rows(of: run, records)
        if task != nil && rows.isEmpty { continue }
        found.append(Match(run: run, record: record, rows: rows))
        if found.count == limit { return false }
      }
      return true
    }
    return found
  }

  /// The days that the ids of runs in range can name.
  private var days: ClosedRange<String> {
    let first = since.map { String($0.description.prefix(10)) } ?? "0000-00-00"
    let last = until.map { String($0.description.prefix(10)) } ?? "9999-99-99"
    return first...max(first, last)
  }

  /// By the start that the id names, to the second.
  private func isInRange(_ run: StoredRun) -> Bool {
    let id = run.reference.id.text
    if let since, id < Self.prefix(since) { return false }
    if let until, id.prefix(15) > Self.prefix(until) { return false }
    return true
  }

  /// `20261121-031205`.
  private static func prefix(_ time: Timestamp) -> String {
    String(RunID(start: time, random: 0).text.prefix(15))
  }

  private func fits(_ record: RunRecord) -> Bool {
    if !statuses.isEmpty && !statuses.contains(record.status) { return false }
    return params.allSatisfy { name, value in
      record.params[name].map { $0.plainText == value } ?? false
    }
  }

  /// The rows of the task that ran; a reused one did not.
  private func rows(of run: StoredRun, _ records: RecordsView) async throws -> [TaskRow] {
    guard let task else { return [] }
    return try await records.reader.rows(of: run).filter { row in
      (row.task == task || row.name == task) && row.status != .cached && !row.attempts.isEmpty
    }
  }
}
