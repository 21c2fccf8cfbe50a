/// The names that expressions know.
enum ExpressionLanguage {
  /// A function and how many arguments it takes.
  struct Function: Sendable {
    let name: String
    let arity: ClosedRange<Int>
    let usage: String

    init(_ name: String, _ arity: ClosedRange<Int>, _ usage: String) {
      self.name = name
      self.arity = arity
      self.usage = usage
    }
  }

  static let functions: [Function] = [
    Function("success", 0...0, "success()"),
    Function("failure", 0...0, "failure()"),
    Function("cancelled", 0...0, "cancelled()"),
    Function("always", 0...0, "always()"),
    Function("contains", 2...2, "contains(text or list, what)"),
    Function("startsWith", 2...2, "startsWith(text, start)"),
    Function("endsWith", 2...2, "endsWith(text, end)"),
    Function("join", 1...2, "join(list, separator)"),
    Function("split", 2...2, "split(text, separator)"),
    Function("lines", 1...1, "lines(text)"),
    Function("fromJSON", 1...1, "fromJSON(text)"),
    Function("toJSON", 1...1, "toJSON(value)"),
    Function("number", 1...1, "number(text)"),
    Function("basename", 1...1, "basename(path)"),
    Function("dirname", 1...1, "dirname(path)"),
    Function("stem", 1...1, "stem(path)"),
    Function("format", 1...64, "format('{0} of {1}', a, b)"),
    Function("default", 2...2, "default(value, otherwise)"),
  ]

  static let contexts = ["params", "item", "matrix", "tasks", "env", "run", "secrets"]
  static let taskFields = ["result", "results", "status", "outputs"]
  static let runFields = ["id", "workflow", "commit", "branch", "trigger", "scheduled_at"]

  static func function(_ name: String) -> Function? { functions.first { $0.name == name } }
}
