import CYaml
import Model

extension YAMLLayout {
  mutating func checkScalar(
    _ event: yaml_event_t,
    from start: Point,
    to end: Point,
    report: inout Report
  ) {
    switch event.data.scalar.style {
    case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE:
      checkBlock(from: start, report: &report)
    case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE:
      guard end.line > start.line else { return }
      let content = contentStart(from: start.byte, to: end.byte)
      checkLines(start.byte..<end.byte, content: content, known: start, report: &report)
    default:
      guard isFlow else { return }
      if event.data.scalar.length == 1, end.byte > start.byte,
        bytes[end.byte - 1] == UInt8(ascii: "-")
      {
        report.error(
          "\"-\" cannot be a value in brackets",
          at: place(of: end.byte - 1, after: start),
          hint: "put it in quotes"
        )
      }
      guard end.line > start.line else { return }
      checkLines(start.byte..<end.byte, content: end.byte, known: start, report: &report)
    }
  }

  /// Checks lines up to the first that is wrong; those before the content may be comments.
  private mutating func checkLines(
    _ range: Range<Int>,
    content: Int,
    known: Point,
    report: inout Report
  ) {
    let before = report.count
    for position in range where bytes[position] == 0x0A || bytes[position] == 0x0D {
      checkLine(
        at: position + 1,
        after: known,
        skipsComment: position < content,
        report: &report
      )
      if report.count > before { return }
    }
  }

  /// The byte behind an anchor, a tag and the comments after them.
  private func contentStart(from start: Int, to end: Int) -> Int {
    var position = start
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "&"), UInt8(ascii: "!"):
        while position < end, !YAMLLayout.isSpace(bytes[position]) { position += 1 }
      case UInt8(ascii: "#"): position = lineEnd(from: position)
      case let unit where YAMLLayout.isSpace(unit): position += 1
      default: return position
      }
    }
    return position
  }

  func lineEnd(from start: Int) -> Int {
    var position = start
    while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D {
      position += 1
    }
    return position
  }

  /// Checks the first line of a block scalar, and the empty lines before its text.
  private func checkBlock(from start: Point, report: inout Report) {
    var position = contentStart(from: start.byte, to: bytes.count) + 1
    var isIndentGiven = false
    while position < bytes.count, !YAMLLayout.isSpace(bytes[position]) {
      if bytes[position] == UInt8(ascii: "#") {
        YAMLLayout.reportComment(at: place(of: position, after: start), &report)
        return
      }
      isIndentGiven = isIndentGiven || (0x31...0x39).contains(bytes[position])
      position += 1
    }
    guard !isIndentGiven else { return }
    position = lineEnd(from: position)
    var longest = (spaces: 0, byte: 0)
    while position < bytes.count {
      if bytes[position] == 0x0A || bytes[position] == 0x0D {
        position += 1
        continue
      }
      let line = position
      while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
      let spaces = position - line
      guard position < bytes.count, bytes[position] == 0x0A || bytes[position] == 0x0D else {
        guard spaces < longest.spaces, spaces >= max(1, minimum) else { return }
        report.error(
          "an empty line has more spaces than the text that follows",
          at: place(of: longest.byte, after: start),
          hint: "remove the spaces of the empty line"
        )
        return
      }
      if spaces > longest.spaces { longest = (spaces, line) }
    }
  }
}
