import Model

/// The bytes of a file, checked to be text, and the places of its lines.
struct YAMLSource: Sendable {
  /// Larger files are refused.
  static let maximumBytes = 16 << 20

  /// Without a byte order mark.
  let bytes: [UInt8]
  /// The byte at which each line begins.
  let lineStarts: [UInt32]
  let isASCII: Bool

  /// Nil, with the reason in the report, for what is not plain UTF-8 text.
  init?(_ bytes: [UInt8], report: inout Report) {
    guard bytes.count <= YAMLSource.maximumBytes else {
      report.error(
        "the file has \(bytes.count) bytes, which is more than the limit of 16 MiB",
        at: nil
      )
      return nil
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      report.error("the file is UTF-16", at: nil, hint: "save it as UTF-8")
      return nil
    }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    self.bytes = hasMark ? Array(bytes.dropFirst(3)) : bytes
    var starts: [UInt32] = [0]
    var isASCII = true
    var position = 0
    while position < self.bytes.count {
      let unit = self.bytes[position]
      if unit >= 0x20, unit < 0x7F {
        position += 1
        continue
      }
      let problem: String?
      var length = 1
      var hint: String?
      switch unit {
      case 0x09: problem = nil
      case 0x0A:
        problem = nil
        starts.append(UInt32(position + 1))
      case 0x0D:
        problem = nil
        if position + 1 == self.bytes.count || self.bytes[position + 1] != 0x0A {
          starts.append(UInt32(position + 1))
        }
      case 0..<0x20, 0x7F:
        problem = "the control character \(YAMLSource.name(UInt32(unit))) is not allowed"
      default:
        isASCII = false
        if let (scalar, count) = YAMLSource.decode(self.bytes, at: position) {
          length = count
          problem = YAMLSource.complaint(about: scalar)
          hint = "in double quotes it can be written as an escape"
        } else {
          problem = "the text is not valid UTF-8"
          hint = "save the file as UTF-8"
        }
      }
      if let problem {
        let line = starts.count
        let before = self.bytes[Int(starts[line - 1])..<position]
        let column = String(decoding: before, as: UTF8.self).unicodeScalars.count + 1
        report.error(problem, at: SourceLocation(line: line, column: column), hint: hint)
        return nil
      }
      position += length
    }
    lineStarts = starts
    self.isASCII = isASCII
  }

  /// The byte of a line and column, both counted from 1.
  func offset(of location: SourceLocation) -> Int {
    guard location.line >= 1, location.line <= lineStarts.count else { return bytes.count }
    var position = Int(lineStarts[location.line - 1])
    for _ in 1..<max(1, location.column) { position = next(position) }
    return position
  }

  /// The byte after the character at a byte.
  func next(_ position: Int) -> Int {
    var after = position + 1
    while after < bytes.count, bytes[after] & 0xC0 == 0x80 { after += 1 }
    return min(after, bytes.count)
  }

  /// The line and column of a byte.
  func location(ofByte offset: Int) -> SourceLocation {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(lineStarts[middle]) <= offset { low = middle } else { high = middle }
    }
    let start = Int(lineStarts[low])
    let before = bytes[start..<max(start, min(offset, bytes.count))]
    let column = before.count { $0 & 0xC0 != 0x80 }
    return SourceLocation(line: low + 1, column: column + 1)
  }

  /// Line breaks other than `\n` would make lines count differently in editors; characters that
  /// reorder text would show a person something else than what runs.
  private static func complaint(about scalar: UInt32) -> String? {
    switch scalar {
    case 0x80...0x9F, 0x2028, 0x2029: "the control character \(name(scalar)) is not allowed"
    case 0x202A...0x202E, 0x2066...0x2069:
      "the invisible character \(name(scalar)) is not allowed: it reorders the text around it"
    case 0xFEFF: "a byte order mark \(name(scalar)) may stand only at the start of the file"
    case 0xFFFE, 0xFFFF: "the character \(name(scalar)) is not allowed"
    default: nil
    }
  }

  private static func name(_ scalar: UInt32) -> String {
    let hex = String(scalar, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
  }

  private static func decode(_ bytes: [UInt8], at position: Int) -> (UInt32, Int)? {
    let first = bytes[position]
    let count: Int
    var scalar: UInt32
    switch first {
    case 0xC2...0xDF: (count, scalar) = (2, UInt32(first & 0x1F))
    case 0xE0...0xEF: (count, scalar) = (3, UInt32(first & 0x0F))
    case 0xF0...0xF4: (count, scalar) = (4, UInt32(first & 0x07))
    default: return nil
    }
    guard position + count <= bytes.count else { return nil }
    for unit in bytes[position + 1..<position + count] {
      guard unit & 0xC0 == 0x80 else { return nil }
      scalar = scalar << 6 | UInt32(unit & 0x3F)
    }
    let least: [UInt32] = [0, 0, 0x80, 0x800, 0x10000]
    guard scalar >= least[count], Unicode.Scalar(scalar) != nil else { return nil }
    return (scalar, count)
  }
}
