import Model

/// Where in a file an expression stands, which decides what it may name.
enum ExpressionPlace: Sendable {
  /// Paths are known before anything runs.
  case path
  /// Arguments, scripts and the like: evaluated when the task starts.
  case value
  /// The environment of a task.
  case environment
  /// The environment of every task, which therefore cannot need one.
  case workflowEnvironment

  var contexts: Set<String> {
    switch self {
    case .path: ["params", "run"]
    case .value, .environment: ["params", "run", "env", "tasks"]
    case .workflowEnvironment: ["params", "run", "env"]
    }
  }

  /// Why a context that exists elsewhere is not known here.
  func refusal(of context: String) -> String {
    switch self {
    case .path: "\"\(context)\" cannot stand in a path: paths are fixed before anything runs"
    case .workflowEnvironment:
      "\"\(context)\" cannot stand in the workflow's env, which every task gets"
    case .value, .environment: "\"\(context)\" cannot stand here"
    }
  }
}

/// What expressions of a file may refer to.
struct Scope {
  var params: [String: ParameterDefinition.Kind] = [:]
  var taskNames: Set<String> = []
  /// The names in the order of the file, for suggestions.
  var orderedTaskNames: [String] = []
  var orderedParamNames: [String] = []
  /// The task that is being read.
  var task: String?

  /// Whether an expression is an integer, whatever the run is given.
  func isInteger(_ expression: Expression) -> Bool {
    switch expression {
    case .literal(.integer): true
    case .member(.context("params"), let name): params[name] == .integer
    default: false
    }
  }
}
