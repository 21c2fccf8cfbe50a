import CYaml
import Model

/// Drives libyaml over a text and turns its events into a flat tree.
enum YAMLReader {
  /// The document, as far as it could be read; problems go to the report.
  ///
  /// Nil without a problem when the file holds nothing but space and comments.
  static func read(_ bytes: [UInt8], report: inout Report) -> YAMLDocument? {
    guard let source = YAMLSource(bytes, report: &report),
      YAMLDirectives.check(source, report: &report)
    else { return nil }
    let input = LastLine.ended(JSONEscapes.joined(source.bytes, path: report.file))
    var builder = YAMLTreeBuilder(bytes: input.count)
    var layout = YAMLLayout(input, isASCII: source.isASCII)
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { parser.deallocate() }
    guard yaml_parser_initialize(parser) == 1 else {
      report.error("there is not enough memory to read the file", at: nil)
      return nil
    }
    defer { yaml_parser_delete(parser) }
    let complete = input.withUnsafeBufferPointer { buffer in
      yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
      yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      return events(of: parser, into: &builder, layout: &layout, report: &report)
    }
    guard complete else { return nil }
    guard !builder.entries.isEmpty else { return nil }
    let document = YAMLDocument(entries: builder.entries, text: builder.text, source: source)
    guard !builder.text.contains(0) else {
      refuseNul(in: document, report: &report)
      return nil
    }
    return document
  }

  /// No argument, variable or path can hold one, and each value may become one of these.
  private static func refuseNul(in document: YAMLDocument, report: inout Report) {
    for position in document.entries.indices {
      let node = YAMLNode(document, position)
      guard node.written == node.index, node.textBytes.contains(0) else { continue }
      report.error("a text holds a NUL character", at: node.location)
    }
  }

  private static func events(
    of parser: UnsafeMutablePointer<yaml_parser_t>,
    into builder: inout YAMLTreeBuilder,
    layout: inout YAMLLayout,
    report: inout Report
  ) -> Bool {
    var event = yaml_event_t()
    while true {
      guard yaml_parser_parse(parser, &event) == 1 else {
        report.add([YAMLProblem.diagnostic(of: parser.pointee, file: report.file)])
        return false
      }
      defer { yaml_event_delete(&event) }
      layout.check(event, report: &report)
      if event.type == YAML_STREAM_END_EVENT { return true }
      guard builder.add(event, report: &report), !report.isFull else { return false }
    }
  }
}

/// A last line of spaces alone counts as a line of a block scalar.
private enum LastLine {
  static func ended(_ bytes: [UInt8]) -> [UInt8] {
    var start = bytes.count
    while start > 0, bytes[start - 1] == UInt8(ascii: " ") { start -= 1 }
    let isOfSpaces = start < bytes.count && start > 0 && bytes[start - 1] == 0x0A
    return isOfSpaces ? bytes + [0x0A] : bytes
  }
}

/// JSON writes characters beyond 16 bits as two escapes, which YAML does not know.
private enum JSONEscapes {
  static func joined(_ bytes: [UInt8], path: String) -> [UInt8] {
    guard path.hasSuffix(".json") else { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var position = 0
    while position < bytes.count {
      let unit = bytes[position]
      guard unit == UInt8(ascii: "\\"), position + 1 < bytes.count else {
        result.append(unit)
        position += 1
        continue
      }
      if let high = escape(bytes, at: position), (0xD800..<0xDC00).contains(high),
        let low = escape(bytes, at: position + 6), (0xDC00..<0xE000).contains(low)
      {
        let scalar = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
        let hex = String(scalar, radix: 16)
        result += Array("\\U\(String(repeating: "0", count: 8 - hex.count))\(hex)".utf8)
        position += 12
      } else {
        result += bytes[position...position + 1]
        position += 2
      }
    }
    return result
  }

  private static func escape(_ bytes: [UInt8], at position: Int) -> UInt32? {
    guard position + 6 <= bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { return nil }
    var value: UInt32 = 0
    for unit in bytes[position + 2..<position + 6] {
      switch unit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(unit & 0x0F)
      case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
        value = value << 4 | UInt32(unit & 0x0F + 9)
      default: return nil
      }
    }
    return value
  }
}
