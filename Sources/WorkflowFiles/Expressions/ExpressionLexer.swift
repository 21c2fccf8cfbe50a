/// Cuts the inside of `${{ … }}` into tokens.
struct ExpressionLexer {
  enum Token: Hashable {
    case name(String)
    case integer(Int64)
    case number(Double)
    case string(String)
    case symbol(String)
    /// `}}`, or the end of the text.
    case end
  }

  let bytes: ArraySlice<UInt8>
  /// Where the next token is looked for.
  private(set) var position: Int
  /// Where the last token began.
  private(set) var start: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
    start = bytes.startIndex
  }

  /// The next token; `end` leaves `position` after the closing braces.
  mutating func next() throws(WorkflowFileError) -> Token {
    while let unit = peek, [0x20, 0x09, 0x0A, 0x0D].contains(unit) { position += 1 }
    start = position
    guard let unit = peek else { return .end }
    if peek(1) == UInt8(ascii: "}"), unit == UInt8(ascii: "}") {
      position += 2
      return .end
    }
    switch unit {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      return .name(takeName())
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "-") where peek(1).map(ExpressionLexer.isDigit) ?? false:
      return try number()
    case UInt8(ascii: "'"): return .string(try singleQuoted())
    case UInt8(ascii: "\""): return .string(try doubleQuoted())
    default: return try symbol(unit)
    }
  }

  private var peek: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  private func peek(_ distance: Int) -> UInt8? {
    position + distance < bytes.endIndex ? bytes[position + distance] : nil
  }

  private static func isDigit(_ unit: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(unit)
  }

  private mutating func takeName() -> String {
    let begin = position
    while let unit = peek {
      switch unit {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        position += 1
      default: return String(decoding: bytes[begin..<position], as: UTF8.self)
      }
    }
    return String(decoding: bytes[begin..<position], as: UTF8.self)
  }

  private mutating func number() throws(WorkflowFileError) -> Token {
    let begin = position
    var isWhole = true
    position += 1
    while let unit = peek {
      if ExpressionLexer.isDigit(unit) {
        position += 1
      } else if unit == UInt8(ascii: "."), peek(1).map(ExpressionLexer.isDigit) ?? false {
        isWhole = false
        position += 1
      } else if unit == UInt8(ascii: "e") || unit == UInt8(ascii: "E") {
        isWhole = false
        position += 1
        if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
      } else {
        break
      }
    }
    let text = String(decoding: bytes[begin..<position], as: UTF8.self)
    let digits = text.drop { $0 == "-" }
    let hasLeadingZero = digits.hasPrefix("0") && digits.dropFirst().first?.isNumber == true
    if !hasLeadingZero {
      if isWhole, let value = Int64(text) { return .integer(value) }
      if let value = Double(text), value.isFinite { return .number(value) }
    }
    throw WorkflowFileError(
      "\"\(text)\" is no number",
      hint: hasLeadingZero ? "put it in quotes: '\(text)'" : nil,
      offset: begin,
      length: position - begin
    )
  }

  private mutating func singleQuoted() throws(WorkflowFileError) -> String {
    var content: [UInt8] = []
    position += 1
    while let unit = peek {
      position += 1
      if unit == UInt8(ascii: "'") {
        guard peek == UInt8(ascii: "'") else { return String(decoding: content, as: UTF8.self) }
        position += 1
      }
      content.append(unit)
    }
    throw WorkflowFileError("the text in quotes does not end", offset: start)
  }

  private mutating func doubleQuoted() throws(WorkflowFileError) -> String {
    var content: [UInt8] = []
    position += 1
    while let unit = peek {
      position += 1
      if unit == UInt8(ascii: "\"") { return String(decoding: content, as: UTF8.self) }
      guard unit == UInt8(ascii: "\\") else {
        content.append(unit)
        continue
      }
      switch peek {
      case UInt8(ascii: "n"): content.append(0x0A)
      case UInt8(ascii: "t"): content.append(0x09)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): content.append(peek ?? 0)
      default:
        throw WorkflowFileError(
          "unknown escape in a text in double quotes",
          hint: "\\n, \\t, \\\" and \\\\ are known; in single quotes nothing is escaped",
          offset: position - 1,
          length: 2
        )
      }
      position += 1
    }
    throw WorkflowFileError("the text in quotes does not end", offset: start)
  }

  private mutating func symbol(_ unit: UInt8) throws(WorkflowFileError) -> Token {
    let pair = String(decoding: [unit, peek(1) ?? 0x20], as: UTF8.self)
    if ["==", "!=", "<=", ">=", "&&", "||"].contains(pair) {
      position += 2
      return .symbol(pair)
    }
    let one = String(decoding: [unit], as: UTF8.self)
    if "<>!().[],".utf8.contains(unit) {
      position += 1
      return .symbol(one)
    }
    switch unit {
    case UInt8(ascii: "="):
      throw WorkflowFileError("\"=\" is no operator", hint: "\"==\" compares", offset: position)
    case UInt8(ascii: "&"), UInt8(ascii: "|"):
      throw WorkflowFileError(
        "\"\(one)\" is no operator",
        hint: "write \"\(one)\(one)\"",
        offset: position
      )
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"),
      UInt8(ascii: "%"):
      throw WorkflowFileError(
        "expressions do not calculate: \"\(one)\" is no operator",
        offset: position
      )
    default:
      var end = position + 1
      while end < bytes.endIndex, bytes[end] & 0xC0 == 0x80 { end += 1 }
      let shown = String(decoding: bytes[position..<end], as: UTF8.self)
      throw WorkflowFileError("\"\(shown)\" means nothing in an expression", offset: position)
    }
  }
}
