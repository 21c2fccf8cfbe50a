import Model

/// Builds one task from its own keys, and from those of the definition that it uses.
struct TaskBuilder {
  /// Reads what stands in the workflow.
  var outer: TemplateBuilder
  /// Reads what stands in the definition; nil without one.
  var inner: TemplateBuilder?
  let own: Fields
  /// The definition's keys.
  let definition: Fields
  let defaults: TaskDefaults

  init(
    outer: TemplateBuilder,
    inner: TemplateBuilder? = nil,
    own: Fields,
    definition: Fields = Fields(),
    defaults: TaskDefaults = TaskDefaults()
  ) {
    self.outer = outer
    self.inner = inner
    self.own = own
    self.definition = definition
    self.defaults = defaults
  }

  /// What a task says of an attempt, wherever it says it.
  struct Body {
    var action: TaskAction?
    var args: [Template]
    var inputs: [Template]?
    var outputs: [OutputDeclaration]
    var resultFormat: ResultFormat?
    var standardInput: StandardInput?
    var environment: [EnvironmentEntry]
    var inherit: [String]
    /// Nil where nobody says one.
    var shell: String?
    var workingDirectory: Template?
    var versions: [String]
    var keep: [String]
    var setup: SetupDefinition?
    var policy: TaskPolicy
    var completesExternally: Bool
  }

  /// Reads keys where they stand: beside `uses`, else in the definition.
  private mutating func read<Value>(
    _ keys: String...,
    by read: (inout TemplateBuilder, Fields) -> Value
  ) -> Value {
    if own.keys(among: keys).isEmpty, !definition.keys(among: keys).isEmpty, var templates = inner {
      inner = nil
      let value = read(&templates, definition)
      inner = templates
      return value
    }
    return read(&outer, own)
  }

  /// The value of a key that only its text tells, beside `uses` or in the definition.
  func text(_ key: String) -> String? {
    own.key(key) == nil ? definition.text(key) : own.text(key)
  }

  /// What an attempt is.
  mutating func body() -> Body {
    let shell = text("shell") ?? defaults.shell
    let isFanOut = outer.scope.task.item != nil
    return Body(
      action: read("run", "command", "script") { $0.action($1, shell: shell) },
      args: read("args") { $0.templates($1.items("args") ?? [], .value) },
      inputs: read("inputs") { templates, fields in
        fields.items("inputs").map { templates.paths($0, .input) }
      },
      outputs: read("outputs") { $0.outputs($1) },
      resultFormat: text("result").flatMap(ResultFormat.init),
      standardInput: read("stdin") { templates, fields in
        templates.standardInput(fields, isFanOut: isFanOut || templates.scope.isDefinition)
      },
      environment: environment(),
      inherit: read("inherit") { $1.items("inherit")?.compactMap(\.string) ?? [] },
      shell: shell,
      workingDirectory: read("working_directory") { templates, fields in
        fields["working_directory"].flatMap { templates.path($0, .workingDirectory) }
      },
      versions: read("versions") { $0.versions($1) },
      keep: read("keep") { templates, fields in
        templates.constantPaths(fields.items("keep"), .keep).map(PathRule.normalized)
      },
      setup: read("setup") { $0.setup($1) },
      policy: policy(),
      completesExternally: text("complete") == "external"
    )
  }

  /// The definition's variables below the task's own.
  private mutating func environment() -> [EnvironmentEntry] {
    let below = inner?.environment(definition["env"], .environment) ?? []
    return below.overlaid(with: outer.environment(own["env"], .environment))
  }

  private mutating func policy() -> TaskPolicy {
    var policy = TaskPolicy()
    policy.timeout = text("timeout").flatMap(Quantity.duration) ?? defaults.timeout
    policy.idleTimeout = text("idle_timeout").flatMap(Quantity.duration)
    policy.retry = read("retry") { $0.retry($1) } ?? defaults.retry
    policy.exitCodes = read("exit_codes") { $0.exitCodes($1) }
    policy.missingOutputs = text("missing_outputs").flatMap(MissingOutputs.init) ?? .fail
    policy.continueOnError = read("continue_on_error") { $1.bool("continue_on_error") } ?? false
    policy.cache = read("cache") { $0.cache($1) }
    policy.backends = read("backend") { $0.backends($1) } ?? defaults.backends
    policy.resources = resources(within: policy.timeout)
    policy.priority = text("priority").flatMap(Priority.init) ?? .normal
    policy.maxParallel = outer.maxParallel(own)
    return policy
  }
}

extension TaskBuilder {
  /// The task's resources above the definition's; a scheduler is told no more than the timeout.
  private mutating func resources(within timeout: Duration?) -> Resources {
    let inside = definition.map("resources") ?? Fields()
    let outside = own.map("resources") ?? Fields()
    var resources = Resources().merging(inside).merging(outside)
    if let time = resources.time, let timeout, time > timeout {
      let message = "\"time\" is more than the timeout of an attempt"
      if let node = outside["time"] {
        outer.report.error(message, at: node)
      } else if let node = inside["time"] {
        inner?.report.error(message, at: node)
      }
    }
    resources.time = resources.time ?? timeout
    return resources
  }
}

/// What a workflow says for tasks that do not say otherwise.
struct TaskDefaults {
  var backends = ["local"]
  var timeout: Duration?
  var retry = RetryPolicy()
  var shell: String?

  init() {}

  /// The defaults of a workflow.
  init(_ fields: Fields, _ templates: inout TemplateBuilder) {
    backends = templates.backends(fields) ?? backends
    timeout = fields.duration("timeout")
    retry = templates.retry(fields) ?? retry
    shell = fields.text("shell")
  }
}

extension [EnvironmentEntry] {
  /// The entries with others that win where they have the same name.
  func overlaid(with others: [EnvironmentEntry]) -> [EnvironmentEntry] {
    guard !others.isEmpty else { return self }
    let names = Set(others.map(\.name))
    return filter { !names.contains($0.name) } + others
  }
}
