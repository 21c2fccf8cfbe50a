import ArgumentParser
import Ledger
import Model

struct LogsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs",
    abstract: "Prints what tasks wrote.",
    discussion: """
      On a terminal control characters are made harmless; into a file or pipe every byte is as it \
      was. Without a task the logs of all tasks that ran, each below a line that names it.
      """
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: ArgumentHelp("Whose logs.", valueName: "run[/task[/instance]]"))
  var subject = "latest"

  @Flag(name: .shortAndLong, help: "Go on as the logs grow, until the run ends.")
  var follow = false

  @Flag(help: "Only tasks that failed.")
  var failed = false

  @Option(help: "The last lines of each log.")
  var tail: Int?

  @Flag(help: "Control characters as they are, on a terminal too.")
  var raw = false

  func validate() throws {
    if let tail, tail < 0 { throw ValidationError("--tail takes a number from 0") }
    if follow && options.json { throw ValidationError("--follow and --json exclude each other") }
  }

  func run() async throws {
    let session = try await Session.open(options)
    let records = try await RecordsView.open(session, options)
    let liveness = RunLiveness(folders: session.folders)
    if follow, let live = try await LiveRun.find(subject, in: records, liveness) {
      return try await follow(live, session, liveness)
    }
    let address = try await RunAddress.find(subject, in: records)
    let rows = try selected(address, try await records.reader.rows(of: address.run))
    try await print(
      rows,
      of: address,
      LogSource(records: records, folders: session.folders),
      session
    )
  }

  private func selected(_ address: RunAddress, _ all: [TaskRow]) throws -> [TaskRow] {
    let rows = try address.rows(among: all)
    if failed { return rows.filter { $0.status == .failed || $0.status == .lost } }
    return rows
  }

  private func print(
    _ rows: [TaskRow],
    of address: RunAddress,
    _ source: LogSource,
    _ session: Session
  ) async throws {
    let isOne = address.task != nil && rows.count == 1
    var printer = LogPrinter(
      hasHeaders: !isOne,
      raw: raw,
      style: Style(options.color, environment: session.environment)
    )
    var printed: [JSONValue] = []
    var reused = 0
    for row in rows {
      if address.task == nil, row.status == .cached, !options.verbose {
        reused += 1
        continue
      }
      let outcome = try await source.log(of: row, in: address.run)
      if options.json {
        printed.append(json(row, outcome))
      } else {
        show(outcome, of: row, isOne: isOne, &printer)
      }
    }
    if options.json { return Output.line(JSONWriter.compact(.array(printed))) }
    printer.end()
    guard !options.quiet else { return }
    if rows.isEmpty && failed { Output.error("no task failed") }
    if reused > 0 {
      Output.error(
        "note: \(reused) reused task\(reused == 1 ? "" : "s") left out; name one, or give -v"
      )
    }
  }

  private func show(
    _ outcome: LogSource.Outcome,
    of row: TaskRow,
    isOne: Bool,
    _ printer: inout LogPrinter
  ) {
    switch outcome {
    case .found(let log):
      let origin = log.from.map { "reused from \($0)" }
      if isOne, !options.quiet {
        if let origin { Output.error("note: \(origin)") }
        if log.isTruncated {
          Output.error(
            "note: of \(RunWords.size(log.total)) only the beginning and the end are kept"
          )
        }
      }
      let bytes = tail.map { LogTail.lines($0, of: log.bytes) } ?? log.bytes[...]
      printer.print(bytes, of: row.name, note: origin)
    case .empty: if isOne, !options.quiet { Output.error("note: \(row.name) wrote nothing") }
    case .elsewhere(let words):
      if !options.quiet { Output.error("note: \(TerminalText.line("\(row.name): \(words)"))") }
    }
  }

  private func json(_ row: TaskRow, _ outcome: LogSource.Outcome) -> JSONValue {
    var members: [String: JSONValue] = [
      "task": .string(row.task), "status": .string(row.status.rawValue),
    ]
    members["instance"] = row.instance.map(JSONValue.string)
    switch outcome {
    case .found(let log):
      let bytes = tail.map { LogTail.lines($0, of: log.bytes) } ?? log.bytes[...]
      members["text"] = .string(String(decoding: bytes, as: UTF8.self))
      members["bytes"] = .integer(log.total)
      members["truncated"] = log.isTruncated ? true : nil
      members["from"] = log.from.map { .string($0.description) }
    case .empty: members["bytes"] = 0
    case .elsewhere(let words): members["missing"] = .string(words)
    }
    return .object(members)
  }

  private func follow(
    _ live: LiveRun,
    _ session: Session,
    _ liveness: RunLiveness
  ) async throws {
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
