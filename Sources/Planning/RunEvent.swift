package import Model

/// Something that happened to a run.
package enum RunEvent: Sendable {
  case began
  case attemptStarted(node: Int, at: Timestamp)
  case attemptEnded(node: Int, AttemptOutcome)
  /// An attempt that was ordered will not be started.
  case withdrawn(node: Int)
  /// Somebody wants the run to end.
  case cancelRequested
}

/// How an attempt ended and what it left.
package struct AttemptOutcome: Sendable {
  /// Its number is filled in by the machine.
  package var record: AttemptRecord
  package var succeeded: Bool
  package var outputs: [OutputRecord]
  package var result: JSONValue?
  package var log: LogRecord?
  package var host: String

  package init(
    record: AttemptRecord,
    succeeded: Bool,
    outputs: [OutputRecord] = [],
    result: JSONValue? = nil,
    log: LogRecord? = nil,
    host: String
  ) {
    self.record = record
    self.succeeded = succeeded
    self.outputs = outputs
    self.result = result
    self.log = log
    self.host = host
  }
}

/// An order from the plan to the engine.
package enum RunAction: Sendable, Equatable {
  /// Start an attempt; attempts count from 1.
  case start(node: Int, attempt: Int)
  /// A node came to its end.
  case settled(node: Int)
  /// Take back what has been ordered and not started.
  case withdrawQueued
  /// End what is running.
  case cancelRunning
  /// Nothing is left to do.
  case finished(RunStatus)
}
