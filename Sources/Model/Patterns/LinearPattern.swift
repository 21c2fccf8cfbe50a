/// Why a text is no pattern, and where.
package struct PatternProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, as a clause.
  package let message: String
  /// The Unicode scalar at which it was noticed, counted from 0.
  package let offset: Int

  package var description: String { "\(message) at character \(offset + 1)" }
}

/// A regular expression that is searched for in time linear in the text, whatever it says.
///
/// The syntax is what ECMA-262 and RE2 have in common: literals, `.`, classes with ranges, `\d \w
/// \s \b` and their opposites, `^ $`, groups, `|`, `* + ? {n} {n,} {n,m}` and their lazy forms,
/// `\n \t \r \f \v \0 \xHH \uHHHH \u{H…}`, and the flags `i m s` as in `(?i)` at the start. What
/// the two read differently is refused, as are backreferences and lookaround.
package struct LinearPattern: Hashable, Sendable {
  /// The pattern as it was written.
  package let text: String
  private let program: PatternProgram

  package init(_ text: String) throws(PatternProblem) {
    self.text = text
    program = PatternProgram(try PatternParser.parse(text))
  }

  /// Whether some part of a text matches.
  package func isFound(in text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var search = PatternSearch(program, in: bytes)
      return search.run()
    }
  }

  /// Whether some part of a file matches; a byte that is no UTF-8 counts as U+FFFD.
  package func isFound(in bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var search = PatternSearch(program, in: bytes)
      return search.run()
    }
  }

  package static func == (left: LinearPattern, right: LinearPattern) -> Bool {
    left.text == right.text
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(text)
  }
}
