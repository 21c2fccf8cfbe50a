import Ledger
import Model

/// Logs of a run that goes on.
extension LogsCommand {
  /// Prints what there is so far; false if the run has come to its end meanwhile, so that its record
  /// tells more.
  func printSoFar(
    _ live: LiveRun,
    _ records: RecordsView,
    _ session: Session
  ) async throws -> Bool {
    var logs = LiveLogs(run: live.id, folders: session.folders)
    let attempts = try logs.lastAttempts().filter { live.covers($0.name) }
    let byName = Dictionary(attempts.map { ($0.name, $0) }) { _, last in last }
    var rows: [TaskRow] = []
    if let stored = live.stored { rows = try await records.reader.rows(of: stored) }
    rows = rows.filter { live.covers($0.name) }
    let recorded = Set(rows.map(\.name))
    rows += attempts.filter { !recorded.contains($0.name) }.map(Self.row)
    if let task = live.task, rows.isEmpty {
      let liveness = RunLiveness(folders: session.folders)
      guard liveness.isSupervised(live.id) else { return false }
      return try await tellNotStarted(task, of: live, session)
    }
    let source = LogSource(records: records, folders: session.folders)
    try await print(selected(rows), namesTask: live.task != nil, session) { row in
      if let stored = live.stored, recorded.contains(row.name) {
        return try await source.log(of: row, in: stored)
      }
      let bytes = byName[row.name].map(logs.bytes) ?? []
      guard !bytes.isEmpty else { return .empty }
      return .found(
        LogSource.Found(bytes: bytes, total: Int64(bytes.count), isTruncated: false, from: nil)
      )
    }
    return true
  }

  private func tellNotStarted(
    _ task: String,
    of live: LiveRun,
    _ session: Session
  ) async throws -> Bool {
    let known = try await live.tasks(session)
    guard known.contains(task) else {
      throw CommandFailure(
        .invalid,
        "run \(live.record.reference) has no task \"\(task)\"",
        hint: "it has: \(known.prefix(10).joined(separator: ", "))"
      )
    }
    if options.json { Output.line("[]") }
    if !options.quiet {
      let name = live.instance.map { "\(task)/\($0)" } ?? task
      Output.error(
        "note: \(TerminalText.line(name)) of \(live.record.reference) has not started yet"
      )
    }
    return true
  }

  /// What a record would tell of it, as far as it is known.
  private static func row(of attempt: LiveLogs.LastAttempt) -> TaskRow {
    let parts = attempt.name.split(separator: "/", maxSplits: 1).map { String($0) }
    var row = TaskRow(task: parts.first ?? "", status: attempt.status)
    row.instance = parts.count > 1 ? parts[1] : nil
    return row
  }

  /// Prints its logs as they grow, until it ends.
  func follow(_ live: LiveRun, _ session: Session) async throws {
    let liveness = RunLiveness(folders: session.folders)
    var printer = LogPrinter(
      hasHeaders: live.instance == nil,
      raw: raw,
      style: Style(options.color, environment: session.environment)
    )
    let follower = LogFollower(
      session: session,
      options: options,
      liveness: liveness,
      run: live.id,
      wants: { live.covers($0) }
    )
    let (stored, shown) = try await follower.follow(&printer)
    if let stored {
      // What was written between the last look and the end.
      let records = try await RecordsView.open(session, options)
      let source = LogSource(records: records, folders: session.folders)
      for row in try await records.reader.rows(of: stored) where live.covers(row.name) {
        guard row.status != .cached else { continue }
        let known = shown[row.name] ?? 0
        if case .found(let log) = try await source.log(of: row, in: stored),
          known == 0 || !log.isTruncated
        {
          if known < log.bytes.count { printer.print(log.bytes[known...], of: row.name) }
        }
      }
      var record = try await records.record(of: stored)
      record.status = liveness.status(of: record)
      printer.end()
      if !options.quiet { Output.error("\(stored.reference) \(record.status.rawValue)") }
    }
    printer.end()
  }
}
