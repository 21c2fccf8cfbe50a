package import Model

/// The YAML 1.2 core schema: what an unquoted scalar means.
extension YAMLNode {
  /// The value of a scalar; a number with a leading zero is a string.
  ///
  /// Null for a collection.
  package var scalarValue: JSONValue {
    let entry = entry
    guard entry.kind == .scalar else { return .null }
    guard entry.style == .plain else { return .string(text) }
    return YAMLScalar.resolve(textBytes) ?? .string(text)
  }

  /// Whether it is nothing at all, `~` or `null`.
  var isNull: Bool { isScalar && entry.style == .plain && YAMLScalar.isNull(textBytes) }

  /// The text of a scalar that means a string.
  var string: String? {
    guard isScalar else { return nil }
    if entry.style == .plain, YAMLScalar.resolve(textBytes) != nil { return nil }
    return text
  }

  /// The value with everything below it; later keys and deeper levels as they stand.
  package var value: JSONValue {
    switch kind {
    case .scalar: return scalarValue
    case .sequence: return .array(elements.map(\.value))
    case .mapping:
      var members: [String: JSONValue] = [:]
      for (key, member) in pairs { members[key.text] = member.value }
      return .object(members)
    case .alias: return .null
    }
  }

  /// What messages call this value, such as `the string "x"` or `a list`.
  var foundText: String {
    switch kind {
    case .mapping: return "a map"
    case .sequence: return "a list"
    case .alias: return "an alias"
    case .scalar: break
    }
    switch scalarValue {
    case .null: return "nothing"
    case .bool: return "the boolean \(text)"
    case .integer, .number: return "the number \(text)"
    default:
      return "the string \"\(text.shortened)\""
    }
  }
}

/// Recognises the core schema's nulls, booleans and numbers.
enum YAMLScalar {
  static func isNull(_ text: ArraySlice<UInt8>) -> Bool {
    switch text.count {
    case 0: true
    case 1: text.first == UInt8(ascii: "~")
    case 4: ["null", "Null", "NULL"].contains(String(decoding: text, as: UTF8.self))
    default: false
    }
  }

  /// Nil for a string.
  static func resolve(_ text: ArraySlice<UInt8>) -> JSONValue? {
    if isNull(text) { return .null }
    guard let first = text.first, text.count <= 400 else { return nil }
    switch first {
    case UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"):
      switch String(decoding: text, as: UTF8.self) {
      case "true", "True", "TRUE": return .bool(true)
      case "false", "False", "FALSE": return .bool(false)
      default: return nil
      }
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      return number(text)
    default: return nil
    }
  }

  private static func number(_ text: ArraySlice<UInt8>) -> JSONValue? {
    var digits = text
    let sign = digits.first
    if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { digits = digits.dropFirst() }
    let word = String(decoding: digits, as: UTF8.self)
    switch word {
    case ".inf", ".Inf", ".INF":
      return .number(sign == UInt8(ascii: "-") ? -Double.infinity : Double.infinity)
    case ".nan", ".NaN", ".NAN": return digits.count == text.count ? .number(.nan) : nil
    default: break
    }
    if digits.count > 2, digits.count == text.count, digits.first == UInt8(ascii: "0") {
      let radix =
        digits.dropFirst().first == UInt8(ascii: "x")
        ? 16 : digits.dropFirst().first == UInt8(ascii: "o") ? 8 : 10
      if radix != 10 { return based(digits.dropFirst(2), radix: radix) }
    }
    guard let isWhole = shape(digits) else { return nil }
    let written = String(decoding: text, as: UTF8.self)
    if isWhole, let value = Int64(written) { return .integer(value) }
    return Double(written).map { .number($0) }
  }

  private static func based(_ digits: ArraySlice<UInt8>, radix: Int) -> JSONValue? {
    guard let first = digits.first, first != UInt8(ascii: "-"), first != UInt8(ascii: "+") else {
      return nil
    }
    return Int64(String(decoding: digits, as: UTF8.self), radix: radix).map { .integer($0) }
  }

  /// Whether the digits are a whole number; nil when they are no number, or one that starts with
  /// a zero that is not the whole part.
  private static func shape(_ digits: ArraySlice<UInt8>) -> Bool? {
    var rest = digits
    let whole = takeDigits(&rest)
    if whole > 1, digits.first == UInt8(ascii: "0") { return nil }
    if rest.isEmpty { return whole > 0 ? true : nil }
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = takeDigits(&rest)
    }
    guard whole + fraction > 0 else { return nil }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
        rest = rest.dropFirst()
      }
      guard takeDigits(&rest) > 0 else { return nil }
    }
    return rest.isEmpty ? false : nil
  }

  private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> Int {
    let before = rest.count
    rest = rest.drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return before - rest.count
  }
}
