/// A line of a file and the carets below it, as wide as a terminal shows them.
struct SourceExcerpt {
  let text: String
  let carets: String

  private static let maximumWidth = 120

  /// The column counts characters from 1; long lines are cut around it.
  init(_ line: String, column: Int, length: Int) {
    let scalars = Array(line.unicodeScalars)
    let start = min(max(0, column - 1), scalars.count)
    var first = 0
    if start > SourceExcerpt.maximumWidth - 20 { first = start - 40 }
    let last = min(scalars.count, first + SourceExcerpt.maximumWidth)
    var shown = first > 0 ? "…" : ""
    var carets = first > 0 ? " " : ""
    for (index, scalar) in scalars[first..<last].enumerated() {
      let position = first + index
      shown += Printable.text(String(scalar), keepsTabs: true)
      guard position < start + max(1, length) else { continue }
      let width = Printable.width(scalar)
      if position >= start {
        carets += String(repeating: "^", count: max(width, width == 0 ? 0 : 1))
      } else if scalar == "\t" {
        carets += "\t"
      } else {
        carets += String(repeating: " ", count: width)
      }
    }
    if start >= last { carets += "^" }
    text = last < scalars.count ? shown + "…" : shown
    self.carets = carets
  }
}

/// Text that cannot steer a terminal.
enum Printable {
  /// Control characters and those that reorder text become `\u{…}`; a line break a space.
  static func text(_ text: String, keepsTabs: Bool = false) -> String {
    guard text.unicodeScalars.contains(where: isHarmful) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if !isHarmful(scalar) || (keepsTabs && scalar == "\t") {
        result.unicodeScalars.append(scalar)
      } else if scalar == "\n" || scalar == "\t" {
        result += " "
      } else {
        result += keepsTabs ? "\u{FFFD}" : "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return result
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// How many cells a terminal gives a character.
  static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
