import Engine
import Glibc
import Model
import Planning

/// Plain lines about a run, for pipes and CI.
struct ProgressDisplay: RunObserver {
  static func make(color: GlobalOptions.Color, session: Session) -> any RunObserver {
    ProgressDisplay()
  }

  func runBegan(_ run: RunRecord, machine: RunMachine) {
    Output.error("\(run.reference) at \(run.source.commit.prefix(10))")
  }

  func attemptStarted(_ node: Int, machine: RunMachine, at: Timestamp) {}

  func attemptFailed(_ node: Int, machine: RunMachine, willRetry: Bool) {
    guard willRetry else { return }
    let state = machine.nodes[node]
    Output.error("retry     \(machine.graph.nodes[node].key) after attempt \(state.attempts.count)")
  }

  func nodeSettled(_ node: Int, machine: RunMachine, at: Timestamp, log: LogContent?) {
    let state = machine.nodes[node]
    guard state.status != .cached else { return }
    Output.error("\(state.status.rawValue.padded(to: 10))\(machine.graph.nodes[node].key)")
  }

  func runEnded(_ run: RunRecord, machine: RunMachine) {
    Output.error("\(run.reference) \(run.status.rawValue)")
  }
}
