import Engine
import Glibc
import Model
import Planning

/// Shows a run as it goes on, on stderr.
protocol RunDisplay: RunObserver {
  /// Something that the user should know.
  func note(_ text: String)
  /// Shows what is left to show and gives the terminal back; may be called again.
  func close()
}

/// Chooses how runs are shown.
enum ProgressDisplay {
  /// Live for a person at a terminal, in plain lines elsewhere, failures alone with `-q`, nothing
  /// with `--json`.
  static func make(_ options: GlobalOptions, environment: [String: String]) -> any RunDisplay {
    if options.json { return SilentDisplay() }
    let style = Style(options.color, descriptor: 2, environment: environment)
    if options.quiet {
      return PlainDisplay(PlainProgress(.failures, style: style, environment: environment))
    }
    if isLive(environment) && Output.isTerminal { return LiveDisplay(style: style) }
    return PlainDisplay(PlainProgress(.all, style: style, environment: environment))
  }

  /// Whether a terminal can be drawn on: in CI its text is kept as a log.
  private static func isLive(_ environment: [String: String]) -> Bool {
    let terminal = environment["TERM"] ?? ""
    let automation = environment["CI"] ?? ""
    return !terminal.isEmpty && terminal != "dumb" && (automation.isEmpty || automation == "false")
  }
}

/// Shows nothing of a run.
struct SilentDisplay: RunDisplay {
  func note(_ text: String) { Output.error(text) }
  func close() {}
  func runBegan(_ run: RunRecord, machine: RunMachine) {}
  func attemptStarted(_ node: Int, machine: RunMachine, at: Timestamp) {}
  func nodeWaits(_ node: Int, machine: RunMachine) {}
  func nodeSettled(_ node: Int, machine: RunMachine, at: Timestamp, log: LogContent?) {}
  func attemptFailed(_ node: Int, machine: RunMachine, willRetry: Bool, log: LogContent?) {}
  func runEnded(_ run: RunRecord, machine: RunMachine) {}
}

/// Tells several observers.
struct ObserverList: RunObserver {
  let all: [any RunObserver]

  func runBegan(_ run: RunRecord, machine: RunMachine) {
    for one in all { one.runBegan(run, machine: machine) }
  }

  func attemptStarted(_ node: Int, machine: RunMachine, at: Timestamp) {
    for one in all { one.attemptStarted(node, machine: machine, at: at) }
  }

  func nodeWaits(_ node: Int, machine: RunMachine) {
    for one in all { one.nodeWaits(node, machine: machine) }
  }

  func nodeSettled(_ node: Int, machine: RunMachine, at: Timestamp, log: LogContent?) {
    for one in all { one.nodeSettled(node, machine: machine, at: at, log: log) }
  }

  func attemptFailed(_ node: Int, machine: RunMachine, willRetry: Bool, log: LogContent?) {
    for one in all { one.attemptFailed(node, machine: machine, willRetry: willRetry, log: log) }
  }

  func runEnded(_ run: RunRecord, machine: RunMachine) {
    for one in all { one.runEnded(run, machine: machine) }
  }
}
