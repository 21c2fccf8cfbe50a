/// A declared task of a workflow.
package struct TaskDefinition: Hashable, Sendable {
  package var name: String
  package var location: SourceLocation?
  package var description: String?
  /// Whether it stands under `finally`: it runs once all others have come to their end.
  package var isFinally: Bool
  package var action: TaskAction
  /// Follow any action.
  package var args: [Template]
  /// The reusable definition that says what the task does not say itself (`uses`).
  package var uses: DefinitionUse?
  /// What a reusable definition is given, in the order of its params; they are the context
  /// `arguments` of its expressions, and the task gets each as `WEIR_PARAM_NAME`.
  package var arguments: [TaskArgument]
  package var fanOut: FanOut?
  /// Nil: `success()`.
  package var condition: Condition?
  package var needs: [Need]
  /// Nil: none declared, so it sees the whole tree of the commit.
  package var inputs: [Template]?
  package var outputs: [OutputDeclaration]
  /// Names of params that it gets as `WEIR_PARAM_NAME`.
  package var params: [String]
  package var resultFormat: ResultFormat?
  package var standardInput: StandardInput?
  /// The workflow's `env` below the task's own, in the order written.
  package var environment: [EnvironmentEntry]
  /// Host variables that it gets besides those that pass by themselves.
  package var inherit: [String]
  /// `bash`, `sh` or the name of another interpreter.
  package var shell: String
  package var workingDirectory: Template?
  /// Commands whose output enters the fingerprint.
  package var versions: [String]
  /// Paths kept on a host from one run of this task to the next.
  package var keep: [String]
  package var setup: SetupDefinition?
  package var approval: Approval?
  /// The node ends when somebody says so, not when its command does.
  package var completesExternally: Bool
  package var policy: TaskPolicy

  package init(
    name: String,
    location: SourceLocation? = nil,
    description: String? = nil,
    isFinally: Bool = false,
    action: TaskAction,
    args: [Template] = [],
    uses: DefinitionUse? = nil,
    arguments: [TaskArgument] = [],
    fanOut: FanOut? = nil,
    condition: Condition? = nil,
    needs: [Need] = [],
    inputs: [Template]? = nil,
    outputs: [OutputDeclaration] = [],
    params: [String] = [],
    resultFormat: ResultFormat? = nil,
    standardInput: StandardInput? = nil,
    environment: [EnvironmentEntry] = [],
    inherit: [String] = [],
    shell: String = "bash",
    workingDirectory: Template? = nil,
    versions: [String] = [],
    keep: [String] = [],
    setup: SetupDefinition? = nil,
    approval: Approval? = nil,
    completesExternally: Bool = false,
    policy: TaskPolicy = TaskPolicy()
  ) {
    self.name = name
    self.location = location
    self.description = description
    self.isFinally = isFinally
    self.action = action
    self.args = args
    self.uses = uses
    self.arguments = arguments
    self.fanOut = fanOut
    self.condition = condition
    self.needs = needs
    self.inputs = inputs
    self.outputs = outputs
    self.params = params
    self.resultFormat = resultFormat
    self.standardInput = standardInput
    self.environment = environment
    self.inherit = inherit
    self.shell = shell
    self.workingDirectory = workingDirectory
    self.versions = versions
    self.keep = keep
    self.setup = setup
    self.approval = approval
    self.completesExternally = completesExternally
    self.policy = policy
  }
}

extension TaskDefinition {
  /// Until when others may complete a task, by its attempts so far; nil: at any time.
  package func completionDeadline(after attempts: [AttemptRecord]) -> Timestamp? {
    guard completesExternally, let last = attempts.last,
      let limit = policy.timeout ?? policy.resources.time
    else { return nil }
    return last.startedAt.adding(limit)
  }
}

/// What a task does; exactly one of `run`, `command`, `script` and `workflow`.
package enum TaskAction: Hashable, Sendable {
  /// A script for the task's shell.
  case run(ScriptTemplate)
  /// An argument list, run without a shell.
  case command([Template])
  /// A file of the repository, run by the interpreter of its extension; an input by itself.
  case script(Template)
  /// Another workflow as this node, with values for its params.
  case workflow(String, [NamedValue])
}

/// Where a task says which reusable definition it uses.
///
/// Templates that come from the definition's file have this place as their location.
package struct DefinitionUse: Hashable, Sendable {
  package var name: String
  /// The path of the definition's file.
  package var file: String
  package var location: SourceLocation?

  package init(name: String, file: String, location: SourceLocation? = nil) {
    self.name = name
    self.file = file
    self.location = location
  }
}

/// A value for a param of a reusable definition.
package struct TaskArgument: Hashable, Sendable {
  package var param: ParameterDefinition
  /// Nil: the param's default.
  package var value: ValueTemplate?

  package init(param: ParameterDefinition, value: ValueTemplate?) {
    self.param = param
    self.value = value
  }
}

/// When a task runs, beyond its needs (`if`).
package struct Condition: Hashable, Sendable {
  package var expression: Expression
  /// The text as it was written.
  package var source: String
  package var location: SourceLocation?

  package init(expression: Expression, source: String, location: SourceLocation? = nil) {
    self.expression = expression
    self.source = source
    self.location = location
  }
}
