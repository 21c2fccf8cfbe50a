import ArgumentParser
import Git
import Ledger
import Model

struct LogsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs",
    abstract: "Prints what tasks wrote.",
    discussion: """
      On a terminal control characters are made harmless; into a file or pipe every byte is as it \
      was. Without a task the logs of all tasks that ran, each below a line that names it. Of a run \
      that goes on, what there is so far.
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
    var records = try await RecordsView.open(session, options)
    if let live = try await LiveRun.find(subject, in: records, session) {
      if follow { return try await self.follow(live, session) }
      if try await printSoFar(live, records, session) { return }
      // It has ended since it was found.
      try await session.repository.refresh()
      records = try await RecordsView.open(session, options)
    }
    let address = try await RunAddress.find(subject, in: records)
    let source = LogSource(records: records, folders: session.folders)
    try await print(
      selected(try address.rows(among: try await records.reader.rows(of: address.run))),
      namesTask: address.task != nil,
      session
    ) { try await source.log(of: $0, in: address.run) }
  }

  /// Those of some rows that the options want.
  func selected(_ rows: [TaskRow]) -> [TaskRow] {
    failed ? rows.filter { $0.status == .failed || $0.status == .lost } : rows
  }

  /// `namesTask`: a person named the task.
  func print(
    _ rows: [TaskRow],
    namesTask: Bool,
    _ session: Session,
    log: (TaskRow) async throws -> LogSource.Outcome
  ) async throws {
    let isOne = namesTask && rows.count == 1
    var printer = LogPrinter(
      hasHeaders: !isOne,
      raw: raw,
      style: Style(options.color, environment: session.environment)
    )
    var printed: [JSONValue] = []
    var reused = 0
    for row in rows {
      if !namesTask, row.status == .cached, !options.verbose {
        reused += 1
        continue
      }
      let outcome = try await log(row)
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
    case .empty:
      guard isOne, !options.quiet else { return }
      let words = row.status == .running ? "has written nothing so far" : "wrote nothing"
      Output.error("note: \(TerminalText.line(row.name)) \(words)")
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
}
