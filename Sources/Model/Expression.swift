/// A parsed `${{ … }}`; a tree of names, members, operators and calls.
package indirect enum Expression: Hashable, Sendable {
  case literal(JSONValue)
  /// One of the contexts: `params item matrix tasks env run secrets`, or `arguments`, which are
  /// the params of a reusable definition.
  case context(String)
  /// `a.name`, or `a['name']` with a literal.
  case member(Expression, String)
  /// `a[expression]`.
  case index(Expression, Expression)
  case not(Expression)
  case binary(Operator, Expression, Expression)
  case call(String, [Expression])

  package enum Operator: String, Hashable, Sendable, CaseIterable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case greater = ">"
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case and = "&&"
    case or = "||"
  }
}

extension Expression {
  /// Whether one of some functions is called anywhere in the expression.
  package func calls(anyOf names: Set<String>) -> Bool {
    switch self {
    case .literal, .context: false
    case .member(let base, _): base.calls(anyOf: names)
    case .index(let base, let key): base.calls(anyOf: names) || key.calls(anyOf: names)
    case .not(let operand): operand.calls(anyOf: names)
    case .binary(_, let left, let right): left.calls(anyOf: names) || right.calls(anyOf: names)
    case .call(let name, let arguments):
      names.contains(name) || arguments.contains { $0.calls(anyOf: names) }
    }
  }

  /// Every `context.name` that stands anywhere in the expression, such as `("params", "caller")`.
  package var references: [ExpressionReference] {
    var found: [ExpressionReference] = []
    collectReferences(into: &found)
    return found
  }

  private func collectReferences(into found: inout [ExpressionReference]) {
    switch self {
    case .literal: break
    case .context(let name): found.append(ExpressionReference(context: name, path: []))
    case .member(let base, _):
      if let reference = memberPath {
        found.append(reference)
      } else {
        base.collectReferences(into: &found)
      }
    case .index(let base, let key):
      base.collectReferences(into: &found)
      key.collectReferences(into: &found)
    case .not(let operand): operand.collectReferences(into: &found)
    case .binary(_, let left, let right):
      left.collectReferences(into: &found)
      right.collectReferences(into: &found)
    case .call(_, let arguments):
      for argument in arguments { argument.collectReferences(into: &found) }
    }
  }

  /// The context and the members of a plain path such as `tasks.align.result`.
  private var memberPath: ExpressionReference? {
    switch self {
    case .context(let name): return ExpressionReference(context: name, path: [])
    case .member(let base, let name):
      guard let reference = base.memberPath else { return nil }
      return ExpressionReference(context: reference.context, path: reference.path + [name])
    default: return nil
    }
  }
}

/// A path into a context, such as `tasks` and `["align", "result"]`.
package struct ExpressionReference: Hashable, Sendable {
  package let context: String
  package let path: [String]

  package init(context: String, path: [String]) {
    self.context = context
    self.path = path
  }
}

/// A text in which `${{ … }}` stands for values.
package struct Template: Hashable, Sendable {
  package enum Segment: Hashable, Sendable {
    case text(String)
    case expression(Expression)
  }

  /// In order; neighbouring texts are joined.
  package let segments: [Segment]
  /// The text as it was written.
  package let source: String
  /// Where it was written.
  package let location: SourceLocation?

  package init(segments: [Segment], source: String, location: SourceLocation?) {
    self.segments = segments
    self.source = source
    self.location = location
  }

  /// A text without expressions.
  package init(constant: String, location: SourceLocation? = nil) {
    self.init(segments: [.text(constant)], source: constant, location: location)
  }

  /// The text, if no expression stands in it.
  package var constant: String? {
    if segments.isEmpty { return "" }
    if segments.count == 1, case .text(let text) = segments[0] { return text }
    return nil
  }

  /// Whether what is written, not a value, makes it a pattern of paths.
  package var isGlob: Bool {
    segments.contains { segment in
      if case .text(let text) = segment { GlobPattern.isPattern(text) } else { false }
    }
  }

  /// The expression, if it is the whole text.
  package var wholeExpression: Expression? {
    if segments.count == 1, case .expression(let expression) = segments[0] {
      expression
    } else {
      nil
    }
  }

  /// The expressions in order.
  package var expressions: [Expression] {
    segments.compactMap { if case .expression(let expression) = $0 { expression } else { nil } }
  }
}

/// A script in which values are references to environment variables, never text.
package struct ScriptTemplate: Hashable, Sendable {
  package enum Piece: Hashable, Sendable {
    case text(String)
    /// A reference to the variable of `expressions[index]`; quoted where it would otherwise split.
    case reference(index: Int, quoted: Bool)
    /// The digits of an integer, where the shell expands nothing.
    case integer(index: Int)
  }

  package let pieces: [Piece]
  package let expressions: [Expression]
  /// The script as it was written.
  package let source: String
  package let location: SourceLocation?

  package init(
    pieces: [Piece],
    expressions: [Expression],
    source: String,
    location: SourceLocation?
  ) {
    self.pieces = pieces
    self.expressions = expressions
    self.source = source
    self.location = location
  }

  /// A script without expressions.
  package init(constant: String, location: SourceLocation? = nil) {
    self.init(pieces: [.text(constant)], expressions: [], source: constant, location: location)
  }

  /// The environment variable that carries the value of `expressions[index]`.
  package static func variable(_ index: Int) -> String { "WEIR_VALUE_\(index + 1)" }

  /// Whether a variable is one that carries the value of an expression.
  package static func isVariable(_ name: String) -> Bool { name.hasPrefix("WEIR_VALUE_") }
}
