import CYaml
import Model

/// The rules of YAML 1.2 for indentation and comments that libyaml does not keep.
struct YAMLLayout {
  /// A byte with the place that libyaml gives it.
  struct Point {
    var byte: Int
    var line: Int
    var column: Int
  }

  private struct Level {
    /// The least spaces before a line of a value inside this collection.
    var minimum: Int
    var isFlow: Bool
  }

  let bytes: [UInt8]
  private let isASCII: Bool
  private var levels: [Level] = []
  /// How far characters are counted, and the byte there.
  private var counted = (characters: 0, byte: 0)
  private(set) var last = Point(byte: 0, line: 0, column: 0)
  /// Whether a line of the outermost flow collection was reported.
  private var isReported = false

  init(_ bytes: [UInt8], isASCII: Bool) {
    self.bytes = bytes
    self.isASCII = isASCII
  }

  var minimum: Int { levels.last?.minimum ?? 0 }
  var isFlow: Bool { levels.last?.isFlow ?? false }

  /// Checks an event and what stands between it and the one before.
  mutating func check(_ event: yaml_event_t, report: inout Report) {
    let start = point(event.start_mark)
    checkGap(to: start, report: &report)
    let end = point(event.end_mark)
    checkName(event, from: start, report: &report)
    switch event.type {
    case YAML_MAPPING_START_EVENT:
      if isFlow, start.byte < bytes.count, bytes[start.byte] == UInt8(ascii: "?") {
        checkQuestion(at: start.byte, report: &report)
      }
      open(isFlow: event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE, at: end)
    case YAML_SEQUENCE_START_EVENT:
      open(isFlow: event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE, at: end)
    case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT:
      _ = levels.popLast()
      if !isFlow { isReported = false }
    case YAML_SCALAR_EVENT: checkScalar(event, from: start, to: end, report: &report)
    default: break
    }
    if end.byte >= last.byte { last = end }
  }

  private mutating func point(_ mark: yaml_mark_t) -> Point {
    if isASCII {
      return Point(byte: min(mark.index, bytes.count), line: mark.line, column: mark.column)
    }
    while counted.characters < mark.index, counted.byte < bytes.count {
      counted.byte += 1
      while counted.byte < bytes.count, bytes[counted.byte] & 0xC0 == 0x80 { counted.byte += 1 }
      counted.characters += 1
    }
    return Point(byte: counted.byte, line: mark.line, column: mark.column)
  }

  /// A list at the indentation of its map has no start of its own: its mark is behind the dash.
  private mutating func open(isFlow: Bool, at end: Point) {
    if isFlow {
      levels.append(Level(minimum: minimum, isFlow: true))
      return
    }
    let isBehindDash =
      end.byte > 0 && bytes[end.byte - 1] == UInt8(ascii: "-")
      && (end.byte == bytes.count || YAMLLayout.isSpace(bytes[end.byte]))
    levels.append(Level(minimum: isBehindDash ? end.column : end.column + 1, isFlow: false))
  }

  /// Between two events stand white space, comments and indicators.
  private mutating func checkGap(to end: Point, report: inout Report) {
    var position = last.byte
    while position < end.byte {
      let unit = bytes[position]
      if unit == UInt8(ascii: "#") {
        if position > 0, !YAMLLayout.isSpace(bytes[position - 1]) {
          YAMLLayout.reportComment(at: place(of: position, after: last), &report)
        }
        while position < end.byte, bytes[position] != 0x0A, bytes[position] != 0x0D {
          position += 1
        }
        continue
      }
      if unit == UInt8(ascii: "?"), isFlow {
        checkQuestion(at: position, report: &report)
      }
      position += 1
      if unit == 0x0A || unit == 0x0D, isFlow {
        checkLine(at: position, after: last, skipsComment: true, report: &report)
      }
    }
  }

  /// Reports the line that begins at a byte if it is indented too little, once a collection.
  mutating func checkLine(
    at start: Int,
    after known: Point,
    skipsComment: Bool,
    report: inout Report
  ) {
    var position = start
    while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
    let spaces = position - start
    guard spaces < minimum, !isReported else { return }
    let isTab = position < bytes.count && bytes[position] == UInt8(ascii: "\t")
    while position < bytes.count, bytes[position] == UInt8(ascii: "\t") { position += 1 }
    guard position < bytes.count else { return }
    switch bytes[position] {
    case 0x0A, 0x0D: return
    case UInt8(ascii: "#") where skipsComment: return
    case UInt8(ascii: "]") where isFlow && spaces == minimum - 1,
      UInt8(ascii: "}") where isFlow && spaces == minimum - 1:
      return
    default: break
    }
    isReported = isFlow
    report.error(
      isTab
        ? "a tab cannot indent" : "this line is indented too little for the value it belongs to",
      at: place(of: start + spaces, after: known),
      hint: "indent with at least \(minimum) space\(minimum == 1 ? "" : "s")"
    )
  }

  /// The place of a byte behind one whose place is known.
  func place(of byte: Int, after known: Point) -> SourceLocation {
    var line = known.line
    var column = known.column
    var position = known.byte
    while position < byte {
      let unit = bytes[position]
      position += 1
      if unit == 0x0A || unit == 0x0D && (position == bytes.count || bytes[position] != 0x0A) {
        line += 1
        column = 0
      } else if unit & 0xC0 != 0x80 {
        column += 1
      }
    }
    return SourceLocation(line: line + 1, column: column + 1)
  }

  static func isSpace(_ unit: UInt8) -> Bool {
    unit == 0x20 || unit == 0x09 || unit == 0x0A || unit == 0x0D
  }

  static func reportComment(at place: SourceLocation, _ report: inout Report) {
    report.error(
      "a comment must stand behind a space",
      at: place,
      hint: "put a space before \"#\", or the text in quotes"
    )
  }
}
