import Model

/// Which parts of a task are written; most tasks have few.
private struct TaskParts: OptionSet {
  let rawValue: UInt32
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
  static let isFinally = TaskParts(rawValue: 1 << 13)
  static let uses = TaskParts(rawValue: 1 << 14)
  static let arguments = TaskParts(rawValue: 1 << 15)
  static let fanOut = TaskParts(rawValue: 1 << 16)
  static let condition = TaskParts(rawValue: 1 << 17)
  static let standardInput = TaskParts(rawValue: 1 << 18)
  static let inherit = TaskParts(rawValue: 1 << 19)
  static let versions = TaskParts(rawValue: 1 << 20)
  static let keep = TaskParts(rawValue: 1 << 21)
  static let setup = TaskParts(rawValue: 1 << 22)
  static let approval = TaskParts(rawValue: 1 << 23)
  static let completesExternally = TaskParts(rawValue: 1 << 24)

  /// The parts that a task has.
  init(of task: TaskDefinition, after previous: TaskDefinition?) {
    var parts: TaskParts = []
    func add(_ part: TaskParts, _ isThere: Bool) { if isThere { parts.insert(part) } }
    add(.description, task.description != nil)
    add(.args, !task.args.isEmpty)
    add(.needs, !task.needs.isEmpty)
    add(.inputs, task.inputs != nil)
    add(.outputs, !task.outputs.isEmpty)
    add(.params, !task.params.isEmpty)
    add(.result, task.resultFormat != nil)
    if !task.environment.isEmpty {
      parts.insert(task.environment == previous?.environment ? .sameEnvironment : .environment)
    }
    add(.shell, task.shell != "bash")
    add(.directory, task.workingDirectory != nil)
    if task.policy != TaskPolicy() {
      parts.insert(task.policy == previous?.policy ? .samePolicy : .policy)
    }
    add(.isFinally, task.isFinally)
    add(.uses, task.uses != nil)
    add(.arguments, !task.arguments.isEmpty)
    add(.fanOut, task.fanOut != nil)
    add(.condition, task.condition != nil)
    add(.standardInput, task.standardInput != nil)
    add(.inherit, !task.inherit.isEmpty)
    add(.versions, !task.versions.isEmpty)
    add(.keep, !task.keep.isEmpty)
    add(.setup, task.setup != nil)
    add(.approval, task.approval != nil)
    add(.completesExternally, task.completesExternally)
    self = parts
  }

  init(rawValue: UInt32) { self.rawValue = rawValue }
}

extension BinaryWriter {
  mutating func task(_ task: TaskDefinition, after previous: TaskDefinition?) {
    let parts = TaskParts(of: task, after: previous)
    unsigned(UInt64(parts.rawValue))
    text(task.name)
    location(task.location)
    action(task.action)
    if let description = task.description { text(description) }
    if parts.contains(.args) { list(task.args) { $0.template($1) } }
    if let uses = task.uses { self.uses(uses) }
    if parts.contains(.arguments) { list(task.arguments) { $0.argument($1) } }
    if let fanOut = task.fanOut { self.fanOut(fanOut) }
    if let condition = task.condition { self.condition(condition) }
    if parts.contains(.needs) { list(task.needs) { $0.need($1) } }
    if let inputs = task.inputs { list(inputs) { $0.template($1) } }
    if parts.contains(.outputs) { list(task.outputs) { $0.output($1) } }
    if parts.contains(.params) { list(task.params) { $0.text($1) } }
    if let format = task.resultFormat { text(format.rawValue) }
    if let input = task.standardInput { standardInput(input) }
    if parts.contains(.environment) {
      list(task.environment) { writer, entry in
        writer.text(entry.name)
        writer.template(entry.value)
      }
    }
    if parts.contains(.inherit) { list(task.inherit) { $0.text($1) } }
    if parts.contains(.shell) { text(task.shell) }
    if let directory = task.workingDirectory { template(directory) }
    if parts.contains(.versions) { list(task.versions) { $0.text($1) } }
    if parts.contains(.keep) { list(task.keep) { $0.text($1) } }
    if let setup = task.setup { self.setup(setup) }
    if let approval = task.approval { self.approval(approval) }
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
    case .workflow(let name, let values):
      byte(3)
      text(name)
      list(values) { $0.namedValue($1) }
    }
  }
}

extension BinaryReader {
  mutating func task(after previous: TaskDefinition?) -> TaskDefinition {
    let parts = TaskParts(rawValue: UInt32(truncatingIfNeeded: unsigned()))
    let name = text()
    let location = location()
    var task = TaskDefinition(name: name, location: location, action: action())
    task.isFinally = parts.contains(.isFinally)
    task.completesExternally = parts.contains(.completesExternally)
    if parts.contains(.description) { task.description = text() }
    if parts.contains(.args) { task.args = list { $0.template() } }
    if parts.contains(.uses) { task.uses = uses() }
    if parts.contains(.arguments) { task.arguments = list { $0.argument() } }
    if parts.contains(.fanOut) { task.fanOut = fanOut() }
    if parts.contains(.condition) { task.condition = condition() }
    if parts.contains(.needs) { task.needs = list { $0.need() } }
    if parts.contains(.inputs) { task.inputs = list { $0.template() } }
    if parts.contains(.outputs) { task.outputs = list { $0.output() } }
    if parts.contains(.params) { task.params = list { $0.text() } }
    if parts.contains(.result) { task.resultFormat = word() }
    if parts.contains(.standardInput) { task.standardInput = standardInput() }
    if parts.contains(.sameEnvironment) { task.environment = previous?.environment ?? [] }
    if parts.contains(.environment) {
      task.environment = list { reader in
        EnvironmentEntry(name: reader.text(), value: reader.template())
      }
    }
    if parts.contains(.inherit) { task.inherit = list { $0.text() } }
    if parts.contains(.shell) { task.shell = text() }
    if parts.contains(.directory) { task.workingDirectory = template() }
    if parts.contains(.versions) { task.versions = list { $0.text() } }
    if parts.contains(.keep) { task.keep = list { $0.text() } }
    if parts.contains(.setup) { task.setup = setup() }
    if parts.contains(.approval) { task.approval = approval() }
    if parts.contains(.samePolicy) { task.policy = previous?.policy ?? TaskPolicy() }
    if parts.contains(.policy) { task.policy = policy() }
    return task
  }

  private mutating func action() -> TaskAction {
    switch byte() {
    case 0: return .run(script())
    case 1: return .command(list { $0.template() })
    case 2: return .script(template())
    case 3: return .workflow(text(), list { $0.namedValue() })
    default:
      fail()
      return .command([])
    }
  }
}
