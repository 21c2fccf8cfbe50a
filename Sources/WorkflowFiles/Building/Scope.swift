import Model

/// What expressions of a file may refer to, and what is known of it.
struct Scope {
  /// What the file says of a task, before it is read.
  struct TaskOutline {
    var isFinally: Bool
    var isFanOut: Bool
    var result: ValueType
  }

  private(set) var params: [String: ValueType] = [:]
  private(set) var orderedParamNames: [String] = []
  var tasks: [String: TaskOutline] = [:]
  /// The names in the order of the file, for suggestions.
  var orderedTaskNames: [String] = []
  /// A definition knows its own params and no workflow.
  var isDefinition = false
  var task = TaskScope()

  /// What holds in the task that is being read.
  struct TaskScope {
    var name: String?
    var isFinally = false
    /// The context of its fan-out, `item` or `matrix`, and what it holds.
    var item: (context: String, type: ValueType)?
    /// Every variable that somebody sets; nil where that is not known.
    var variables: Set<String>?
    /// Variables that hold a secret.
    var secretVariables: Set<String> = []
    /// Tasks whose instances are paired with its own.
    var pairedTasks: Set<String> = []
  }

  mutating func declare(_ declared: [ParameterDefinition]) {
    orderedParamNames = declared.map(\.name)
    for param in declared {
      params[param.name] = .param(param.kind, items: param.constraints.items)
    }
  }

  /// The type of a context as a whole.
  func type(of context: String) -> ValueType {
    switch context {
    case "params": .map(params)
    case "item", "matrix": task.item?.type ?? .any
    default: .map(ofAny: .any)
    }
  }

  /// The type of a member of a context; nil where there is none of that name, which the check of
  /// names tells.
  func type(of name: String, in context: String) -> ValueType? {
    switch context {
    case "params": return params[name]
    case "item", "matrix": return task.item?.type.member(name)
    case "env": return .optionalString
    case "secrets": return .string
    case "run":
      return ["branch", "scheduled_at"].contains(name) ? .optionalString : .string
    case "tasks":
      guard let outline = tasks[name] else { return nil }
      return .map([
        "result": outline.result.or(.null),
        "results": .list(of: outline.result.or(.null)),
        "status": .string,
        "outputs": .list(of: .string),
      ])
    default: return .any
    }
  }
}
