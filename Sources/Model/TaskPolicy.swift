/// How attempts of a task are made and judged.
package struct TaskPolicy: Hashable, Sendable {
  /// Of an attempt, from its start; nil: none.
  package var timeout: Duration?
  /// Without output; nil: none.
  package var idleTimeout: Duration?
  package var retry: RetryPolicy
  package var exitCodes: ExitCodes
  package var missingOutputs: MissingOutputs
  package var continueOnError: Bool
  package var cache: CachePolicy
  /// Names of backends in order of preference, at least one.
  package var backends: [String]
  package var resources: Resources
  package var priority: Priority
  package var maxParallel: MaxParallel?

  package init(
    timeout: Duration? = nil,
    idleTimeout: Duration? = nil,
    retry: RetryPolicy = RetryPolicy(),
    exitCodes: ExitCodes = ExitCodes(),
    missingOutputs: MissingOutputs = .fail,
    continueOnError: Bool = false,
    cache: CachePolicy = .automatic,
    backends: [String] = ["local"],
    resources: Resources = Resources(),
    priority: Priority = .normal,
    maxParallel: MaxParallel? = nil
  ) {
    self.timeout = timeout
    self.idleTimeout = idleTimeout
    self.retry = retry
    self.exitCodes = exitCodes
    self.missingOutputs = missingOutputs
    self.continueOnError = continueOnError
    self.cache = cache
    self.backends = backends
    self.resources = resources
    self.priority = priority
    self.maxParallel = maxParallel
  }
}

/// Whether, and when, another attempt follows a failed one.
package struct RetryPolicy: Hashable, Sendable {
  /// How many more attempts.
  package var limit: Int
  /// Before the second attempt.
  package var delay: Duration
  /// What the delay is multiplied by for each further attempt.
  package var backoff: Double
  /// The longest delay; nil: no limit.
  package var maximumDelay: Duration?
  /// Exit codes worth another attempt; nil: any failure, timeouts too.
  package var onExit: [Int32]?

  package init(
    limit: Int = 0,
    delay: Duration = .zero,
    backoff: Double = 1,
    maximumDelay: Duration? = nil,
    onExit: [Int32]? = nil
  ) {
    self.limit = limit
    self.delay = delay
    self.backoff = backoff
    self.maximumDelay = maximumDelay
    self.onExit = onExit
  }

  /// How long to wait after an attempt, counted from 1.
  package func delay(after attempt: Int) -> Duration {
    var wait = delay
    let longest = maximumDelay ?? .seconds(365 * 86_400)
    for _ in 1..<max(1, attempt) where wait < longest { wait = wait * backoff }
    return min(wait, longest)
  }
}

/// What exit codes mean.
package struct ExitCodes: Hashable, Sendable {
  package var success: [Int32]
  /// Nothing new starts, and the run succeeds.
  package var stop: [Int32]

  package init(success: [Int32] = [0], stop: [Int32] = []) {
    self.success = success
    self.stop = stop
  }
}

/// What a missing output means.
package enum MissingOutputs: String, Hashable, Sendable, CaseIterable {
  case fail
  /// Nothing new starts, and the run succeeds.
  case stop
}

/// When an earlier success stands in for an attempt.
package enum CachePolicy: Hashable, Sendable {
  /// By fingerprint, but a scheduled run runs it (`auto`).
  case automatic
  /// By fingerprint, always (`true`).
  case always
  /// Never (`false`).
  case never
  /// By fingerprint, as long as the success is no older.
  case maximumAge(Duration)
}

/// What an attempt takes of its host.
package struct Resources: Hashable, Sendable {
  package var cpus: Int
  /// Bytes; nil: not said.
  package var memory: Int64?
  package var time: Duration?
  package var gpus: Int

  package init(cpus: Int = 1, memory: Int64? = nil, time: Duration? = nil, gpus: Int = 0) {
    self.cpus = cpus
    self.memory = memory
    self.time = time
    self.gpus = gpus
  }
}

/// Who goes first where several tasks may start.
package enum Priority: String, Hashable, Sendable, CaseIterable, Comparable {
  case low
  case normal
  case high

  private var rank: Int {
    switch self {
    case .low: 0
    case .normal: 1
    case .high: 2
    }
  }

  package static func < (left: Priority, right: Priority) -> Bool { left.rank < right.rank }
}

/// How many instances of a fan-out run at once.
package struct MaxParallel: Hashable, Sendable {
  /// Of all instances; nil: no limit.
  package var instances: Int?
  /// Items, each of which `split` may have cut into several instances; nil: no limit.
  package var items: Int?
  /// Instances of one item; nil: no limit.
  package var each: Int?

  package init(instances: Int? = nil, items: Int? = nil, each: Int? = nil) {
    self.instances = instances
    self.items = items
    self.each = each
  }
}
