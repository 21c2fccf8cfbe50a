package import Model

/// One `${{ … }}` of a text.
package struct FoundExpression: Sendable {
  /// From `$` to the last `}`; bytes of the text.
  package let range: Range<Int>
  package let parsed: ParsedExpression
}

/// A text cut at its expressions.
package struct ParsedTemplate: Sendable {
  package let bytes: [UInt8]
  package let expressions: [FoundExpression]
  /// Their offsets are bytes of the text.
  package let problems: [WorkflowFileError]

  /// The text and its expressions in order.
  package var segments: [Template.Segment] {
    var segments: [Template.Segment] = []
    var position = 0
    for found in expressions {
      if found.range.lowerBound > position {
        segments.append(.text(text(position..<found.range.lowerBound)))
      }
      segments.append(.expression(found.parsed.expression))
      position = found.range.upperBound
    }
    if position < bytes.count { segments.append(.text(text(position..<bytes.count))) }
    return segments
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

/// Finds the expressions of a text.
package enum TemplateParser {
  private static let maximumExpressions = 1000
  /// Each costs a walk through the text to its place.
  private static let maximumProblems = 20

  /// Cuts a text; a bad expression is a problem and the rest is still read.
  package static func parse(_ bytes: [UInt8]) -> ParsedTemplate {
    var expressions: [FoundExpression] = []
    var problems: [WorkflowFileError] = []
    var position = 0
    while let start = opening(in: bytes[...], from: position) {
      guard expressions.count < maximumExpressions, problems.count < maximumProblems else {
        problems.append(
          WorkflowFileError(
            "the text has too many expressions, or too many that are wrong",
            offset: start,
            length: 3
          )
        )
        break
      }
      do throws(WorkflowFileError) {
        let (parsed, end) = try ExpressionParser.parse(prefixOf: bytes[(start + 3)...])
        guard bytes[..<end].suffix(2).elementsEqual("}}".utf8), end >= start + 5 else {
          throw WorkflowFileError(
            "the expression does not end with \"}}\"",
            hint: "close it with \"}}\"",
            offset: start,
            length: 3
          )
        }
        expressions.append(FoundExpression(range: start..<end, parsed: parsed))
        position = end
      } catch {
        problems.append(error)
        position = closing(in: bytes, from: start + 3)
      }
    }
    return ParsedTemplate(bytes: bytes, expressions: expressions, problems: problems)
  }

  /// Whether a text holds `${{` at all.
  static func hasExpression(_ bytes: ArraySlice<UInt8>) -> Bool {
    opening(in: bytes, from: bytes.startIndex) != nil
  }

  /// The byte of the next `${{`.
  static func opening(in bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
    var position = start
    while position + 2 < bytes.endIndex {
      if bytes[position] == UInt8(ascii: "$"), bytes[position + 1] == UInt8(ascii: "{"),
        bytes[position + 2] == UInt8(ascii: "{")
      {
        return position
      }
      position += 1
    }
    return nil
  }

  /// After the next `}}`, or before the next `${{`, so that one mistake is told once.
  private static func closing(in bytes: [UInt8], from start: Int) -> Int {
    var position = start
    while position + 1 < bytes.count {
      if bytes[position] == UInt8(ascii: "}"), bytes[position + 1] == UInt8(ascii: "}") {
        return position + 2
      }
      if bytes[position] == UInt8(ascii: "$"), bytes[position...].starts(with: "${{".utf8) {
        return position
      }
      position += 1
    }
    return bytes.count
  }
}
