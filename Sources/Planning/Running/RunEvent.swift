package import Model

/// Something that happened to a run.
package enum RunEvent: Sendable {
  case began
  /// The run goes on after a pause: rows of what has ended, or waits, stand for it.
  case resumed([TaskRow])
  case attemptStarted(node: Int, at: Timestamp)
  case attemptEnded(node: Int, AttemptOutcome)
  /// An attempt that was ordered will not be started.
  case withdrawn(node: Int)
  /// The time between two attempts has passed.
  case delayOver(node: Int)
  /// The bytes that name the items of a fan-out, by path.
  case fetched(node: Int, FanOutFiles)
  /// Somebody decided about a node that waits.
  case decided(node: Int, Verdict)
  /// A node that others were to complete has waited as long as it may.
  case waitOver(node: Int)
  /// The run inside a node came to a point where it waits.
  case childWaits(node: Int, run: String)
  /// Somebody wants the run to end.
  case cancelRequested
  /// It took longer than it may: it ends as on a cancel, and has failed.
  case timeOver
}

/// What somebody decides about a node that waits.
package enum Verdict: Hashable, Sendable {
  case approve
  case reject
  /// It has come to its end, with this value if there is one.
  case complete(JSONValue?)
  case fail
}

/// How an attempt ended and what it left.
package struct AttemptOutcome: Sendable {
  /// Its number is filled in by the machine.
  package var record: AttemptRecord
  package var succeeded: Bool
  /// Nothing new is to start because of it, and the run succeeds.
  package var stops = false
  package var outputs: [OutputRecord]
  package var result: JSONValue?
  package var log: LogRecord?
  package var host: String
  /// The run of another workflow that it was, `WORKFLOW/ID`.
  package var run: String?

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
  /// Say `delayOver` when this has passed.
  case delay(node: Int, Duration)
  /// Say `fetched` with the bytes of these files.
  case fetch(node: Int, [FanOutFile])
  /// A fan-out has its instances.
  case expanded(node: Int)
  /// A node waits for somebody to decide.
  case wait(node: Int)
  /// A node came to its end.
  case settled(node: Int)
  /// Take back what has been ordered and not started.
  case withdrawQueued
  /// End what is running.
  case cancelRunning
  /// End the run inside a node, which waits.
  case endChild(node: Int)
  /// Nothing can go on before somebody decides.
  case suspended
  /// All is as an earlier run left it; there is nothing to record.
  case upToDate
  /// Nothing is left to do.
  case finished(RunStatus)
}
