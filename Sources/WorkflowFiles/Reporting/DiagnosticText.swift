package import Model

/// Writes diagnostics for people and for programs.
package enum DiagnosticText {
  package enum Format: String, Sendable, CaseIterable {
    /// `file:line:column: error: message`, the line, a caret line and the hint.
    case text
    /// One array of objects.
    case json
    /// Workflow commands of GitHub Actions.
    case github
  }

  /// The whole output, with a newline at its end unless it is empty.
  ///
  /// `source` gives the bytes of a file for the lines that are shown.
  package static func render(
    _ diagnostics: [Diagnostic],
    format: Format,
    source: (String) -> [UInt8]?
  ) -> String {
    switch format {
    case .text:
      var files: [String: SourceLines?] = [:]
      var parts: [String] = []
      for diagnostic in diagnostics {
        if files[diagnostic.file] == nil {
          files[diagnostic.file] = .some(source(diagnostic.file).map(SourceLines.init))
        }
        parts.append(text(diagnostic, lines: files[diagnostic.file] ?? nil))
      }
      return parts.joined()
    case .json: return json(diagnostics)
    case .github: return diagnostics.map(github).joined()
    }
  }

  private static func text(_ diagnostic: Diagnostic, lines: SourceLines?) -> String {
    var place = Printable.text(diagnostic.file)
    if let location = diagnostic.location { place += ":\(location.line):\(location.column)" }
    let message = Printable.text(diagnostic.message)
    var result = "\(place): \(diagnostic.severity.rawValue): \(message)\n"
    if let location = diagnostic.location, let line = lines?.line(location.line) {
      let excerpt = SourceExcerpt(line, column: location.column, length: diagnostic.length)
      result += "  \(excerpt.text)\n  \(excerpt.carets)\n"
    }
    if let hint = diagnostic.hint { result += "hint: \(Printable.text(hint))\n" }
    return result
  }

  private static func json(_ diagnostics: [Diagnostic]) -> String {
    JSONWriter.pretty(
      .array(
        diagnostics.map { diagnostic in
          var members: [String: JSONValue] = [
            "severity": .string(diagnostic.severity.rawValue),
            "file": .string(diagnostic.file),
            "message": .string(diagnostic.message),
          ]
          if let location = diagnostic.location {
            members["line"] = .integer(Int64(location.line))
            members["column"] = .integer(Int64(location.column))
            members["length"] = .integer(Int64(diagnostic.length))
          }
          if let hint = diagnostic.hint { members["hint"] = .string(hint) }
          return .object(members)
        }
      )
    )
  }

  private static func github(_ diagnostic: Diagnostic) -> String {
    var properties = "file=\(escaped(diagnostic.file, isProperty: true))"
    if let location = diagnostic.location {
      properties += ",line=\(location.line),col=\(location.column)"
    }
    var message = diagnostic.message
    if let hint = diagnostic.hint { message += "\nhint: \(hint)" }
    return
      "::\(diagnostic.severity.rawValue) \(properties)::\(escaped(message, isProperty: false))\n"
  }

  private static func escaped(_ text: String, isProperty: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      case ":" where isProperty: result += "%3A"
      case "," where isProperty: result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// The lines of a file.
private struct SourceLines {
  private let lines: [Substring.UTF8View.SubSequence]

  init(_ bytes: [UInt8]) {
    let text = String(
      decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...],
      as: UTF8.self
    )
    lines = text[...].utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
  }

  /// A line by its number, counted from 1, without its end.
  func line(_ number: Int) -> String? {
    guard number >= 1, number <= lines.count else { return nil }
    let line = Substring(lines[number - 1])
    return String(line.hasSuffix("\r") ? line.dropLast() : line)
  }
}
