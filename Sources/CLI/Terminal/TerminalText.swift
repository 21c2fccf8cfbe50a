/// Makes text from elsewhere harmless for a terminal: no cursor moves, titles, colours or bells.
///
/// Escape sequences are dropped; other control characters are shown as `^G`, a lone carriage
/// return ends the line. It holds its state, so that a log may come in pieces.
struct TerminalText {
  private enum Place {
    case text
    case escape
    case control
    /// Up to BEL, ST or the line's end, so that nothing after it is hidden.
    case string
    case stringEscape
  }

  private var place = Place.text
  private var sawReturn = false
  /// The bytes of a character that is not whole yet.
  private var rest: [UInt8] = []

  /// One line of harmless text.
  static func line(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var filter = TerminalText()
    return filter.clean(Array(text.utf8)).split(separator: "\n").joined(separator: " ")
  }

  /// A whole text of several lines.
  static func text(_ bytes: [UInt8]) -> String {
    var filter = TerminalText()
    return filter.clean(bytes) + filter.end()
  }

  /// The next piece.
  mutating func clean(_ bytes: [UInt8]) -> String {
    var all = rest + bytes
    rest = Self.unfinished(all)
    all.removeLast(rest.count)
    var output = String.UnicodeScalarView()
    for scalar in String(decoding: all, as: UTF8.self).unicodeScalars { take(scalar, &output) }
    return String(output)
  }

  /// What is left when nothing follows.
  mutating func end() -> String {
    let last = String(decoding: rest, as: UTF8.self)
    rest = []
    return sawReturn ? "\n" + last : last
  }

  private mutating func take(_ scalar: Unicode.Scalar, _ output: inout String.UnicodeScalarView) {
    switch place {
    case .text: takeText(scalar, &output)
    case .escape:
      switch scalar {
      case "[": place = .control
      case "]", "P", "X", "^", "_": place = .string
      case " "..."/": break
      case "0"..."~": place = .text
      default: again(scalar, &output)
      }
    case .control:
      switch scalar {
      case " "..."?": break
      case "@"..."~": place = .text
      default: again(scalar, &output)
      }
    case .string:
      switch scalar {
      case "\u{07}", "\u{9c}": place = .text
      case "\u{1b}": place = .stringEscape
      case "\n": again(scalar, &output)
      default: break
      }
    case .stringEscape:
      place = .escape
      if scalar == "\\" { place = .text } else { take(scalar, &output) }
    }
  }

  private mutating func again(
    _ scalar: Unicode.Scalar,
    _ output: inout String.UnicodeScalarView
  ) {
    place = .text
    takeText(scalar, &output)
  }

  private mutating func takeText(
    _ scalar: Unicode.Scalar,
    _ output: inout String.UnicodeScalarView
  ) {
    if sawReturn {
      sawReturn = false
      if scalar != "\n" { output.append("\n") }
    }
    switch scalar {
    case "\n", "\t": output.append(scalar)
    case "\r": sawReturn = true
    case "\u{1b}": place = .escape
    case "\u{9b}": place = .control
    case "\u{90}", "\u{98}", "\u{9d}", "\u{9e}", "\u{9f}": place = .string
    case "\u{00}"..."\u{1f}":
      output.append(contentsOf: ["^", Unicode.Scalar(scalar.value + 64) ?? "?"])
    case "\u{7f}": output.append(contentsOf: "^?".unicodeScalars)
    case _ where Self.isControl(scalar): output.append("\u{fffd}")
    default: output.append(scalar)
    }
  }

  /// Controls of a terminal, of lines and of the direction in which text is written.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// The beginning of a character at the end of some bytes; at most three.
  private static func unfinished(_ bytes: [UInt8]) -> [UInt8] {
    for count in 1...3 where count <= bytes.count {
      let byte = bytes[bytes.count - count]
      if byte < 0x80 { return [] }
      if byte >= 0xC0 {
        let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
        return count < length ? Array(bytes.suffix(count)) : []
      }
    }
    return []
  }
}
