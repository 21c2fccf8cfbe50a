import Model

/// Literals, names and calls.
extension ExpressionParser {
  func contextPath(_ expression: Expression) -> [String]? {
    if case .context(let name) = expression { [name] } else { nil }
  }

  mutating func note(_ path: [String], _ start: Int, _ end: Int) {
    references.append(
      FoundReference(
        reference: ExpressionReference(context: path[0], path: Array(path.dropFirst())),
        offset: start,
        length: end - start
      )
    )
  }

  mutating func primary() throws(WorkflowFileError) -> Expression {
    let start = tokenStart
    switch token {
    case .integer(let value): return try literal(.integer(value), from: start)
    case .number(let value): return try literal(.number(value), from: start)
    case .string(let value): return try literal(.string(value), from: start)
    case .symbol("("):
      try advance()
      let inner = try any()
      try expect(")")
      return inner
    case .name(let name): return try named(name)
    default: throw unexpected("a value")
    }
  }

  private mutating func literal(
    _ value: JSONValue,
    from start: Int
  ) throws(WorkflowFileError) -> Expression {
    try advance()
    return part(.literal(value), from: start)
  }

  private mutating func named(_ name: String) throws(WorkflowFileError) -> Expression {
    let start = tokenStart
    try advance()
    if token == .symbol("(") { return try call(name, at: start) }
    switch name {
    case "true": return part(.literal(.bool(true)), from: start)
    case "false": return part(.literal(.bool(false)), from: start)
    case "null": return part(.literal(.null), from: start)
    default: break
    }
    guard ExpressionLanguage.contexts.contains(name) else {
      if let function = ExpressionLanguage.function(name) {
        throw WorkflowFileError(
          "\"\(name)\" is a function",
          hint: "call it: \(function.usage)",
          offset: start,
          length: name.utf8.count
        )
      }
      let near = Spelling.closest(to: name, among: ExpressionLanguage.contexts)
      throw WorkflowFileError(
        "unknown name \"\(name)\" in an expression",
        hint: near.map { "did you mean \"\($0)\"?" } ?? "a text stands in quotes: '\(name)'",
        offset: start,
        length: name.utf8.count
      )
    }
    return part(.context(name), from: start)
  }

  private mutating func call(
    _ name: String,
    at start: Int
  ) throws(WorkflowFileError) -> Expression {
    guard let function = ExpressionLanguage.function(name) else {
      let near = Spelling.closest(to: name, among: ExpressionLanguage.functions.map(\.name))
      throw WorkflowFileError(
        "unknown function \"\(name)\"",
        hint: near.map { "did you mean \"\($0)\"?" },
        offset: start,
        length: name.utf8.count
      )
    }
    try advance()
    var arguments: [Expression] = []
    if token != .symbol(")") {
      repeat { arguments.append(try any()) } while try take(",")
    }
    try expect(")")
    guard function.arity.contains(arguments.count) else {
      let arity = function.arity
      let wanted =
        arity.count == 1 ? "\(arity.lowerBound)" : "\(arity.lowerBound) to \(arity.upperBound)"
      let noun = arity == 1...1 ? "argument" : "arguments"
      throw WorkflowFileError(
        "\"\(name)\" takes \(wanted) \(noun), not \(arguments.count)",
        hint: "for example: \(function.usage)",
        offset: start,
        length: name.utf8.count
      )
    }
    calls[name] = min(start, calls[name] ?? start)
    return part(.call(name, arguments), from: start)
  }
}
