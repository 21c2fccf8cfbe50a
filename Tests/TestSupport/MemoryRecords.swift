package import Engine
package import Model
package import Planning
import Synchronization

/// A journal in memory.
package final class MemoryJournal: RunJournal {
  private let chronicle: Chronicle
  private let rows = Mutex<[TaskRow]>([])
  private let failure: EngineError?

  package init(chronicle: Chronicle = Chronicle(), failure: EngineError? = nil) {
    self.chronicle = chronicle
    self.failure = failure
  }

  /// Every row that was to be kept.
  package var facts: [TaskRow] { rows.withLock { $0 } }

  package func requested(_ run: RunRecord, request: RunRequest) async throws(EngineError) {
    if let failure { throw failure }
    chronicle.write("journal request")
  }

  package func settled(_ rows: [TaskRow], of run: RunReference) async throws(EngineError) {
    self.rows.withLock { $0 += rows }
    for row in rows { chronicle.write("journal \(row.task) \(row.status.rawValue)") }
  }

  package func recorded(_ run: RunReference) async throws(EngineError) {
    chronicle.write("journal recorded")
  }
}

/// A ledger in memory.
package final class MemoryLedger: RunLedger {
  private struct Content {
    var progress: [RunSnapshot] = []
    var ends: [RunSnapshot] = []
    var decisions: [Decision] = []
    var asked = 0
  }

  private let chronicle: Chronicle
  private let earlyAsks: Int
  private let content = Mutex(Content())

  /// It is too early for a commit when progress is offered for the first `earlyAsks` times.
  package init(chronicle: Chronicle = Chronicle(), earlyAsks: Int = 0) {
    self.chronicle = chronicle
    self.earlyAsks = earlyAsks
  }

  package var progress: [RunSnapshot] { content.withLock { $0.progress } }
  package var end: RunSnapshot? { content.withLock { $0.ends.last } }

  package func hold(_ run: RunRecord) async throws(EngineError) {
    chronicle.write("ledger hold")
  }

  package func progressStart(rows: Int) async -> Int? {
    let isTime = content.withLock { content in
      content.asked += 1
      return content.asked > earlyAsks
    }
    if !isTime { chronicle.write("ledger too early") }
    return isTime ? 0 : nil
  }

  package func commitProgress(_ snapshot: RunSnapshot) async throws(EngineError) -> Bool {
    content.withLock { $0.progress.append(snapshot) }
    chronicle.write("ledger progress")
    return true
  }

  package func decisions(of run: RunReference) async throws(EngineError) -> [Decision] {
    content.withLock { $0.decisions }
  }

  /// Somebody decides about the run.
  package func decide(_ decision: Decision) { content.withLock { $0.decisions.append(decision) } }

  package func commitEnd(_ snapshot: RunSnapshot) async throws(EngineError) -> RecordedRun {
    content.withLock { $0.ends.append(snapshot) }
    chronicle.write("ledger end \(snapshot.run.status.rawValue)")
    return RecordedRun(commit: String(repeating: "a", count: 40), ref: "refs/heads/weir/runs")
  }
}

/// What earlier runs left, in memory.
package final class MemoryHistory: HistoryReader {
  private let chronicle: Chronicle
  private let made: [Int64: [OutputRecord]]
  private let reasons: [String: [Change]]

  /// `made` has outputs by row number, `reasons` has changes by task.
  package init(
    chronicle: Chronicle = Chronicle(),
    made: [Int64: [OutputRecord]] = [:],
    reasons: [String: [Change]] = [:]
  ) {
    self.chronicle = chronicle
    self.made = made
    self.reasons = reasons
  }

  package func outputs(
    of outcomes: [PastOutcome]
  ) async throws(EngineError) -> [Int64: [OutputRecord]] {
    made.filter { row, _ in outcomes.contains { $0.row == row } }
  }

  package func changes(for nodes: [Int], in machine: RunMachine) async -> [Int: [Change]] {
    var found: [Int: [Change]] = [:]
    for node in nodes { found[node] = reasons[machine.graph.nodes[node].key.task] }
    return found
  }

  package func fragments(
    of outcomes: [PastOutcome]
  ) async throws(EngineError) -> [Int64: RowFragments] { [:] }

  package func learned(_ snapshot: RunSnapshot, recorded: RecordedRun) async {
    chronicle.write("history learned")
  }
}

/// Writes down what a person would see.
package final class RecordingObserver: RunObserver {
  private let chronicle: Chronicle

  package init(_ chronicle: Chronicle) {
    self.chronicle = chronicle
  }

  package func runBegan(_ run: RunRecord, machine: RunMachine) { chronicle.write("see began") }

  package func attemptStarted(_ node: Int, machine: RunMachine, at: Timestamp) {
    chronicle.write("see start \(machine.graph.nodes[node].key)")
  }

  package func nodeWaits(_ node: Int, machine: RunMachine) {
    chronicle.write("see waiting \(machine.graph.nodes[node].key)")
  }

  package func nodeSettled(_ node: Int, machine: RunMachine, at: Timestamp, log: LogContent?) {
    let status = machine.nodes[node].status.rawValue
    chronicle.write("see \(status) \(machine.graph.nodes[node].key)")
  }

  package func attemptFailed(
    _ node: Int,
    machine: RunMachine,
    willRetry: Bool,
    log: LogContent?
  ) {
    let key = machine.graph.nodes[node].key
    chronicle.write("see failure \(key)\(willRetry ? ", again" : "")")
  }

  package func runEnded(_ run: RunRecord, machine: RunMachine) {
    chronicle.write("see ended \(run.status.rawValue)")
  }
}
