import Engine
import Model
import Planning
import Synchronization

/// Keeps the ends of logs for reports that are written once the run is over.
final class LogTails: RunObserver {
  /// Bytes of each log.
  private static let limit = 8 << 10

  private let keepsAll: Bool
  private let tails = Mutex<[Int: [UInt8]]>([:])

  /// - Parameter keepsAll: whether the logs of tasks that succeeded are kept too.
  init(keepsAll: Bool) {
    self.keepsAll = keepsAll
  }

  /// Harmless lines from the end of a node's log.
  func lines(of node: Int, count: Int) -> [String] {
    LogEnd.lines(tails.withLock { $0[node] ?? [] }, count: count)
  }

  func nodeSettled(_ node: Int, machine: RunMachine, at: Timestamp, log: LogContent?) {
    guard let log, keepsAll || !machine.nodes[node].status.isSuccess else { return }
    let bytes = LogEnd.bytes(of: log, limit: Self.limit)
    tails.withLock { $0[node] = bytes }
  }

  func runBegan(_ run: RunRecord, machine: RunMachine) {}
  func attemptStarted(_ node: Int, machine: RunMachine, at: Timestamp) {}
  func attemptFailed(_ node: Int, machine: RunMachine, willRetry: Bool, log: LogContent?) {}
  func nodeWaits(_ node: Int, machine: RunMachine) {}
  func runEnded(_ run: RunRecord, machine: RunMachine) {}
}
