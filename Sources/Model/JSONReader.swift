/// Why a text is not JSON, and where.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, as a clause.
  package let message: String
  /// The byte at which it was noticed, counted from 0.
  package let offset: Int

  package var description: String { "\(message) at byte \(offset)" }
}

/// Reads JSON as RFC 8259 defines it; a repeated key, a lone surrogate and depth above 512 are
/// errors.
package struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0
  private static let maximumDepth = 512

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The value of a whole text.
  package static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.position == bytes.count else { throw reader.error("something follows the value") }
    return value
  }

  /// The value of a whole text.
  package static func parse(_ text: String) throws(JSONError) -> JSONValue {
    try parse(Array(text.utf8))
  }

  private func error(_ message: String) -> JSONError {
    JSONError(message: message, offset: position)
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let unit = current, unit == 0x20 || unit == 0x0A || unit == 0x0D || unit == 0x09 {
      position += 1
    }
  }

  private mutating func expect(_ word: StaticString) throws(JSONError) {
    let matches = word.withUTF8Buffer { wanted in
      bytes.count - position >= wanted.count
        && bytes[position..<position + wanted.count].elementsEqual(wanted)
    }
    guard matches else { throw error("expected \(word)") }
    position += word.utf8CodeUnitCount
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    guard depth < JSONReader.maximumDepth else { throw error("nested too deeply") }
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"):
      try expect("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try expect("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try expect("null")
      return .null
    case nil: throw error("the text ends where a value should be")
    default: return try number()
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
    position += 1
    var members: [String: JSONValue] = [:]
    skipSpace()
    if current == UInt8(ascii: "}") {
      position += 1
      return .object(members)
    }
    while true {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw error("expected a key in quotes") }
      let key = try string()
      skipSpace()
      try expect(":")
      let member = try value(depth: depth + 1)
      guard members.updateValue(member, forKey: key) == nil else {
        throw error("the key \"\(key)\" stands twice")
      }
      skipSpace()
      if current == UInt8(ascii: ",") {
        position += 1
        continue
      }
      try expect("}")
      return .object(members)
    }
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
    position += 1
    var elements: [JSONValue] = []
    skipSpace()
    if current == UInt8(ascii: "]") {
      position += 1
      return .array(elements)
    }
    while true {
      elements.append(try value(depth: depth + 1))
      skipSpace()
      if current == UInt8(ascii: ",") {
        position += 1
        continue
      }
      try expect("]")
      return .array(elements)
    }
  }

  private mutating func string() throws(JSONError) -> String {
    position += 1
    let start = position
    while let unit = current, unit != UInt8(ascii: "\""), unit != UInt8(ascii: "\\"), unit >= 0x20 {
      position += 1
    }
    if current == UInt8(ascii: "\"") {
      defer { position += 1 }
      return try text(bytes[start..<position])
    }
    var content = Array(bytes[start..<position])
    while true {
      guard let unit = current else { throw error("the text ends inside a string") }
      position += 1
      switch unit {
      case UInt8(ascii: "\""): return try text(content[...])
      case UInt8(ascii: "\\"): try escape(into: &content)
      case 0..<0x20: throw error("a control character must be escaped")
      default: content.append(unit)
      }
    }
  }

  private func text(_ content: ArraySlice<UInt8>) throws(JSONError) -> String {
    guard let text = String(validating: content, as: UTF8.self) else {
      throw error("a string is not valid UTF-8")
    }
    return text
  }

  private mutating func escape(into content: inout [UInt8]) throws(JSONError) {
    guard let unit = current else { throw error("the text ends inside a string") }
    position += 1
    switch unit {
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(unit)
    case UInt8(ascii: "u"):
      var scalar = try codeUnit()
      if (0xD800..<0xDC00).contains(scalar) {
        try expect("\\u")
        let second = try codeUnit()
        guard (0xDC00..<0xE000).contains(second) else { throw error("a lone surrogate") }
        scalar = 0x10000 + (scalar - 0xD800) << 10 + (second - 0xDC00)
      }
      guard let character = Unicode.Scalar(scalar) else { throw error("a lone surrogate") }
      content.append(contentsOf: String(character).utf8)
    default: throw error("an unknown escape")
    }
  }

  private mutating func codeUnit() throws(JSONError) -> UInt32 {
    guard bytes.count - position >= 4,
      let value = UInt32(
        String(decoding: bytes[position..<position + 4], as: UTF8.self),
        radix: 16
      ),
      bytes[position] != UInt8(ascii: "+"), bytes[position] != UInt8(ascii: "-")
    else { throw error("expected four hexadecimal digits") }
    position += 4
    return value
  }

  private mutating func digits() throws(JSONError) {
    let start = position
    while let unit = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(unit) {
      position += 1
    }
    guard position > start else { throw error("expected a value") }
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    var isWhole = true
    if current == UInt8(ascii: "-") { position += 1 }
    if current == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if current == UInt8(ascii: ".") {
      isWhole = false
      position += 1
      try digits()
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      isWhole = false
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let value = Int64(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw error("a number out of range") }
    return .number(value)
  }
}
