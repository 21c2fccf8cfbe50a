/// How many cells of a terminal a text takes.
enum TerminalCells {
  static func width(of text: String) -> Int {
    if text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) { return text.utf8.count }
    return text.reduce(0) { $0 + width(of: $1) }
  }

  /// The text, or its beginning and an ellipsis, in at most so many cells.
  static func fitted(_ text: String, to limit: Int) -> String {
    guard width(of: text) > limit else { return text }
    guard limit > 0 else { return "" }
    var cells = 0
    var kept = ""
    for character in text {
      cells += width(of: character)
      if cells > limit - 1 { break }
      kept.append(character)
    }
    return kept + "…"
  }

  /// The text in exactly so many cells.
  static func column(_ text: String, of cells: Int) -> String {
    let text = fitted(text, to: cells)
    return text + String(repeating: " ", count: max(0, cells - width(of: text)))
  }

  static func width(of character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    if character.unicodeScalars.contains("\u{FE0F}") { return 2 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return first.properties.isEmojiPresentation || isWide(first) ? 2 : 1
    }
  }

  /// East Asian wide and full-width characters.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
      0xFFE0...0xFFE6, 0x16FE0...0x18D08, 0x1AFF0...0x1B2FB, 0x1F200...0x1F265,
      0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
