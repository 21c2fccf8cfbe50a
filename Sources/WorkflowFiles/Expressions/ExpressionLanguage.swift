/// The names that expressions know.
enum ExpressionLanguage {
  /// A function, what it takes and what it gives.
  struct Function: Sendable {
    let name: String
    let arity: ClosedRange<Int>
    let usage: String
    /// Of the arguments in order; further ones may be anything.
    let takes: [ValueType.Kinds]
    let result: ValueType

    init(
      _ name: String,
      _ arity: ClosedRange<Int>,
      _ usage: String,
      takes: [ValueType.Kinds] = [],
      gives result: ValueType
    ) {
      self.name = name
      self.arity = arity
      self.usage = usage
      self.takes = takes
      self.result = result
    }

    func kinds(at position: Int) -> ValueType.Kinds {
      position < takes.count ? takes[position] : .any
    }

    /// What messages call an argument.
    func words(at position: Int) -> String {
      switch kinds(at: position) {
      case .scalar: "a text"
      case .list: "a list"
      case ExpressionLanguage.searched: "a text or a list"
      case let kinds: ValueType(kinds).words
      }
    }
  }

  /// What `contains` looks into.
  fileprivate static let searched: ValueType.Kinds = [.string, .list, .map]

  static let functions: [Function] = [
    Function("success", 0...0, "success()", gives: .bool),
    Function("failure", 0...0, "failure()", gives: .bool),
    Function("cancelled", 0...0, "cancelled()", gives: .bool),
    Function("always", 0...0, "always()", gives: .bool),
    Function("contains", 2...2, "contains(text or list, what)", takes: [searched], gives: .bool),
    Function("startsWith", 2...2, "startsWith(text, start)", takes: texts, gives: .bool),
    Function("endsWith", 2...2, "endsWith(text, end)", takes: texts, gives: .bool),
    Function("join", 1...2, "join(list, separator)", takes: [.list, .scalar], gives: .string),
    Function("split", 2...2, "split(text, separator)", takes: texts, gives: .list(of: .string)),
    Function("lines", 1...1, "lines(text)", takes: texts, gives: .list(of: .string)),
    Function("fromJSON", 1...1, "fromJSON(text)", takes: texts, gives: .any),
    Function("toJSON", 1...1, "toJSON(value)", gives: .string),
    Function("number", 1...1, "number(text)", takes: texts, gives: .number),
    Function("basename", 1...1, "basename(path)", takes: texts, gives: .string),
    Function("dirname", 1...1, "dirname(path)", takes: texts, gives: .string),
    Function("stem", 1...1, "stem(path)", takes: texts, gives: .string),
    Function("format", 1...64, "format('{0} of {1}', a, b)", takes: [.scalar], gives: .string),
    Function("default", 2...2, "default(value, otherwise)", gives: .any),
  ]

  private static let texts: [ValueType.Kinds] = [.scalar, .scalar]

  /// What only the `if` of a task may call.
  static let statusFunctions = ["success", "failure", "cancelled", "always"]

  static let contexts = ["params", "item", "matrix", "tasks", "env", "run", "secrets"]
  static let taskFields = ["result", "results", "status", "outputs"]
  static let runFields = ["id", "workflow", "commit", "branch", "trigger", "scheduled_at"]

  static func function(_ name: String) -> Function? { functions.first { $0.name == name } }
}
