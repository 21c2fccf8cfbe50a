import Model

extension BinaryWriter {
  mutating func policy(_ policy: TaskPolicy) {
    optional(policy.timeout) { $0.duration($1) }
    optional(policy.idleTimeout) { $0.duration($1) }
    retry(policy.retry)
    list(policy.exitCodes.success) { $0.signed(Int64($1)) }
    list(policy.exitCodes.stop) { $0.signed(Int64($1)) }
    text(policy.missingOutputs.rawValue)
    bool(policy.continueOnError)
    switch policy.cache {
    case .automatic: byte(0)
    case .always: byte(1)
    case .never: byte(2)
    case .maximumAge(let age):
      byte(3)
      duration(age)
    }
    list(policy.backends) { $0.text($1) }
    signed(Int64(policy.resources.cpus))
    optional(policy.resources.memory) { $0.signed($1) }
    optional(policy.resources.time) { $0.duration($1) }
    signed(Int64(policy.resources.gpus))
    text(policy.priority.rawValue)
    optional(policy.maxParallel) { writer, limits in
      for limit in [limits.instances, limits.items, limits.each] {
        writer.optional(limit) { $0.signed(Int64($1)) }
      }
    }
  }

  private mutating func retry(_ retry: RetryPolicy) {
    signed(Int64(retry.limit))
    duration(retry.delay)
    fixed(retry.backoff.bitPattern)
    optional(retry.maximumDelay) { $0.duration($1) }
    optional(retry.onExit) { writer, codes in writer.list(codes) { $0.signed(Int64($1)) } }
  }
}

extension BinaryReader {
  mutating func policy() -> TaskPolicy {
    var policy = TaskPolicy()
    policy.timeout = optional { $0.duration() }
    policy.idleTimeout = optional { $0.duration() }
    policy.retry = retry()
    policy.exitCodes.success = list { $0.exitCode() }
    policy.exitCodes.stop = list { $0.exitCode() }
    policy.missingOutputs = word() ?? .fail
    policy.continueOnError = bool()
    switch byte() {
    case 0: policy.cache = .automatic
    case 1: policy.cache = .always
    case 2: policy.cache = .never
    case 3: policy.cache = .maximumAge(duration())
    default: fail()
    }
    policy.backends = list { $0.text() }
    policy.resources.cpus = Int(signed())
    policy.resources.memory = optional { $0.signed() }
    policy.resources.time = optional { $0.duration() }
    policy.resources.gpus = Int(signed())
    policy.priority = word() ?? .normal
    policy.maxParallel = optional { reader in
      MaxParallel(
        instances: reader.optional { Int($0.signed()) },
        items: reader.optional { Int($0.signed()) },
        each: reader.optional { Int($0.signed()) }
      )
    }
    return policy
  }

  private mutating func retry() -> RetryPolicy {
    RetryPolicy(
      limit: Int(signed()),
      delay: duration(),
      backoff: Double(bitPattern: fixed()),
      maximumDelay: optional { $0.duration() },
      onExit: optional { reader in reader.list { $0.exitCode() } }
    )
  }

  private mutating func exitCode() -> Int32 {
    guard let code = Int32(exactly: signed()) else {
      fail()
      return 0
    }
    return code
  }
}
