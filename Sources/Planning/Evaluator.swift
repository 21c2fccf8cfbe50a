package import Model

/// Computes the values of expressions and templates; knows no I/O and no clock.
package struct Evaluator: Sendable {
  private let context: EvaluationContext

  package init(_ context: EvaluationContext) {
    self.context = context
  }

  /// The text of a template: values as they stand in an environment variable.
  package func text(_ template: Template) throws(EvaluationError) -> String {
    if let constant = template.constant { return constant }
    var text = ""
    for segment in template.segments {
      switch segment {
      case .text(let literal): text += literal
      case .expression(let expression): text += try value(expression).plainText
      }
    }
    return text
  }

  /// The path or glob of a template: what it says itself may be a pattern, a value is a name.
  package func path(_ template: Template) throws(EvaluationError) -> String {
    guard template.isGlob else { return try text(template) }
    var text = ""
    for segment in template.segments {
      switch segment {
      case .text(let literal): text += literal
      case .expression(let expression): text += GlobPattern.escaped(try value(expression).plainText)
      }
    }
    return text
  }

  /// The value of a template: that of the expression if it is the whole text, else a text.
  package func value(_ template: Template) throws(EvaluationError) -> JSONValue {
    if let expression = template.wholeExpression { return try value(expression) }
    return .string(try text(template))
  }

  /// The JSON value that a template stands for.
  package func value(_ template: ValueTemplate) throws(EvaluationError) -> JSONValue {
    switch template {
    case .constant(let value): return value
    case .template(let template): return try value(template)
    case .list(let elements):
      var values: [JSONValue] = []
      values.reserveCapacity(elements.count)
      for element in elements { values.append(try value(element)) }
      return .array(values)
    case .map(let members):
      var values: [String: JSONValue] = [:]
      for member in members { values[member.name] = try value(member.value) }
      return .object(values)
    }
  }

  /// The value of an expression; a missing field is null.
  package func value(_ expression: Expression) throws(EvaluationError) -> JSONValue {
    switch expression {
    case .literal(let value): return value
    case .context(let name): return try context.value(of: name)
    case .member(.context(let name), let field): return try context.member(field, of: name)
    case .member(let base, let field): return try value(base)[field] ?? .null
    case .index(let base, let key): return Self.element(try value(key), of: try value(base))
    case .not(let operand): return .bool(!Self.isTrue(try value(operand)))
    case .binary(let operation, let left, let right):
      return try binary(operation, left, right)
    case .call(let name, let arguments):
      if let fact = context.status?.value(of: name) { return .bool(fact) }
      var values: [JSONValue] = []
      for argument in arguments { values.append(try value(argument)) }
      return try ExpressionFunctions.call(name, values)
    }
  }

  /// What counts as true: everything but null, false, zero and the empty text.
  package static func isTrue(_ value: JSONValue) -> Bool {
    switch value {
    case .null: false
    case .bool(let flag): flag
    case .integer(let number): number != 0
    case .number(let number): number != 0
    case .string(let text): !text.isEmpty
    case .array, .object: true
    }
  }

  private static func element(_ key: JSONValue, of base: JSONValue) -> JSONValue {
    switch (base, key) {
    case (.array(let elements), .integer(let index)):
      elements.indices.contains(Int(index)) ? elements[Int(index)] : .null
    case (.object(let members), .string(let name)): members[name] ?? .null
    default: .null
    }
  }

  private func binary(
    _ operation: Expression.Operator,
    _ left: Expression,
    _ right: Expression
  ) throws(EvaluationError) -> JSONValue {
    let first = try value(left)
    switch operation {
    case .and: return Self.isTrue(first) ? try value(right) : first
    case .or: return Self.isTrue(first) ? first : try value(right)
    case .equal: return .bool(first == (try value(right)))
    case .notEqual: return .bool(first != (try value(right)))
    case .less: return .bool(try Self.compare(first, try value(right)) { $0 < 0 })
    case .greater: return .bool(try Self.compare(first, try value(right)) { $0 > 0 })
    case .lessOrEqual: return .bool(try Self.compare(first, try value(right)) { $0 <= 0 })
    case .greaterOrEqual: return .bool(try Self.compare(first, try value(right)) { $0 >= 0 })
    }
  }

  private static func compare(
    _ left: JSONValue,
    _ right: JSONValue,
    _ holds: (Int) -> Bool
  ) throws(EvaluationError) -> Bool {
    switch (left, right) {
    case (.string(let first), .string(let second)):
      return holds(first.isSame(as: second) ? 0 : first.isBefore(second) ? -1 : 1)
    case (.integer(let first), .integer(let second)):
      return holds(first == second ? 0 : first < second ? -1 : 1)
    default:
      guard let first = left.double, let second = right.double else {
        throw EvaluationError("cannot compare \(left.kindName) with \(right.kindName)")
      }
      return holds(first == second ? 0 : first < second ? -1 : 1)
    }
  }
}
