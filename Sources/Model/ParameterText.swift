/// Turns what a person gives for a param into a value, and checks it.
package enum ParameterText {
  /// The value of `-p name=text`.
  package static func value(
    of text: String,
    for param: ParameterDefinition
  ) throws(ParameterError) -> JSONValue {
    try accept(try convert(text, to: param.kind, items: param.constraints.items), for: param)
  }

  /// A value from a file or a request, if its type and its limits are met.
  ///
  /// The message of the error goes after the param's name.
  package static func accept(
    _ value: JSONValue,
    for param: ParameterDefinition
  ) throws(ParameterError) -> JSONValue {
    if value.holdsNul { throw ParameterError("holds a NUL character") }
    try checkKind(value, param.kind)
    if case .array(let elements) = value, let items = param.constraints.items {
      for element in elements {
        do throws(ParameterError) {
          try checkKind(element, items)
        } catch {
          throw ParameterError("holds an element that \(error.message)", hint: error.hint)
        }
      }
    }
    try ParameterLimits.check(value, param.constraints)
    return value
  }

  private static func convert(
    _ text: String,
    to kind: ParameterDefinition.Kind,
    items: ParameterDefinition.Kind?
  ) throws(ParameterError) -> JSONValue {
    switch kind {
    case .string, .date, .datetime, .path, .file: return .string(text)
    case .integer:
      guard let value = Int64(text), !text.hasPrefix("+") else {
        throw ParameterError("must be an integer, not \"\(text)\"", hint: "for example: 30")
      }
      return .integer(value)
    case .number:
      if let value = Int64(text), !text.hasPrefix("+") { return .integer(value) }
      guard let value = Double(text), value.isFinite, text.first.map({ $0 != "+" }) ?? false else {
        throw ParameterError("must be a number, not \"\(text)\"", hint: "for example: 0.5")
      }
      return .number(value)
    case .boolean:
      guard text == "true" || text == "false" else {
        throw ParameterError("must be true or false, not \"\(text)\"")
      }
      return .bool(text == "true")
    case .json: return try json(text)
    case .list:
      if text.drop(while: \.isWhitespace).utf8.first == UInt8(ascii: "[") { return try json(text) }
      guard !text.isEmpty else { return .array([]) }
      var elements: [JSONValue] = []
      for part in text.cut(at: ",") {
        elements.append(try convert(part, to: items ?? .string, items: nil))
      }
      return .array(elements)
    }
  }

  private static func json(_ text: String) throws(ParameterError) -> JSONValue {
    do throws(JSONError) {
      return try JSONReader.parse(text)
    } catch {
      throw ParameterError(
        "must be JSON: \(error.message) at character \(error.offset + 1)",
        hint: "for example: '{\"a\": [1, 2]}'"
      )
    }
  }

  private static func checkKind(
    _ value: JSONValue,
    _ kind: ParameterDefinition.Kind
  ) throws(ParameterError) {
    func wrong(_ expected: String, _ hint: String? = nil) -> ParameterError {
      ParameterError("must be \(expected), not \(described(value))", hint: hint)
    }
    switch kind {
    case .string:
      guard value.string == nil else { return }
      switch value {
      case .bool, .integer, .number: throw wrong("a string", "put it in quotes")
      default: throw wrong("a string")
      }
    case .integer: if value.integer == nil { throw wrong("an integer", "for example: 30") }
    case .number:
      guard let number = value.double, number.isFinite else { throw wrong("a number") }
    case .boolean: if value.bool == nil { throw wrong("true or false") }
    case .date:
      guard let text = value.string, DateText.isDate(text) else {
        throw wrong("a date", "for example: 2026-11-21")
      }
    case .datetime:
      guard let text = value.string, DateText.isDateTime(text) else {
        throw wrong("a date and time", "for example: 2026-11-21T03:12:05Z")
      }
    case .path, .file:
      guard let text = value.string, !text.isEmpty else {
        throw wrong("a path")
      }
    case .list: if value.array == nil { throw wrong("a list", "for example: [a, b]") }
    case .json: break
    }
  }

  private static func described(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): "\"\(text.count > 40 ? text.prefix(40) + "…" : text[...])\""
    case .integer, .number, .bool: value.plainText
    default: value.kindName
    }
  }
}
