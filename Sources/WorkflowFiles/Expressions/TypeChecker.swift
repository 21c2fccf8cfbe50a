import Model

/// Finds what an expression does with values of the wrong kind, as far as their types are known.
///
/// Walks the parts of an expression in the order in which the parser noted their places.
struct TypeChecker {
  struct Problem {
    let error: WorkflowFileError
    let isWarning: Bool
  }

  private let bytes: [UInt8]
  private let spans: [Range<Int>]
  /// Of a context as a whole.
  private let context: (String) -> ValueType
  /// Of a member of a context; nil where the reference itself is wrong, which others tell.
  private let member: (String, String) -> ValueType?
  private var next = 0
  private(set) var problems: [Problem] = []

  /// The type of an expression that stands in `bytes`.
  static func check(
    _ parsed: ParsedExpression,
    in bytes: [UInt8],
    scope: Scope
  ) -> (type: ValueType, problems: [Problem]) {
    var checker = TypeChecker(
      bytes: bytes,
      spans: parsed.spans,
      context: { scope.type(of: $0) },
      member: { scope.type(of: $0, in: $1) }
    )
    let (type, _) = checker.type(of: parsed.expression)
    return (type, checker.problems)
  }

  private init(
    bytes: [UInt8],
    spans: [Range<Int>],
    context: @escaping (String) -> ValueType,
    member: @escaping (String, String) -> ValueType?
  ) {
    self.bytes = bytes
    self.spans = spans
    self.context = context
    self.member = member
  }

  private typealias Part = (type: ValueType, span: Range<Int>)

  private mutating func part(_ type: ValueType) -> Part {
    let span = next < spans.count ? spans[next] : 0..<0
    next += 1
    return (type, span)
  }

  private mutating func type(of expression: Expression) -> Part {
    switch expression {
    case .literal(let value): return part(.of(value))
    case .context(let name): return part(context(name))
    case .member(.context(let name), let field):
      _ = part(.any)
      return part(member(field, name) ?? .any)
    case .member(let base, let field):
      let base = type(of: base)
      let own = part(.any)
      return (memberType(field, of: base, at: own.span), own.span)
    case .index(let base, let key):
      let base = type(of: base)
      let key = type(of: key)
      let own = part(.any)
      return (elementType(key, of: base, at: own.span), own.span)
    case .not(let operand):
      _ = type(of: operand)
      return part(.bool)
    case .binary(let symbol, let left, let right):
      let left = type(of: left)
      let right = type(of: right)
      let own = part(.bool)
      return (operation(symbol, left.type, right.type, at: own.span), own.span)
    case .call(let name, let arguments):
      var parts: [Part] = []
      for argument in arguments { parts.append(type(of: argument)) }
      return part(call(name, parts))
    }
  }

  // MARK: Members and elements

  private mutating func memberType(
    _ name: String,
    of base: Part,
    at span: Range<Int>
  ) -> ValueType {
    let present = base.type.kinds.subtracting(.null)
    guard present.isEmpty || present.contains(.map) else {
      error("\"\(text(base.span))\" is \(base.type.words), which has no \"\(name)\"", at: span)
      return .any
    }
    guard base.type.kinds.contains(.map) else { return .null }
    guard let type = base.type.member(name) else {
      let names = base.type.members.map { $0.keys.sorted() } ?? []
      let near = Spelling.closest(to: name, among: names)
      error(
        "\"\(text(base.span))\" has no \"\(name)\"",
        hint: near.map { "did you mean \"\($0)\"?" }
          ?? (names.isEmpty || names.count > 20
            ? nil : "it has \(names.map { "\"\($0)\"" }.joined(separator: ", "))"),
        at: span
      )
      return .any
    }
    return type
  }

  private mutating func elementType(_ key: Part, of base: Part, at span: Range<Int>) -> ValueType {
    let kinds = base.type.kinds
    guard kinds == .null || !kinds.isDisjoint(with: [.map, .list]) else {
      error("\"\(text(base.span))\" is \(base.type.words), which has no elements", at: span)
      return .any
    }
    let byPosition = kinds.contains(.list) && !key.type.kinds.isDisjoint(with: .integer)
    let byName = kinds.contains(.map) && !key.type.kinds.isDisjoint(with: .string)
    guard byPosition || byName || kinds.contains(.null) else {
      let wanted = kinds.contains(.list) ? "a whole number" : "a string"
      error(
        "\(base.type.words) is indexed by \(wanted), not by \(key.type.words)",
        at: key.span
      )
      return .any
    }
    if byPosition && !byName { return base.type.element.or(.null) }
    return .any
  }

  // MARK: Operators and functions

  private mutating func operation(
    _ symbol: Expression.Operator,
    _ left: ValueType,
    _ right: ValueType,
    at span: Range<Int>
  ) -> ValueType {
    switch symbol {
    case .and: return left.or(right)
    case .or: return left.without(.null).or(right)
    case .equal, .notEqual:
      if left.kinds.isDisjoint(with: right.kinds) {
        let result = symbol == .equal ? "are never equal" : "are always different"
        problems.append(
          Problem(
            error: WorkflowFileError(
              "\(left.words) and \(right.words) \(result)",
              hint: "\"==\" compares types too; number() and toJSON() convert",
              offset: span.lowerBound,
              length: span.count
            ),
            isWarning: true
          )
        )
      }
    case .less, .greater, .lessOrEqual, .greaterOrEqual:
      let shared = left.kinds.intersection(right.kinds)
      let areNumbers =
        !left.kinds.isDisjoint(with: .numeric) && !right.kinds.isDisjoint(with: .numeric)
      if !areNumbers, !shared.contains(.string) {
        error(
          "\"\(symbol.rawValue)\" cannot compare \(left.words) with \(right.words)",
          hint: "number() makes a number of a text",
          at: span
        )
      }
    }
    return .bool
  }

  private mutating func call(_ name: String, _ arguments: [Part]) -> ValueType {
    guard let function = ExpressionLanguage.function(name) else { return .any }
    for (position, argument) in arguments.enumerated() {
      let taken = function.kinds(at: position)
      guard argument.type.kinds.isDisjoint(with: taken) else { continue }
      error(
        "\"\(name)\" takes \(function.words(at: position)) here, not \(argument.type.words)",
        hint: "for example: \(function.usage)",
        at: argument.span
      )
    }
    if name == "default", arguments.count == 2 {
      return arguments[0].type.without(.null).or(arguments[1].type)
    }
    return function.result
  }

  private mutating func error(_ message: String, hint: String? = nil, at span: Range<Int>) {
    problems.append(
      Problem(
        error: WorkflowFileError(
          message,
          hint: hint,
          offset: span.lowerBound,
          length: max(1, span.count)
        ),
        isWarning: false
      )
    )
  }

  private func text(_ span: Range<Int>) -> String {
    span.upperBound <= bytes.count ? String(decoding: bytes[span], as: UTF8.self) : ""
  }
}
