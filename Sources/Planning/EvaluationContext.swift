package import Model

/// What expressions of one task can see.
package struct EvaluationContext: Sendable {
  package var params: [String: JSONValue]
  package var env: [String: JSONValue]
  package var run: [String: JSONValue]
  /// By task name: members `result`, `results`, `status`, `outputs`.
  package var tasks: [String: JSONValue]

  package init(
    params: [String: JSONValue] = [:],
    env: [String: JSONValue] = [:],
    run: [String: JSONValue] = [:],
    tasks: [String: JSONValue] = [:]
  ) {
    self.params = params
    self.env = env
    self.run = run
    self.tasks = tasks
  }

  func value(of context: String) throws(EvaluationError) -> JSONValue {
    switch context {
    case "params": .object(params)
    case "env": .object(env)
    case "run": .object(run)
    case "tasks": .object(tasks)
    default: throw EvaluationError("\(context) has no value here")
    }
  }

  /// One member, without building the whole map.
  func member(_ name: String, of context: String) throws(EvaluationError) -> JSONValue {
    switch context {
    case "params": params[name] ?? .null
    case "env": env[name] ?? .null
    case "run": run[name] ?? .null
    case "tasks": tasks[name] ?? .null
    default: throw EvaluationError("\(context) has no value here")
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
