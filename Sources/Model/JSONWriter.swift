/// Writes JSON the way records are written: keys sorted, compact or with two spaces.
package struct JSONWriter {
  /// What has been written, UTF-8.
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// One line without spaces, for `.jsonl` files.
  package static func compact(_ value: JSONValue) -> String {
    var writer = JSONWriter()
    writer.write(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Two spaces a level and a newline at the end, for files that people read.
  package static func pretty(_ value: JSONValue) -> String {
    var writer = JSONWriter()
    writer.write(value, level: 0)
    writer.raw("\n")
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Appends text that is JSON already, such as `{` or `"key":`.
  package mutating func raw(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Appends text that is known to be JSON on one line.
  package mutating func append(json text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Appends a quoted, escaped string.
  package mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for unit in text.utf8 {
      switch unit {
      case UInt8(ascii: "\""): raw("\\\"")
      case UInt8(ascii: "\\"): raw("\\\\")
      case 0x0A: raw("\\n")
      case 0x0D: raw("\\r")
      case 0x09: raw("\\t")
      case 0..<0x20, 0x7F:
        raw("\\u00")
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(digits[Int(unit >> 4)])
        bytes.append(digits[Int(unit & 15)])
      default: bytes.append(unit)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends a whole number.
  package mutating func write(_ number: Int64) {
    bytes.append(contentsOf: String(number).utf8)
  }

  /// Appends any value on one line.
  package mutating func write(_ value: JSONValue) {
    switch value {
    case .array(let elements):
      raw("[")
      for (position, element) in elements.enumerated() {
        if position > 0 { raw(",") }
        write(element)
      }
      raw("]")
    case .object(let members):
      raw("{")
      for (position, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
        if position > 0 { raw(",") }
        write(member.key)
        raw(":")
        write(member.value)
      }
      raw("}")
    default: writeScalar(value)
    }
  }

  private mutating func write(_ value: JSONValue, level: Int) {
    switch value {
    case .array(let elements) where !elements.isEmpty:
      raw("[\n")
      for (position, element) in elements.enumerated() {
        if position > 0 { raw(",\n") }
        indent(level + 1)
        write(element, level: level + 1)
      }
      raw("\n")
      indent(level)
      raw("]")
    case .object(let members) where !members.isEmpty:
      raw("{\n")
      for (position, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
        if position > 0 { raw(",\n") }
        indent(level + 1)
        write(member.key)
        raw(": ")
        write(member.value, level: level + 1)
      }
      raw("\n")
      indent(level)
      raw("}")
    default: write(value)
    }
  }

  private mutating func indent(_ level: Int) {
    for _ in 0..<level { raw("  ") }
  }

  private mutating func writeScalar(_ value: JSONValue) {
    switch value {
    case .bool(true): raw("true")
    case .bool(false): raw("false")
    case .integer(let number): write(number)
    case .number(let number) where number.isFinite:
      bytes.append(contentsOf: number.description.utf8)
    case .string(let text): write(text)
    case .null, .number, .array, .object: raw("null")
    }
  }
}
