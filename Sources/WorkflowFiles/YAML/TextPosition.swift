import Model

/// Finds where a byte of a scalar's text stands in the file, for carets inside expressions.
enum TextPosition {
  /// The place of a byte of a scalar's text, counted from the `${{` at or before it.
  static func location(of node: YAMLNode, offset: Int) -> SourceLocation {
    let source = node.document.source
    let entry = node.entry
    let scalarPlace = SourceLocation(line: Int(entry.line), column: Int(entry.column))
    let raw = source.bytes
    let value = node.textBytes
    let target = min(value.startIndex + max(0, offset), value.endIndex)
    var found: (value: Int, raw: Int)?
    var valueStart = value.startIndex
    var rawStart = source.offset(of: scalarPlace)
    while let next = TemplateParser.opening(in: value, from: valueStart), next <= target,
      let place = TemplateParser.opening(in: raw[...], from: rawStart)
    {
      found = (next, place)
      valueStart = next + 3
      rawStart = place + 3
    }
    guard let found else { return scalarPlace }
    return source.location(
      ofByte: follow(value[found.value..<target], in: raw, from: found.raw, style: entry.style)
    )
  }

  /// Walks text and source side by side; the source has more where it escapes, folds or indents.
  private static func follow(
    _ value: ArraySlice<UInt8>,
    in raw: [UInt8],
    from start: Int,
    style: YAMLDocument.Style
  ) -> Int {
    var position = start
    for unit in value {
      guard position < raw.count else { break }
      if style == .singleQuoted, raw[position] == UInt8(ascii: "'"), position > start,
        raw[position - 1] == UInt8(ascii: "'"), unit != UInt8(ascii: "'")
      {
        position += 1
      }
      if style == .doubleQuoted, raw[position] == UInt8(ascii: "\\"), position + 1 < raw.count {
        position += 2
        continue
      }
      let isBreak = raw[position] == 0x0A || raw[position] == 0x0D
      position += 1
      if isBreak || unit == 0x0A {
        while position < raw.count, [0x20, 0x09, 0x0A, 0x0D].contains(raw[position]) {
          position += 1
        }
      }
    }
    return min(position, max(0, raw.count - 1))
  }
}
