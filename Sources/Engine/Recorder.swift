package import Model
package import Planning

/// Keeps on this machine what is not in git yet; every call is durable when it returns.
package protocol RunJournal: Sendable {
  /// A request, before anything runs because of it.
  func requested(_ run: RunRecord, request: RunRequest) async throws(EngineError)
  /// What tasks came to, before anything depends on it.
  func settled(_ rows: [TaskRow], of run: RunReference) async throws(EngineError)
  /// A run's final record stands in git; its entries may go.
  func recorded(_ run: RunReference) async throws(EngineError)
}

/// Keeps the records in git.
package protocol RunLedger: Sendable {
  /// Holds the source commit of a run that starts.
  func hold(_ run: RunRecord) async throws(EngineError)
  /// The first row that a commit of a run that goes on has to hold, in the order of ending; nil as
  /// long as it is too early for one.
  ///
  /// `rows`: how many have ended.
  func progressStart(rows: Int) async -> Int?
  /// Commits the state of a run that goes on, and says whether its branch could be had.
  func commitProgress(_ snapshot: RunSnapshot) async throws(EngineError) -> Bool
  /// What has been decided about a run by others, as its record in git tells.
  func decisions(of run: RunReference) async throws(EngineError) -> [Decision]
  /// Commits the final record, or that of a run that waits; all of it or nothing.
  func commitEnd(_ snapshot: RunSnapshot) async throws(EngineError) -> RecordedRun
}

/// The state of a run as its record shows it.
package struct RunSnapshot: Sendable {
  package var run: RunRecord
  package var request: RunRequest
  /// While it runs those that ended, in that order; at its end all, in the workflow's order.
  package var rows: [RecordedRow]
  /// How many rows before these stand in the record and stay as they are.
  package var firstRow: Int
  /// How many rows there will be at the end.
  package var taskCount: Int
  /// What is published, at its end.
  package var published: [OutputRecord]
  /// Whether all tasks of the workflow took part, so that what is not published is no longer.
  package var isWhole: Bool
  package var duration: Duration

  package init(
    run: RunRecord,
    request: RunRequest,
    rows: [RecordedRow],
    firstRow: Int = 0,
    taskCount: Int? = nil,
    published: [OutputRecord] = [],
    isWhole: Bool = false,
    duration: Duration = .zero
  ) {
    self.run = run
    self.request = request
    self.rows = rows
    self.firstRow = firstRow
    self.taskCount = taskCount ?? rows.count
    self.published = published
    self.isWhole = isWhole
    self.duration = duration
  }
}

/// A row and what belongs to it.
package enum RecordedRow: Sendable {
  /// Something that ran, or was kept from running, and its log.
  case own(TaskRow, log: LogContent?)
  /// Something that an earlier run made.
  case reused(NodeKey, PastOutcome, RowFragments)
}

/// Where a run's final record stands.
package struct RecordedRun: Sendable {
  /// The commit, forty hexadecimal digits; nil if the run is not recorded on purpose.
  package var commit: String?
  /// The ref that holds it.
  package var ref: String?
  /// Things that the user should know.
  package var notices: [String]

  package init(commit: String?, ref: String?, notices: [String] = []) {
    self.commit = commit
    self.ref = ref
    self.notices = notices
  }
}

/// What earlier runs left, as far as a run needs more than its decisions do.
package protocol HistoryReader: Sendable {
  /// The outputs of reused outcomes, by their row number.
  func outputs(of outcomes: [PastOutcome]) async throws(EngineError) -> [Int64: [OutputRecord]]
  /// For nodes that changed: why, as far as it can be told.
  func changes(for nodes: [Int], in machine: RunMachine) async -> [Int: [Change]]
  /// The parts of the rows of reused outcomes, by their row number.
  func fragments(of outcomes: [PastOutcome]) async throws(EngineError) -> [Int64: RowFragments]
  /// Takes in what has just been recorded.
  func learned(_ snapshot: RunSnapshot, recorded: RecordedRun) async
}

/// Is told how a run goes on, to show it; called in order, from the engine alone.
package protocol RunObserver: Sendable {
  func runBegan(_ run: RunRecord, machine: RunMachine)
  func attemptStarted(_ node: Int, machine: RunMachine, at: Timestamp)
  /// A node waits for somebody to decide.
  func nodeWaits(_ node: Int, machine: RunMachine)
  func nodeSettled(_ node: Int, machine: RunMachine, at: Timestamp, log: LogContent?)
  func attemptFailed(_ node: Int, machine: RunMachine, willRetry: Bool, log: LogContent?)
  func runEnded(_ run: RunRecord, machine: RunMachine)
}

/// The wall clock.
package protocol WallClock: Sendable {
  func now() -> Timestamp
}
