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
  /// The functions that are called, such as `always`, and the byte of each one's first call.
  package let calls: [String: Int]
  /// The bytes of each part of the expression; parts come after their own parts, left to right.
  package let spans: [Range<Int>]
}

/// Turns text into an expression.
///
/// Binding from loose to tight: `||`, `&&`, `== !=`, `< > <= >=`, `!`, then members, indexes and
/// calls.
package struct ExpressionParser {
  var lexer: ExpressionLexer
  var token: ExpressionLexer.Token = .end
  var tokenStart = 0
  /// Where the token before this one ended.
  var previousEnd = 0
  var depth = 0
  var references: [FoundReference] = []
  var calls: [String: Int] = [:]
  var spans: [Range<Int>] = []

  private var steps = 0

  private static let maximumDepth = 64
  /// Of operators, members and calls in sum, which bounds the depth of the tree.
  private static let maximumSteps = 500

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
        hint: isWrapped && !closes
          ? "close it with \"}}\""
          : "write it without ${{ }}, or with one pair around all of it",
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
      calls: parser.calls,
      spans: parser.spans
    )
    return (parsed, parser.lexer.position)
  }

  private init(_ bytes: ArraySlice<UInt8>) {
    lexer = ExpressionLexer(bytes)
  }

  mutating func advance() throws(WorkflowFileError) {
    previousEnd = lexer.position
    token = try lexer.next()
    tokenStart = lexer.start
  }

  /// Notes where a part of the expression stands, whose own parts are noted already.
  mutating func part(_ expression: Expression, from start: Int) -> Expression {
    spans.append(start..<max(start, previousEnd))
    return expression
  }

  func unexpected(_ wanted: String) -> WorkflowFileError {
    let found =
      switch token {
      case .end: "the end of the expression"
      case .name(let name): "\"\(name)\""
      case .string(let text): "the text '\(text)'"
      case .integer(let value): "\"\(value)\""
      case .number(let value): "\"\(value)\""
      case .symbol(let symbol): "\"\(symbol)\""
      }
    return WorkflowFileError(
      "expected \(wanted), not \(found)",
      offset: tokenStart,
      length: max(1, lexer.position - tokenStart)
    )
  }

  mutating func take(_ symbol: String) throws(WorkflowFileError) -> Bool {
    guard token == .symbol(symbol) else { return false }
    try advance()
    return true
  }

  mutating func expect(_ symbol: String) throws(WorkflowFileError) {
    guard try take(symbol) else { throw unexpected("\"\(symbol)\"") }
  }

  mutating func any() throws(WorkflowFileError) -> Expression {
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
    let start = tokenStart
    var left = try binary(level: level + 1)
    while case .symbol(let symbol) = token,
      let found = ExpressionParser.levels[level].first(where: { $0.rawValue == symbol })
    {
      try step()
      try advance()
      let right = try binary(level: level + 1)
      left = part(.binary(found, left, right), from: start)
    }
    return left
  }

  private mutating func step() throws(WorkflowFileError) {
    steps += 1
    guard steps <= ExpressionParser.maximumSteps else {
      throw WorkflowFileError("the expression has more than 500 parts", offset: tokenStart)
    }
  }

  private mutating func unary() throws(WorkflowFileError) -> Expression {
    var negations: [Int] = []
    while token == .symbol("!") {
      negations.append(tokenStart)
      try advance()
      try step()
    }
    var result = try postfix()
    for start in negations.reversed() { result = part(.not(result), from: start) }
    return result
  }

  private mutating func postfix() throws(WorkflowFileError) -> Expression {
    let start = tokenStart
    var result = try primary()
    var path = contextPath(result)
    var end = start
    while true {
      try step()
      if try take(".") {
        guard case .name(let name) = token else { throw unexpected("a name after \".\"") }
        end = lexer.position
        try advance()
        result = part(.member(result, name), from: start)
        path?.append(name)
      } else if try take("[") {
        let key = try any()
        let close = lexer.position
        try expect("]")
        if case .literal(.string(let name)) = key {
          end = close
          // The name is no part of its own.
          spans.removeLast()
          result = part(.member(result, name), from: start)
          path?.append(name)
        } else {
          if let known = path { note(known, start, max(end, start + known[0].utf8.count)) }
          path = nil
          result = part(.index(result, key), from: start)
        }
      } else {
        break
      }
    }
    if let path { note(path, start, max(end, start + path[0].utf8.count)) }
    return result
  }
}
