import Model

/// The functions of expressions that need nothing but their arguments.
enum ExpressionFunctions {
  static func call(_ name: String, _ arguments: [JSONValue]) throws(EvaluationError) -> JSONValue {
    func argument(_ index: Int) -> JSONValue {
      arguments.indices.contains(index) ? arguments[index] : .null
    }
    func text(_ index: Int) -> String { argument(index).plainText }
    switch name {
    case "contains": return .bool(contains(argument(0), argument(1)))
    case "startsWith": return .bool(text(0).hasBytes(atStart: text(1)))
    case "endsWith": return .bool(text(0).hasBytes(atEnd: text(1)))
    case "join":
      let separator = arguments.count > 1 ? text(1) : ","
      guard let elements = argument(0).array else {
        throw EvaluationError("join takes a list, not \(argument(0).kindName)")
      }
      return .string(elements.map(\.plainText).joined(separator: separator))
    case "split": return .array(split(text(0), by: text(1)).map(JSONValue.string))
    case "lines":
      return .array(TextLines.of(text(0)).map(JSONValue.string))
    case "fromJSON":
      let value: JSONValue
      do throws(JSONError) { value = try JSONReader.parse(text(0)) } catch {
        throw EvaluationError("fromJSON: \(error)")
      }
      if value.holdsNul { throw EvaluationError("fromJSON: a text holds a NUL character") }
      return value
    case "toJSON": return .string(JSONWriter.compact(argument(0)))
    case "number": return try number(argument(0))
    case "basename": return .string(basename(text(0)))
    case "dirname": return .string(dirname(text(0)))
    case "stem": return .string(stem(text(0)))
    case "format": return .string(try format(text(0), Array(arguments.dropFirst())))
    case "default": return argument(0) == .null ? argument(1) : argument(0)
    default: throw EvaluationError("\(name)() has no value here")
    }
  }

  private static func contains(_ whole: JSONValue, _ part: JSONValue) -> Bool {
    switch whole {
    case .array(let elements): elements.contains(part)
    case .object(let members): members[part.plainText] != nil
    default:
      part.plainText.isEmpty || Array(whole.plainText.utf8).contains(Array(part.plainText.utf8))
    }
  }

  /// The parts between separators, which are found by their bytes.
  static func split(_ text: String, by separator: String) -> [String] {
    guard !separator.isEmpty else { return text.map { String($0) } }
    let mark = Array(separator.utf8)
    var parts: [String] = []
    var rest = Array(text.utf8)[...]
    while let range = rest.firstRange(of: mark) {
      parts.append(String(decoding: rest[..<range.lowerBound], as: UTF8.self))
      rest = rest[range.upperBound...]
    }
    parts.append(String(decoding: rest, as: UTF8.self))
    return parts
  }

  private static func number(_ value: JSONValue) throws(EvaluationError) -> JSONValue {
    switch value {
    case .integer, .number: return value
    case .bool(let flag): return .integer(flag ? 1 : 0)
    case .string(let text):
      if let whole = Int64(text) { return .integer(whole) }
      // Swift reads hexadecimal numbers too, which JSON has not.
      let isDecimal = text.utf8.allSatisfy { "0123456789.eE+-".utf8.contains($0) }
      if isDecimal, let number = Double(text), number.isFinite { return .number(number) }
    default: break
    }
    throw EvaluationError("number: \(JSONWriter.compact(value)) is no number")
  }

  private static func basename(_ path: String) -> String {
    path.cut(at: "/", keepingEmpty: false).last ?? ""
  }

  private static func dirname(_ path: String) -> String {
    let folders = path.cut(at: "/", keepingEmpty: false).dropLast().joined(separator: "/")
    if path.utf8.first == UInt8(ascii: "/") { return "/" + folders }
    return folders.isEmpty ? "." : folders
  }

  private static func stem(_ path: String) -> String {
    let name = basename(path)
    guard let (stem, _) = name.cutOnceFromEnd(at: "."), !stem.isEmpty else { return name }
    return stem
  }

  private static func format(
    _ pattern: String,
    _ values: [JSONValue]
  ) throws(EvaluationError)
    -> String
  {
    var result = String.UnicodeScalarView()
    var rest = pattern.unicodeScalars[...]
    while let character = rest.popFirst() {
      if character == "{" && rest.first == "{" || character == "}" && rest.first == "}" {
        result.append(character)
        rest.removeFirst()
      } else if character == "{" {
        guard let end = rest.firstIndex(of: "}"), let index = Int(String(rest[..<end])),
          values.indices.contains(index)
        else { throw EvaluationError("format: no value for a placeholder in \"\(pattern)\"") }
        result += values[index].plainText.unicodeScalars
        rest = rest[rest.index(after: end)...]
      } else {
        result.append(character)
      }
    }
    return String(result)
  }
}
