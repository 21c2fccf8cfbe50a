import ArgumentParser
import Hashing
import Ledger
import Model

struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows the record of a run or of a task in full.",
    discussion: """
      RUN is WORKFLOW/ID, an id or its beginning, latest, WORKFLOW/latest, or a workflow for its \
      latest run. Fan-outs of more than 50 instances are summed up; -v lists them.
      """
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: ArgumentHelp("What to show.", valueName: "run[/task[/instance]]"))
  var subject = "latest"

  func run() async throws {
    let session = try await Session.open(options)
    let records = try await RecordsView.open(session, options)
    let address = try await RunAddress.find(subject, in: records)
    var record = try await records.record(of: address.run)
    record.status = RunLiveness(folders: session.folders).status(of: record)
    let rows = try address.rows(among: try await records.reader.rows(of: address.run))
    let header = try await RunHeader.read(address.run, record, session.repository)
    if options.json { return show(json: header, rows) }
    let style = Style(options.color, environment: session.environment)
    let waiting = await WaitingTasks.read(record, rows, session).lines(style)
    let isOneTask = address.task != nil && (rows.count == 1 || options.verbose)
    if isOneTask {
      for (position, row) in rows.enumerated() {
        if position > 0 { Output.line("") }
        for line in TaskPage(row: row, run: address.run).lines(style) { Output.line(line) }
      }
      if !waiting.isEmpty { Output.line("") }
      for line in waiting { Output.line(line) }
      return
    }
    let page = RunPage(
      header: header,
      rows: rows,
      logs: LogSource(records: records, folders: session.folders),
      run: address.run,
      isVerbose: options.verbose
    )
    try await page.show(style)
    if !waiting.isEmpty { Output.line("") }
    for line in waiting { Output.line(line) }
  }

  /// The members of `run.json` with the state as it is now, `record_commit`, and `tasks`.
  private func show(json header: RunHeader, _ rows: [TaskRow]) {
    guard var members = header.record.json.object else { return }
    members["record_commit"] = header.recordedBy.map { .string($0.hex) }
    members["tasks"] = .array(rows.map(\.json))
    Output.line(JSONWriter.compact(.object(members)))
  }
}
