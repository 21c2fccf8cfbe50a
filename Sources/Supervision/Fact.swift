/// What the supervisor states for good; the lines of its log, and what it tells the engine.
package enum Fact: Hashable, Sendable {
  /// A supervisor lives in the folder from here on.
  case opened(SupervisorIdentity, at: Int64)
  /// An order was accepted and may start at any time from now on.
  case intent(AttemptToken, id: String)
  /// The attempt runs; left out for attempts that end within the first moments.
  case started(StartedFact)
  case ended(EndedFact)
  /// The order will not be carried out.
  case withdrawn(AttemptToken, WithdrawalReason)
  /// All is over: the stray processes that had to be killed, and how often the log was synced.
  case closed(strays: UInt32, syncs: UInt32, at: Int64)
}

/// The process of an attempt.
package struct StartedFact: Hashable, Sendable {
  package let token: AttemptToken
  package let pid: Int32
  /// In clock ticks since boot; with the boot id it tells the process from a later namesake.
  package let processStart: UInt64
  /// Milliseconds since 1970.
  package let at: Int64
}

/// The end of an attempt.
package struct EndedFact: Hashable, Sendable {
  package let token: AttemptToken
  /// 0 when nothing was started.
  package let pid: Int32
  /// Milliseconds since 1970.
  package let startedAt: Int64
  /// Milliseconds since 1970.
  package let endedAt: Int64
  /// Microseconds that passed, which a changed wall clock does not touch.
  package let elapsed: Int64
  package let outcome: AttemptOutcome
  /// What made it end.
  package let cause: EndCause
  /// The largest resident size in bytes.
  ///
  /// The kernel counts the moment before the program is
  /// loaded, so it is never less than the supervisor's own size, a few megabytes.
  package let peakMemory: UInt64
  /// Microseconds.
  package let userTime: UInt64
  /// Microseconds.
  package let systemTime: UInt64
  package let log: OutputSummary
  /// What the standard output held, if the order asked for it.
  package let result: OutputSummary?
}

/// How an attempt ended.
package enum AttemptOutcome: Hashable, Sendable {
  case exited(Int32)
  case signalled(Int32)
  /// The error number, and the step that failed.
  case notStarted(Int32, StartStep)
}

/// The steps of starting a process.
package enum StartStep: UInt8, Sendable {
  case process = 0
  case descriptors
  case directory
  case program
  case input
}

/// What made an attempt end.
package enum EndCause: UInt8, Sendable {
  case itself = 0
  case timeout
  case idleTimeout
  case cancelled
}

/// Why an order is not carried out.
package enum WithdrawalReason: UInt8, Sendable {
  /// The engine took it back.
  case cancelled = 0
  /// An attempt failed whose order says that nothing may start after that.
  case halted
  /// The engine is gone.
  case engineGone
  /// The supervisor was told to finish.
  case closing
}

/// What became of a stream of output.
package struct OutputSummary: Hashable, Sendable {
  /// All bytes that were written, kept or not.
  package var total: UInt64
  /// Bytes kept from the beginning.
  package var head: UInt64
  /// Bytes kept from the end, which follow the head directly; 0 when nothing was left out.
  package var tail: UInt64
  package var place: OutputPlace
  /// The error number that stopped the writing of the file; 0 for none.
  package var failure: Int32
  /// Whether something stands there as `***`.
  package var isMasked = false

  /// Whether less was kept than was written.
  package var isTruncated: Bool { head + tail < total }
}

/// Where the kept bytes are.
package enum OutputPlace: Hashable, Sendable {
  case inline([UInt8])
  /// In the file of the order's policy.
  case file
}
