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
  /// The `if` of a task.
  case condition
  /// What a definition or a workflow is given, before any environment is made.
  case argument
  /// The key of an instance.
  case key
  /// Items of a fan-out that are not read from a file.
  case items
  /// The file that the items of a fan-out are read from.
  case itemsPath
  /// The run's own result.
  case runOutput
  /// The group of `concurrency`.
  case group

  /// The contexts that a workflow's expression may name here, in the order of messages.
  var contexts: [String] {
    switch self {
    case .path: ["params", "run", "item", "matrix"]
    case .value, .environment, .condition: ["params", "run", "env", "tasks", "item", "matrix"]
    case .workflowEnvironment: ["params", "run", "env"]
    case .argument: ["params", "run", "tasks", "item", "matrix"]
    case .key: ["params", "run", "item"]
    case .items, .runOutput: ["params", "run", "tasks"]
    case .itemsPath, .group: ["params", "run"]
    }
  }

  /// Whether `success()` and its kin may be called.
  var knowsStatus: Bool { if case .condition = self { true } else { false } }

  /// Why a context that exists elsewhere is not known here.
  func refusal(of context: String) -> String {
    switch self {
    case .path, .itemsPath:
      "\"\(context)\" cannot stand in a path: paths are fixed before anything runs"
    case .workflowEnvironment:
      "\"\(context)\" cannot stand in the workflow's env, which every task gets"
    case .argument: "\"\(context)\" cannot stand in \"with\", which is known before it"
    case .key: "\"\(context)\" cannot stand in a key, which follows from the item alone"
    case .items: "\"\(context)\" cannot stand where the items of a fan-out come from"
    case .runOutput: "\"\(context)\" cannot stand in the outputs of the run"
    case .group: "\"\(context)\" cannot stand in the group, which is known before the run starts"
    case .value, .environment, .condition: "\"\(context)\" cannot stand here"
    }
  }
}

extension Scope {
  /// The contexts that an expression may name at a place.
  func contexts(at place: ExpressionPlace) -> [String] {
    place.contexts.filter { context in
      switch context {
      case "item", "matrix": !isDefinition && task.item?.context == context
      case "tasks": !isDefinition
      default: true
      }
    }
  }
}
