import Engine
import Glibc
import Ledger
import Model
import Planning

/// Says how a run goes: live on a terminal, in plain lines elsewhere, in files for CI.
struct RunReporter {
  let options: GlobalOptions
  let prepared: PreparedRun
  let junit: String?
  let observer: any RunObserver

  init(options: GlobalOptions, prepared: PreparedRun, junit: String?) {
    self.options = options
    self.prepared = prepared
    self.junit = junit
    observer =
      options.quiet || options.json
      ? SilentDisplay() : ProgressDisplay.make(color: options.color, session: prepared.session)
  }

  func notice(_ text: String) {
    if !options.quiet { Output.error("note: \(text)") }
  }

  func upToDate(tasks: Int) {
    if options.json {
      Output.line(
        JSONWriter.compact([
          "workflow": .string(prepared.workflow.name), "status": "up_to_date",
          "tasks": .integer(Int64(tasks)),
        ])
      )
    } else if !options.quiet {
      Output.error("\(prepared.workflow.name): up to date (\(tasks) tasks)")
    }
  }

  func ended(_ record: RunRecord, _ machine: RunMachine, _ recorded: RecordedRun) throws {
    for text in recorded.notices { notice(text) }
    if options.json {
      var json = record.json.object ?? [:]
      json["commit"] = recorded.commit.map(JSONValue.string)
      Output.line(JSONWriter.compact(.object(json)))
    } else if !options.quiet, let commit = recorded.commit {
      let ref = recorded.ref ?? prepared.place.ref
      let name = ref.hasPrefix("refs/heads/") ? String(ref.dropFirst(11)) : ref
      Output.error("recorded as \(commit.prefix(10)) on \(name)")
    }
    if let junit {
      let report = JUnitReport.text(record, machine)
      SmallFile.write(Array(report.utf8), to: junit)
    }
    let environment = prepared.session.environment
    if environment["GITHUB_ACTIONS"] == "true" {
      GitHubReport.show(record, machine, summaryFile: environment["GITHUB_STEP_SUMMARY"])
    }
  }
}

/// Shows nothing.
struct SilentDisplay: RunObserver {
  func runBegan(_ run: RunRecord, machine: RunMachine) {}
  func attemptStarted(_ node: Int, machine: RunMachine, at: Timestamp) {}
  func nodeSettled(_ node: Int, machine: RunMachine, at: Timestamp, log: LogContent?) {}
  func attemptFailed(_ node: Int, machine: RunMachine, willRetry: Bool) {}
  func runEnded(_ run: RunRecord, machine: RunMachine) {}
}
