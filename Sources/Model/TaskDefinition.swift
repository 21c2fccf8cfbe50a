/// A declared task of a workflow.
package struct TaskDefinition: Hashable, Sendable {
  package var name: String
  package var location: SourceLocation?
  package var description: String?
  package var action: TaskAction
  /// Follow any action.
  package var args: [Template]
  package var needs: [Need]
  /// Nil: none declared, so it sees the whole tree of the commit.
  package var inputs: [Template]?
  package var outputs: [OutputDeclaration]
  /// Names of params that it gets as `WEIR_PARAM_NAME`.
  package var params: [String]
  package var resultFormat: ResultFormat?
  /// The workflow's `env` below the task's own, in the order written.
  package var environment: [EnvironmentEntry]
  /// `bash`, `sh` or the name of another interpreter.
  package var shell: String
  package var workingDirectory: Template?
  package var policy: TaskPolicy

  package init(
    name: String,
    location: SourceLocation? = nil,
    description: String? = nil,
    action: TaskAction,
    args: [Template] = [],
    needs: [Need] = [],
    inputs: [Template]? = nil,
    outputs: [OutputDeclaration] = [],
    params: [String] = [],
    resultFormat: ResultFormat? = nil,
    environment: [EnvironmentEntry] = [],
    shell: String = "bash",
    workingDirectory: Template? = nil,
    policy: TaskPolicy = TaskPolicy()
  ) {
    self.name = name
    self.location = location
    self.description = description
    self.action = action
    self.args = args
    self.needs = needs
    self.inputs = inputs
    self.outputs = outputs
    self.params = params
    self.resultFormat = resultFormat
    self.environment = environment
    self.shell = shell
    self.workingDirectory = workingDirectory
    self.policy = policy
  }
}

/// What a task does; exactly one of `run`, `command` and `script`.
package enum TaskAction: Hashable, Sendable {
  /// A script for the task's shell.
  case run(ScriptTemplate)
  /// An argument list, run without a shell.
  case command([Template])
  /// A file of the repository, run by the interpreter of its extension; an input by itself.
  case script(Template)
}

/// How attempts of a task are made and judged.
package struct TaskPolicy: Hashable, Sendable {
  /// Of an attempt, from its start; nil: none.
  package var timeout: Duration?
  /// Without output; nil: none.
  package var idleTimeout: Duration?
  /// How many more attempts follow a failed one.
  package var retryLimit: Int
  package var continueOnError: Bool
  package var cache: CachePolicy
  package var backend: String

  package init(
    timeout: Duration? = nil,
    idleTimeout: Duration? = nil,
    retryLimit: Int = 0,
    continueOnError: Bool = false,
    cache: CachePolicy = .automatic,
    backend: String = "local"
  ) {
    self.timeout = timeout
    self.idleTimeout = idleTimeout
    self.retryLimit = retryLimit
    self.continueOnError = continueOnError
    self.cache = cache
    self.backend = backend
  }
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

/// A task that comes first.
package struct Need: Hashable, Sendable {
  package var task: String
  /// Order alone: its outputs are not seen.
  package var orderOnly: Bool
  package var location: SourceLocation?

  package init(task: String, orderOnly: Bool = false, location: SourceLocation? = nil) {
    self.task = task
    self.orderOnly = orderOnly
    self.location = location
  }
}

/// A file or glob that a task makes.
package struct OutputDeclaration: Hashable, Sendable {
  package var path: Template
  package var optional: Bool
  /// Also kept at a path of its own.
  package var publish: Bool

  package init(path: Template, optional: Bool = false, publish: Bool = false) {
    self.path = path
    self.optional = optional
    self.publish = publish
  }
}

/// How a task's value is read from its stdout.
package enum ResultFormat: String, Hashable, Sendable, CaseIterable {
  case json
  case text
  case lines
}

/// One variable of a task's environment.
package struct EnvironmentEntry: Hashable, Sendable {
  package var name: String
  package var value: Template

  package init(name: String, value: Template) {
    self.name = name
    self.value = value
  }
}
