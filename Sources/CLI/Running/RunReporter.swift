import Engine
import Hashing
import Ledger
import Model
import Planning

/// Says how a run goes: live on a terminal, in plain lines elsewhere, in files for CI.
struct RunReporter: Sendable {
  let options: GlobalOptions
  let prepared: PreparedRun
  let junit: String?
  let observer: any RunObserver
  private let display: any RunDisplay
  /// Not nil where a report tells the ends of logs.
  private let tails: LogTails?

  init(options: GlobalOptions, prepared: PreparedRun, junit: String?) {
    self.options = options
    self.prepared = prepared
    self.junit = junit
    let environment = prepared.session.environment
    let display = ProgressDisplay.make(options, environment: environment)
    let isNeeded = junit != nil || environment["GITHUB_ACTIONS"] == "true"
    let tails = isNeeded ? LogTails(keepsAll: junit != nil) : nil
    observer = tails.map { ObserverList(all: [display, $0]) } ?? display
    self.display = display
    self.tails = tails
  }

  func notice(_ text: String) {
    if !options.quiet { display.note("note: \(text)") }
  }

  /// The user asked the run to end; `number` counts how often.
  func interrupted(_ number: Int) {
    guard !options.quiet, !options.json else { return }
    if number == 1 { display.note("ending the running tasks; once more kills them") }
    if number == 2 { display.note("killing the running tasks") }
  }

  /// Gives the terminal back, however the run ended.
  func close() { display.close() }

  /// The run's group had no room for it.
  func notRun(_ reason: String) {
    let name = prepared.workflow.name
    if options.json {
      Output.line(
        JSONWriter.compact([
          "workflow": .string(name), "status": "not_run", "reason": .string(reason),
        ])
      )
    } else if !options.quiet {
      Output.error("\(name): not run: \(reason)")
    }
  }

  /// Fan-outs without an item succeed without a trace, so it is said.
  func emptyFanOuts(_ machine: RunMachine) {
    for (task, group) in zip(machine.graph.workflow.tasks, machine.graph.groups)
    where group.isEmptyFanOut {
      notice("\(task.name) has no instances: its fan-out is empty")
    }
  }

  /// Nothing had to run, of all tasks or of those that were named.
  func upToDate(tasks: Int, selected: [String]) async throws {
    let name = prepared.workflow.name
    if options.json {
      Output.line(
        JSONWriter.compact([
          "workflow": .string(name), "status": "up_to_date", "tasks": .integer(Int64(tasks)),
        ])
      )
    } else if !options.quiet {
      Output.error("\(name): up to date (\(tasks) task\(tasks == 1 ? "" : "s"))")
    }
    if let junit {
      let graph = try await prepared.graph()
      let selection = try prepared.selection(selected, in: graph)
      let keys = graph.nodes.indices.filter { selection?.contains($0) ?? true }
        .map { graph.nodes[$0].key }
      let report = JUnitReport(
        upToDate: name,
        commit: prepared.target.commit.hex,
        keys: keys,
        host: HostName.current
      )
      try ReportFile.write(report.text, to: junit, as: "JUnit report")
    }
    if let summary = summaryFile {
      let text = GitHubSummary.upToDate(name, tasks: tasks)
      try ReportFile.append(text, to: summary, as: "step summary")
    }
  }

  /// The run is recorded.
  /// - Throws: when a report cannot be written.
  func ended(
    _ record: RunRecord,
    _ machine: RunMachine,
    _ recorded: RecordedRun
  ) throws(CommandFailure) {
    display.close()
    for text in recorded.notices { notice(text) }
    emptyFanOuts(machine)
    if options.json {
      var json = record.json.object ?? [:]
      json["commit"] = recorded.commit.map(JSONValue.string)
      Output.line(JSONWriter.compact(.object(json)))
    } else if !options.quiet {
      summarize(record, machine, recorded)
    }
    guard let tails else { return }
    if prepared.session.environment["GITHUB_ACTIONS"] == "true" {
      try GitHubReport.show(record, machine, tails: tails, summaryFile: summaryFile)
    }
    if let junit {
      let report = JUnitReport(record, machine, tails: tails)
      try ReportFile.write(report.text, to: junit, as: "JUnit report")
    }
  }

  private func summarize(_ record: RunRecord, _ machine: RunMachine, _ recorded: RecordedRun) {
    let style = Style(options.color, descriptor: 2, environment: prepared.session.environment)
    let lines = RunSummary.lines(
      record,
      machine,
      isKept: recorded.commit != nil,
      style: style
    )
    for line in lines { Output.error(GitHubLog.withoutCommand(line)) }
    if let commit = recorded.commit {
      let ref = recorded.ref ?? prepared.place.ref
      let name = ref.hasPrefix("refs/heads/") ? String(ref.dropFirst(11)) : ref
      Output.error("recorded as \(commit.prefix(10)) on \(name)")
    }
  }

  private var summaryFile: String? {
    guard prepared.session.environment["GITHUB_ACTIONS"] == "true" else { return nil }
    return prepared.session.environment["GITHUB_STEP_SUMMARY"].flatMap { $0.isEmpty ? nil : $0 }
  }
}
