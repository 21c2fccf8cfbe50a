package import Model

/// What expressions of one task can see.
package struct EvaluationContext: Sendable {
  package var params: [String: JSONValue]
  package var env: [String: JSONValue]
  package var run: [String: JSONValue]
  /// By task name: members `result`, `results`, `status`, `outputs`.
  package var tasks: [String: JSONValue]
  /// The item of an instance; nil outside a `foreach`.
  package var item: JSONValue?
  /// The values of an instance; nil outside a `matrix`.
  package var matrix: JSONValue?
  /// What a reusable definition was given.
  package var arguments: [String: JSONValue]
  /// Empty where values are not to be known: each secret is null then.
  package var secrets: [String: JSONValue]
  /// What `success()` and its kin answer; nil where they may not stand.
  package var status: StatusFacts?

  package init(
    params: [String: JSONValue] = [:],
    env: [String: JSONValue] = [:],
    run: [String: JSONValue] = [:],
    tasks: [String: JSONValue] = [:],
    item: JSONValue? = nil,
    matrix: JSONValue? = nil,
    arguments: [String: JSONValue] = [:],
    secrets: [String: JSONValue] = [:],
    status: StatusFacts? = nil
  ) {
    self.params = params
    self.env = env
    self.run = run
    self.tasks = tasks
    self.item = item
    self.matrix = matrix
    self.arguments = arguments
    self.secrets = secrets
    self.status = status
  }

  /// What an instance of a fan-out sees of its item, under the name of the fan-out's kind.
  package mutating func setItem(_ value: JSONValue?, of task: TaskDefinition) {
    guard let fanOut = task.fanOut else { return }
    if fanOut.context == "matrix" { matrix = value } else { item = value }
  }

  func value(of context: String) throws(EvaluationError) -> JSONValue {
    switch context {
    case "params": return .object(params)
    case "env": return .object(env)
    case "run": return .object(run)
    case "tasks": return .object(tasks)
    case "arguments": return .object(arguments)
    case "item": if let item { return item }
    case "matrix": if let matrix { return matrix }
    default: break
    }
    throw EvaluationError("\(context) has no value here")
  }

  /// One member, without building the whole map.
  func member(_ name: String, of context: String) throws(EvaluationError) -> JSONValue {
    switch context {
    case "params": params[name] ?? .null
    case "env": env[name] ?? .null
    case "run": run[name] ?? .null
    case "tasks": tasks[name] ?? .null
    case "arguments": arguments[name] ?? .null
    case "secrets": secrets[name] ?? .null
    default: try value(of: context)[name] ?? .null
    }
  }
}

/// What the functions of `if` say of the tasks that come first.
package struct StatusFacts: Hashable, Sendable {
  package var failure: Bool
  package var cancelled: Bool

  package init(failure: Bool = false, cancelled: Bool = false) {
    self.failure = failure
    self.cancelled = cancelled
  }

  /// The value of `name()`; nil for a function that is none of these.
  func value(of name: String) -> Bool? {
    switch name {
    case "success": !failure && !cancelled
    case "failure": failure
    case "cancelled": cancelled
    case "always": true
    default: nil
    }
  }
}

/// Why an expression has no value.
package struct EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
  package let message: String

  package init(_ message: String) {
    self.message = message
  }

  package var description: String { message }
}
