/// A declared workflow, as one file says it; defaults are applied to its tasks already.
package struct Workflow: Hashable, Sendable {
  package var name: String
  /// The path of its file below the repository's root.
  package var file: String
  package var description: String?
  package var params: [ParameterDefinition]
  /// In the order of the file, those of `finally` last.
  package var tasks: [TaskDefinition]
  package var timeout: Duration?
  package var onFailure: FailurePolicy
  package var concurrency: Concurrency?
  /// The run's own result.
  package var outputs: [NamedValue]

  package init(
    name: String,
    file: String,
    description: String? = nil,
    params: [ParameterDefinition] = [],
    tasks: [TaskDefinition],
    timeout: Duration? = nil,
    onFailure: FailurePolicy = .proceed,
    concurrency: Concurrency? = nil,
    outputs: [NamedValue] = []
  ) {
    self.name = name
    self.file = file
    self.description = description
    self.params = params
    self.tasks = tasks
    self.timeout = timeout
    self.onFailure = onFailure
    self.concurrency = concurrency
    self.outputs = outputs
  }
}

/// How many runs of a group may go at once.
package struct Concurrency: Hashable, Sendable {
  /// What becomes of a run for which there is no room.
  package enum WhenFull: String, Hashable, Sendable, CaseIterable {
    /// It waits for its turn.
    case queue
    /// It waits, and those that wait already give up.
    case latest
    /// It does not run.
    case skip
    /// Those that run are cancelled.
    case replace
  }

  /// Nil: the workflow's name.
  package var group: Template?
  package var limit: Int
  package var whenFull: WhenFull

  package init(group: Template? = nil, limit: Int = 1, whenFull: WhenFull = .queue) {
    self.group = group
    self.limit = limit
    self.whenFull = whenFull
  }
}

/// What a failed task means for tasks that do not need it.
package enum FailurePolicy: String, Hashable, Sendable, CaseIterable {
  /// They go on (`continue`).
  case proceed = "continue"
  /// Running tasks finish, nothing new starts.
  case stop
}

/// A declared parameter.
package struct ParameterDefinition: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case string
    case integer
    case number
    case boolean
    case date
    case datetime
    case path
    case file
    case list
    case json
  }

  package var name: String
  package var kind: Kind
  /// Nil: the parameter is required.
  package var defaultValue: JSONValue?
  package var description: String?
  package var constraints: ParameterConstraints
  package var location: SourceLocation?

  package init(
    name: String,
    kind: Kind,
    defaultValue: JSONValue? = nil,
    description: String? = nil,
    constraints: ParameterConstraints = ParameterConstraints(),
    location: SourceLocation? = nil
  ) {
    self.name = name
    self.kind = kind
    self.defaultValue = defaultValue
    self.description = description
    self.constraints = constraints
    self.location = location
  }
}

/// What a value of a parameter must fulfil beyond its kind.
package struct ParameterConstraints: Hashable, Sendable {
  /// The kind of a list's elements; nil: any.
  package var items: ParameterDefinition.Kind?
  /// The only values allowed (`enum`).
  package var allowed: [JSONValue]?
  /// A regular expression that matches somewhere in the text.
  package var pattern: String?
  package var minimum: Double?
  package var maximum: Double?
  /// Of characters of a text or elements of a list.
  package var minimumLength: Int?
  package var maximumLength: Int?
  /// What checks a file before anything runs.
  package var validators: [ValidatorReference] = []

  package init() {}
}

/// Names what checks the value of a param.
package enum ValidatorReference: Hashable, Sendable {
  /// One that is built in, or a program in `workflows/validators/`.
  case named(String)
  /// A regular expression that matches somewhere in the file (`regex`).
  case pattern(String)
}
