import ArgumentParser
import Git
import Glibc
import Ledger
import Model

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Shows what runs now, and of each workflow the last run and whether it is stale.",
    discussion: """
      A workflow is fresh if nothing would run now, with the defaults of its parameters. A run that \
      says it is running while nobody is at work on this host is shown as interrupted; what runs on \
      other hosts is taken at its word.
      """
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: ArgumentHelp("A workflow, or a run; none: all.", valueName: "workflow|run"))
  var subject: String?

  @Flag(name: .shortAndLong, help: "Show it again each second, until interrupted.")
  var watch = false

  @Flag(help: "Exit with 7 if a workflow is stale.")
  var exitCode = false

  @Option(help: "The commit, as git names it.")
  var at: String?

  func run() async throws {
    let session = try await Session.open(options)
    guard watch else {
      let isStale = try await show(session)
      if exitCode && isStale { throw CommandFailure(.different, nil) }
      return
    }
    guard isatty(1) == 1, !options.json else {
      throw CommandFailure(.invalid, "--watch draws on a terminal, and stdout is none")
    }
    while true {
      // Home, then each line over the old one: a cleared screen would flicker.
      _ = try await show(session, before: "\u{1b}[H", endOfLine: "\u{1b}[K", after: "\u{1b}[J")
      try await Task.sleep(for: .seconds(1))
      try await session.repository.refresh()
    }
  }

  /// - Returns: whether a workflow is stale.
  private func show(
    _ session: Session,
    before: String = "",
    endOfLine: String = "",
    after: String = ""
  ) async throws -> Bool {
    let style = Style(options.color, environment: session.environment)
    let (lines, json, isStale) = try await content(session, style)
    if options.json {
      Output.line(JSONWriter.compact(json))
    } else {
      Output.text(before + lines.map { $0 + endOfLine + "\n" }.joined() + after)
    }
    return isStale
  }

  private func content(
    _ session: Session,
    _ style: Style
  ) async throws -> (lines: [String], json: JSONValue, isStale: Bool) {
    if let subject {
      let target = try await session.target(at)
      if try await !RepositoryStatus.names(session, target).contains(subject) {
        let (lines, json) = try await run(named: subject, session, style)
        return (lines, json, false)
      }
    }
    let status = try await RepositoryStatus.read(session, options, workflow: subject, at: at)
    return (
      status.lines(style, now: SystemClock().now(), width: TerminalSize.width), status.json,
      status.entries.contains { $0.state.isStale }
    )
  }

  /// A run in a few lines: its state, and the tasks that are neither done nor reused.
  private func run(
    named name: String,
    _ session: Session,
    _ style: Style
  ) async throws -> ([String], JSONValue) {
    let records = try await RecordsView.open(session, options)
    let address = try await RunAddress.find(name, in: records)
    var record = try await records.record(of: address.run)
    record.status = RunLiveness(folders: session.folders).status(of: record)
    let rows = try address.rows(among: try await records.reader.rows(of: address.run))
    let header = RunHeader(record: record, source: nil, recordedBy: nil)
    let page = RunPage(
      header: header,
      rows: rows.filter { options.verbose || !$0.status.isSuccess },
      logs: LogSource(records: records, folders: session.folders),
      run: address.run,
      isVerbose: options.verbose
    )
    let waiting = await WaitingTasks.read(record, rows, session).lines(style, indent: "  ")
    return ([header.summary(style)] + page.tasks(style) + waiting, record.json)
  }
}
