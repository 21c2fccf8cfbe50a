import Model

/// Which parts of a task are written; most tasks have few.
private struct TaskParts: OptionSet {
  let rawValue: UInt16
  static let description = TaskParts(rawValue: 1 << 0)
  static let args = TaskParts(rawValue: 1 << 1)
  static let needs = TaskParts(rawValue: 1 << 2)
  static let inputs = TaskParts(rawValue: 1 << 3)
  static let outputs = TaskParts(rawValue: 1 << 4)
  static let params = TaskParts(rawValue: 1 << 5)
  static let result = TaskParts(rawValue: 1 << 6)
  static let environment = TaskParts(rawValue: 1 << 7)
  static let shell = TaskParts(rawValue: 1 << 8)
  static let directory = TaskParts(rawValue: 1 << 9)
  static let policy = TaskParts(rawValue: 1 << 10)
  /// The environment is the same as the previous task's.
  static let sameEnvironment = TaskParts(rawValue: 1 << 11)
  static let samePolicy = TaskParts(rawValue: 1 << 12)
}

extension BinaryWriter {
  mutating func task(_ task: TaskDefinition, after previous: TaskDefinition?) {
    var parts: TaskParts = []
    if task.description != nil { parts.insert(.description) }
    if !task.args.isEmpty { parts.insert(.args) }
    if !task.needs.isEmpty { parts.insert(.needs) }
    if task.inputs != nil { parts.insert(.inputs) }
    if !task.outputs.isEmpty { parts.insert(.outputs) }
    if !task.params.isEmpty { parts.insert(.params) }
    if task.resultFormat != nil { parts.insert(.result) }
    if !task.environment.isEmpty {
      parts.insert(task.environment == previous?.environment ? .sameEnvironment : .environment)
    }
    if task.shell != "bash" { parts.insert(.shell) }
    if task.workingDirectory != nil { parts.insert(.directory) }
    if task.policy != TaskPolicy() {
      parts.insert(task.policy == previous?.policy ? .samePolicy : .policy)
    }
    unsigned(UInt64(parts.rawValue))
    text(task.name)
    location(task.location)
    action(task.action)
    if let description = task.description { text(description) }
    if parts.contains(.args) { list(task.args) { $0.template($1) } }
    if parts.contains(.needs) {
      list(task.needs) { writer, need in
        writer.text(need.task)
        writer.bool(need.orderOnly)
        writer.location(need.location)
      }
    }
    if let inputs = task.inputs { list(inputs) { $0.template($1) } }
    if parts.contains(.outputs) {
      list(task.outputs) { writer, output in
        writer.byte((output.optional ? 1 : 0) | (output.publish ? 2 : 0))
        writer.template(output.path)
      }
    }
    if parts.contains(.params) { list(task.params) { $0.text($1) } }
    if let format = task.resultFormat { text(format.rawValue) }
    if parts.contains(.environment) {
      list(task.environment) { writer, entry in
        writer.text(entry.name)
        writer.template(entry.value)
      }
    }
    if parts.contains(.shell) { text(task.shell) }
    if let directory = task.workingDirectory { template(directory) }
    if parts.contains(.policy) { policy(task.policy) }
  }

  private mutating func action(_ action: TaskAction) {
    switch action {
    case .run(let script):
      byte(0)
      self.script(script)
    case .command(let words):
      byte(1)
      list(words) { $0.template($1) }
    case .script(let path):
      byte(2)
      template(path)
    }
  }

  private mutating func policy(_ policy: TaskPolicy) {
    optional(policy.timeout) { $0.duration($1) }
    optional(policy.idleTimeout) { $0.duration($1) }
    signed(Int64(policy.retryLimit))
    bool(policy.continueOnError)
    switch policy.cache {
    case .automatic: byte(0)
    case .always: byte(1)
    case .never: byte(2)
    case .maximumAge(let age):
      byte(3)
      duration(age)
    }
    text(policy.backend)
  }
}

extension BinaryReader {
  mutating func task(after previous: TaskDefinition?) -> TaskDefinition {
    let parts = TaskParts(rawValue: UInt16(truncatingIfNeeded: unsigned()))
    let name = text()
    let location = location()
    var task = TaskDefinition(name: name, location: location, action: action())
    if parts.contains(.description) { task.description = text() }
    if parts.contains(.args) { task.args = list { $0.template() } }
    if parts.contains(.needs) {
      task.needs = list { reader in
        let name = reader.text()
        let orderOnly = reader.bool()
        return Need(task: name, orderOnly: orderOnly, location: reader.location())
      }
    }
    if parts.contains(.inputs) { task.inputs = list { $0.template() } }
    if parts.contains(.outputs) {
      task.outputs = list { reader in
        let flags = reader.byte()
        return OutputDeclaration(
          path: reader.template(),
          optional: flags & 1 != 0,
          publish: flags & 2 != 0
        )
      }
    }
    if parts.contains(.params) { task.params = list { $0.text() } }
    if parts.contains(.result) {
      task.resultFormat = ResultFormat(rawValue: text())
      if task.resultFormat == nil { fail() }
    }
    if parts.contains(.sameEnvironment) { task.environment = previous?.environment ?? [] }
    if parts.contains(.environment) {
      task.environment = list { reader in
        EnvironmentEntry(name: reader.text(), value: reader.template())
      }
    }
    if parts.contains(.shell) { task.shell = text() }
    if parts.contains(.directory) { task.workingDirectory = template() }
    if parts.contains(.samePolicy) { task.policy = previous?.policy ?? TaskPolicy() }
    if parts.contains(.policy) { task.policy = policy() }
    return task
  }

  private mutating func action() -> TaskAction {
    switch byte() {
    case 0: return .run(script())
    case 1: return .command(list { $0.template() })
    case 2: return .script(template())
    default:
      fail()
      return .command([])
    }
  }

  private mutating func policy() -> TaskPolicy {
    var policy = TaskPolicy()
    policy.timeout = optional { $0.duration() }
    policy.idleTimeout = optional { $0.duration() }
    policy.retryLimit = Int(signed())
    policy.continueOnError = bool()
    switch byte() {
    case 0: policy.cache = .automatic
    case 1: policy.cache = .always
    case 2: policy.cache = .never
    case 3: policy.cache = .maximumAge(duration())
    default: fail()
    }
    policy.backend = text()
    return policy
  }
}
