import Model

/// Scalars and lists as they may stand in a YAML file.
enum YAMLText {
  private static let reserved: Set<String> = [
    "true", "false", "null", "yes", "no", "on", "off", "y", "n",
  ]

  /// The text, in double quotes wherever a reader could take it for something else.
  static func scalar(_ text: String) -> String {
    let isPlain =
      text.utf8.first.map(isLetter) == true
      && text.utf8.allSatisfy { isLetter($0) || "0123456789_./-+=@".utf8.contains($0) }
      && !reserved.contains(text.lowercased())
    return isPlain ? text : JSONWriter.compact(.string(text))
  }

  /// `key: [a, b]` where it fits into a line, else one entry a line.
  static func list(_ key: String, _ entries: [String], indent: Int) -> String {
    let space = String(repeating: " ", count: indent)
    let scalars = entries.map(scalar)
    let line = "\(space)\(key): [\(scalars.joined(separator: ", "))]"
    if line.utf8.count <= 100 { return line + "\n" }
    return "\(space)\(key):\n" + scalars.map { "\(space)  - \($0)\n" }.joined()
  }

  /// The text on one line, for a comment.
  static func comment(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          let isBreak = scalar.value == 0x2028 || scalar.value == 0x2029
          return isBreak || scalar.properties.generalCategory == .control ? " " : scalar
        }
      )
    )
  }

  private static func isLetter(_ unit: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(unit)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(unit)
  }
}
