/// Cuts text into lines as programs write them.
package enum TextLines {
  /// Lines end with LF or CRLF; what follows the last end is a line too, if it is not empty.
  package static func of(_ text: String) -> [String] {
    // Scalars, since CRLF is one character.
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in String(Substring(line.last == "\r" ? line.dropLast() : line)) }
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}
