package import Model

/// A name in an expression, and where it stands.
package struct FoundReference: Hashable, Sendable {
  package let reference: ExpressionReference
  /// The byte in the text that was parsed.
  package let offset: Int
  package let length: Int
}

/// An expression with the places of its names.
package struct ParsedExpression: Hashable, Sendable {
  package let expression: Expression
  package let references: [FoundReference]
  /// Calls of functions, such as `always`.
  package let calls: Set<String>
}

/// Turns text into an expression. Binding from loose to tight: `||`, `&&`, `== !=`,
/// `< > <= >=`, `!`, then members, indexes and calls.
package struct ExpressionParser {
  private var lexer: ExpressionLexer
  private var token: ExpressionLexer.Token = .end
  private var tokenStart = 0
  private var depth = 0
  private var references: [FoundReference] = []
  private var calls: Set<String> = []

  private static let maximumDepth = 64

  /// Parses an expression that is the whole text, with or without `${{ }}` around it.
  package static func parse(_ text: String) throws(WorkflowFileError) -> ParsedExpression {
    let bytes = Array(text.utf8)
    let isWrapped = bytes.starts(with: "${{".utf8)
    let inside = isWrapped ? bytes[3...] : bytes[...]
    let (parsed, end) = try parse(prefixOf: inside)
    let closes = end >= 2 && bytes[end - 2..<end].elementsEqual("}}".utf8)
    guard isWrapped == closes, bytes[end...].allSatisfy({ [0x20, 0x0A].contains($0) }) else {
      throw WorkflowFileError(
        isWrapped && !closes ? "the expression does not end with \"}}\"" : "unexpected \"}}\"",
        offset: isWrapped ? 0 : end
      )
    }
    return parsed
  }

  /// Parses up to `}}` or the end; also says at which byte the rest begins.
  static func parse(
    prefixOf bytes: ArraySlice<UInt8>
  ) throws(WorkflowFileError) -> (ParsedExpression, end: Int) {
    var parser = ExpressionParser(bytes)
    try parser.advance()
    guard parser.token != .end else {
      throw WorkflowFileError("the expression is empty", offset: parser.tokenStart)
    }
    let expression = try parser.any()
    guard parser.token == .end else { throw parser.unexpected("an operator or \"}}\"") }
    let parsed = ParsedExpression(
      expression: expression,
      references: parser.references,
      calls: parser.calls
    )
    return (parsed, parser.lexer.position)
  }

  private init(_ bytes: ArraySlice<UInt8>) {
    lexer = ExpressionLexer(bytes)
  }

  private mutating func advance() throws(WorkflowFileError) {
    token = try lexer.next()
    tokenStart = lexer.start
  }

  private func unexpected(_ wanted: String) -> WorkflowFileError {
    let found =
      switch token {
      case .end: "the end of the expression"
      case .name(let name): "\"\(name)\""
      case .string(let text): "the text '\(text)'"
      case .integer(let value): "\(value)"
      case .number(let value): "\(value)"
      case .symbol(let symbol): "\"\(symbol)\""
      }
    return WorkflowFileError(
      "expected \(wanted), not \(found)",
      offset: tokenStart,
      length: max(1, lexer.position - tokenStart)
    )
  }

  private mutating func take(_ symbol: String) throws(WorkflowFileError) -> Bool {
    guard token == .symbol(symbol) else { return false }
    try advance()
    return true
  }

  private mutating func expect(_ symbol: String) throws(WorkflowFileError) {
    guard try take(symbol) else { throw unexpected("\"\(symbol)\"") }
  }

  private mutating func any() throws(WorkflowFileError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= ExpressionParser.maximumDepth else {
      throw WorkflowFileError(
        "the expression is nested more than 64 levels deep",
        offset: tokenStart
      )
    }
    return try binary(level: 0)
  }

  private static let levels: [[Expression.Operator]] = [
    [.or], [.and], [.equal, .notEqual], [.less, .greater, .lessOrEqual, .greaterOrEqual],
  ]

  private mutating func binary(level: Int) throws(WorkflowFileError) -> Expression {
    guard level < ExpressionParser.levels.count else { return try unary() }
    var left = try binary(level: level + 1)
    var chained = 0
    while case .symbol(let symbol) = token,
      let found = ExpressionParser.levels[level].first(where: { $0.rawValue == symbol })
    {
      chained += 1
      guard chained < 200 else {
        throw WorkflowFileError("the expression has too many operators", offset: tokenStart)
      }
      try advance()
      left = .binary(found, left, try binary(level: level + 1))
    }
    return left
  }

  private mutating func unary() throws(WorkflowFileError) -> Expression {
    var negations = 0
    while try take("!") { negations += 1 }
    guard negations <= ExpressionParser.maximumDepth else {
      throw WorkflowFileError("the expression has too many \"!\"", offset: tokenStart)
    }
    var result = try postfix()
    for _ in 0..<negations { result = .not(result) }
    return result
  }

  private mutating func postfix() throws(WorkflowFileError) -> Expression {
    let start = tokenStart
    var result = try primary()
    var path = contextPath(result)
    var end = start
    var links = 0
    while true {
      links += 1
      guard links < 100 else {
        throw WorkflowFileError("the path has too many parts", offset: tokenStart)
      }
      if try take(".") {
        guard case .name(let name) = token else { throw unexpected("a name after \".\"") }
        end = lexer.position
        try advance()
        result = .member(result, name)
        path?.append(name)
      } else if try take("[") {
        let key = try any()
        end = lexer.position
        try expect("]")
        if case .literal(.string(let name)) = key {
          result = .member(result, name)
          path?.append(name)
        } else {
          if let known = path { note(known, start, end) }
          path = nil
          result = .index(result, key)
        }
      } else {
        break
      }
    }
    if let path { note(path, start, max(end, start + path[0].utf8.count)) }
    return result
  }

  private func contextPath(_ expression: Expression) -> [String]? {
    if case .context(let name) = expression { [name] } else { nil }
  }

  private mutating func note(_ path: [String], _ start: Int, _ end: Int) {
    references.append(
      FoundReference(
        reference: ExpressionReference(context: path[0], path: Array(path.dropFirst())),
        offset: start,
        length: end - start
      )
    )
  }

  private mutating func primary() throws(WorkflowFileError) -> Expression {
    let found = token
    switch found {
    case .integer(let value):
      try advance()
      return .literal(.integer(value))
    case .number(let value):
      try advance()
      return .literal(.number(value))
    case .string(let value):
      try advance()
      return .literal(.string(value))
    case .symbol("("):
      try advance()
      let inner = try any()
      try expect(")")
      return inner
    case .name(let name): return try named(name)
    default: throw unexpected("a value")
    }
  }

  private mutating func named(_ name: String) throws(WorkflowFileError) -> Expression {
    let start = tokenStart
    try advance()
    if token == .symbol("(") { return try call(name, at: start) }
    switch name {
    case "true": return .literal(.bool(true))
    case "false": return .literal(.bool(false))
    case "null": return .literal(.null)
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
    return .context(name)
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
    calls.insert(name)
    return .call(name, arguments)
  }
}
