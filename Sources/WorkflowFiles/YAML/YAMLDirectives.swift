import Model

/// The rules for the lines that start with `%`.
enum YAMLDirectives {
  /// Each tag directive is compared with all before it.
  static let maximumCount = 16

  /// False when reading must stop.
  static func check(_ source: YAMLSource, report: inout Report) -> Bool {
    let bytes = source.bytes
    var count = 0
    for (line, start) in source.lineStarts.enumerated() {
      let start = Int(start)
      guard start < bytes.count, bytes[start] == UInt8(ascii: "%") else { continue }
      count += 1
      guard count <= maximumCount else {
        report.error(
          "the file has more than \(maximumCount) lines that start with \"%\"",
          at: SourceLocation(line: line + 1, column: 1),
          hint: "remove the directives"
        )
        return false
      }
      if bytes[start...].starts(with: "%YAML ".utf8),
        let comment = commentWithoutSpace(bytes[start...])
      {
        YAMLLayout.reportComment(at: source.location(ofByte: comment), &report)
      }
    }
    return true
  }

  private static func commentWithoutSpace(_ rest: ArraySlice<UInt8>) -> Int? {
    let line = rest.prefix { $0 != 0x0A && $0 != 0x0D }
    guard let sign = line.firstIndex(of: UInt8(ascii: "#")) else { return nil }
    let before = line[sign - 1]
    return before == UInt8(ascii: " ") || before == UInt8(ascii: "\t") ? nil : sign
  }
}
