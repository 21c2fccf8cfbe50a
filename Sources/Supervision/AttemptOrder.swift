/// Everything that the supervisor must know to carry out one attempt.
package struct AttemptOrder: Sendable {
  /// Names the attempt in all that is said about it later.
  package var token: AttemptToken
  /// What the engine calls the attempt; kept in the log beside the intent, else not looked at.
  package var id: String
  /// Program and arguments; a program without a slash is looked for in the attempt's PATH.
  package var arguments: [String]
  /// A list given before by `SupervisorClient.define`, which `environment` adds to.
  package var baseEnvironment: EnvironmentID?
  /// `NAME=value` entries that win over the base; with no base they are all there is.
  package var environment: [String]
  /// The working folder, absolute.
  package var directory: String
  /// Where the standard input comes from; nil is an empty one.
  package var input: String?
  /// Where output goes: all of it, or the standard error alone if there is a `result`.
  package var log: OutputPolicy
  /// Where the standard output goes when a result is read from it.
  package var result: OutputPolicy?
  package var limits: AttemptLimits
  package var exitCodes: ExitMeaning
  /// Orders of one group halt together.
  package var group: UInt32
  /// When this attempt fails nothing new of its group is started until the engine says so.
  package var haltsOnFailure: Bool
  /// It is started whatever halted its group, and halts nothing itself.
  package var startsAfterHalt: Bool
  /// An entry of the attempt's environment by which processes that it left behind are found
  /// when it is stopped; empty for none.
  package var marker: String
  /// What is shown as `***` in its output; kept in no file.
  package var masked: [[UInt8]]

  package init(
    token: AttemptToken,
    id: String,
    arguments: [String],
    baseEnvironment: EnvironmentID? = nil,
    environment: [String],
    directory: String,
    input: String? = nil,
    log: OutputPolicy,
    result: OutputPolicy? = nil,
    limits: AttemptLimits = AttemptLimits(),
    exitCodes: ExitMeaning = ExitMeaning(),
    group: UInt32 = 0,
    haltsOnFailure: Bool = false,
    startsAfterHalt: Bool = false,
    marker: String = "",
    masked: [[UInt8]] = []
  ) {
    self.token = token
    self.id = id
    self.arguments = arguments
    self.baseEnvironment = baseEnvironment
    self.environment = environment
    self.directory = directory
    self.input = input
    self.log = log
    self.result = result
    self.limits = limits
    self.exitCodes = exitCodes
    self.group = group
    self.haltsOnFailure = haltsOnFailure
    self.startsAfterHalt = startsAfterHalt
    self.marker = marker
    self.masked = masked
  }
}

/// What exit codes say.
package struct ExitMeaning: Hashable, Sendable {
  package var success: [Int32]
  /// Nothing new of the attempt's group is to start after one of these.
  package var stop: [Int32]

  package init(success: [Int32] = [0], stop: [Int32] = []) {
    self.success = success
    self.stop = stop
  }

  /// Whether the program ran and left with a code of success.
  package func isSuccess(_ outcome: AttemptOutcome) -> Bool {
    if case .exited(let code) = outcome { success.contains(code) } else { false }
  }

  /// Whether the program ran and left with a code that stops.
  package func stops(_ outcome: AttemptOutcome) -> Bool {
    if case .exited(let code) = outcome {
      stop.contains(code) && !isSuccess(outcome)
    } else {
      false
    }
  }
}

/// Names an environment that many orders share.
package struct EnvironmentID: Hashable, Sendable {
  let number: UInt32
}

/// Where one stream of output is kept, and how much of it.
package struct OutputPolicy: Hashable, Sendable {
  /// The file, absolute; made only when the output does not fit into the fact.
  package var path: String
  /// Bytes that the file may hold.
  package var limit: Int64
  /// The last bytes kept of output that is longer than the limit; the rest is its beginning.
  package var tail: Int64

  package init(path: String, limit: Int64 = 1 << 30, tail: Int64 = 256 << 10) {
    self.path = path
    self.limit = limit
    self.tail = min(tail, limit)
  }
}

/// How long an attempt may take; nil is for ever.
package struct AttemptLimits: Hashable, Sendable {
  package var timeout: Duration?
  /// The longest time without output.
  package var idleTimeout: Duration?
  /// From the request to stop (TERM) to the end by force (KILL).
  package var grace: Duration

  package init(
    timeout: Duration? = nil,
    idleTimeout: Duration? = nil,
    grace: Duration = .seconds(10)
  ) {
    self.timeout = timeout
    self.idleTimeout = idleTimeout
    self.grace = grace
  }
}
