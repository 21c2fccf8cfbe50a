/// A declared workflow, as one file says it; defaults are applied to its tasks already.
package struct Workflow: Hashable, Sendable {
  package var name: String
  /// The path of its file below the repository's root.
  package var file: String
  package var description: String?
  package var params: [ParameterDefinition]
  /// In the order of the file.
  package var tasks: [TaskDefinition]
  package var timeout: Duration?
  package var onFailure: FailurePolicy

  package init(
    name: String,
    file: String,
    description: String? = nil,
    params: [ParameterDefinition] = [],
    tasks: [TaskDefinition],
    timeout: Duration? = nil,
    onFailure: FailurePolicy = .proceed
  ) {
    self.name = name
    self.file = file
    self.description = description
    self.params = params
    self.tasks = tasks
    self.timeout = timeout
    self.onFailure = onFailure
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

  package init() {}
}
