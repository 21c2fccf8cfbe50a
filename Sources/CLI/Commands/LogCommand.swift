import ArgumentParser
import Ledger
import Model

struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Shows the history of runs, newest first.",
    discussion: """
      Times are a day (2026-11-21), a moment (2026-11-21T03:12:05Z), or how long ago (2h, 3d). \
      Runs that left the newest records are shown from history.
      """
  )

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case csv
  }

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The workflow; none: all.")
  var workflow: String?

  @Option(help: ArgumentHelp("Runs that started then or later.", valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("Runs that started then or earlier.", valueName: "time"))
  var until: String?

  @Option(help: "Runs in this state; may be repeated.")
  var status: [String] = []

  @Option(help: "Runs in which this task ran, and how it ended.")
  var task: String?

  @Option(
    name: [.customShort("p"), .customLong("param")],
    help: ArgumentHelp("Runs with this parameter.", valueName: "name=value")
  )
  var parameters: [String] = []

  @Option(name: [.customShort("n"), .long], help: "At most so many runs.")
  var limit = 20

  @Option(help: "table, json or csv.")
  var format = Format.table

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit takes a number from 0") }
    for parameter in parameters where !parameter.contains("=") {
      throw ValidationError("--param \(parameter): expected name=value")
    }
  }

  func run() async throws {
    let filter = try filter(now: SystemClock().now())
    let session = try await Session.open(options)
    let records = try await RecordsView.open(session, options)
    let matches = try await filter.matches(in: records, RunLiveness(folders: session.folders))
    let report = RunHistoryReport(matches: matches, task: task)
    switch options.json ? .json : format {
    case .json: Output.line(JSONWriter.compact(report.json))
    case .csv: Output.text(report.csv)
    case .table:
      guard !matches.isEmpty else {
        if !options.quiet {
          Output.error(records.tips.isEmpty ? "no run is recorded yet" : "no run fits")
        }
        return
      }
      let style = Style(options.color, environment: session.environment)
      for line in report.lines(style, width: TerminalSize.width) { Output.line(line) }
    }
  }

  private func filter(now: Timestamp) throws -> RunFilter {
    var filter = RunFilter()
    filter.workflow = workflow
    filter.since = try since.map { try TimeArgument.parse($0, now: now, isEnd: false) }
    filter.until = try until.map { try TimeArgument.parse($0, now: now, isEnd: true) }
    for word in status {
      guard let known = RunStatus(rawValue: word) else {
        throw CommandFailure(
          .invalid,
          "\"\(word)\" is no state of a run",
          hint: "one of \(RunStatus.allCases.map(\.rawValue).joined(separator: ", "))"
        )
      }
      filter.statuses.insert(known)
    }
    filter.task = task
    filter.params = parameters.map { text in
      let (name, value) = text.cutOnce(at: "=") ?? (text, text)
      return (name, value)
    }
    filter.limit = limit
    return filter
  }
}
