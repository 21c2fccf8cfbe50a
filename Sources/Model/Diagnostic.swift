/// A place in a text file; lines and columns count from 1, columns in characters.
package struct SourceLocation: Hashable, Sendable, Comparable {
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (left: SourceLocation, right: SourceLocation) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// Something to say about a file that a person wrote.
package struct Diagnostic: Hashable, Sendable {
  package enum Severity: String, Sendable {
    case error
    case warning
  }

  package let severity: Severity
  /// The path as the user knows it, below the repository's root.
  package let file: String
  /// Nil when the whole file is meant.
  package let location: SourceLocation?
  /// One clause without a full stop: what is wrong.
  package let message: String
  /// What to do about it, such as `did you mean "outputs"?`.
  package let hint: String?
  /// How many characters from the column on are meant; at least 1.
  package let length: Int

  package init(
    _ severity: Severity,
    file: String,
    location: SourceLocation?,
    message: String,
    hint: String? = nil,
    length: Int = 1
  ) {
    self.severity = severity
    self.file = file
    self.location = location
    self.message = message
    self.hint = hint
    self.length = max(1, length)
  }
}
