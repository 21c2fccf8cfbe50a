import Dispatch
import Engine
import Model
import Planning
import Synchronization

/// Plain lines about a run, for pipes and CI; a reader that is slow does not hold up the run.
final class PlainDisplay: RunDisplay {
  private let progress: Mutex<PlainProgress>
  private let writer = DispatchQueue(label: "weir.plain-display")

  init(_ progress: PlainProgress) {
    self.progress = Mutex(progress)
  }

  func note(_ text: String) { write([text]) }

  func close() { writer.sync {} }

  func runBegan(_ run: RunRecord, machine: RunMachine) {
    write(progress.withLock { $0.began(run, machine) })
  }

  func attemptStarted(_ node: Int, machine: RunMachine, at: Timestamp) {}

  func attemptFailed(_ node: Int, machine: RunMachine, willRetry: Bool, log: LogContent?) {
    if willRetry { write(progress.withLock { $0.retried(node, machine, log: log) }) }
  }

  func nodeWaits(_ node: Int, machine: RunMachine) {
    write(progress.withLock { $0.waits(node, machine) })
  }

  func nodeSettled(_ node: Int, machine: RunMachine, at: Timestamp, log: LogContent?) {
    write(progress.withLock { $0.settled(node, machine, at: at, log: log) })
  }

  func runEnded(_ run: RunRecord, machine: RunMachine) {
    write(progress.withLock { $0.ended() })
    close()
  }

  private func write(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    writer.async { Output.error(lines.joined(separator: "\n")) }
  }
}
