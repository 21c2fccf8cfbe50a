import Model

/// The scalars that have a name of their own under `$defs`.
///
/// The patterns keep to what every dialect of regular expressions has.
extension KeyType {
  var definitionName: String {
    switch self {
    case .text: "text"
    case .constant: "constant"
    case .template: "template"
    case .script: "script"
    case .condition: "condition"
    case .expression: "expression"
    case .name: "name"
    case .fileName: "fileName"
    case .word: "word"
    case .variable: "variable"
    case .host: "hostName"
    case .duration: "duration"
    case .size: "size"
    default: "value"
    }
  }

  var scalarSchema: SchemaWriter.Members {
    switch self {
    case .text: KeyType.scalar("A text; a number or a boolean is taken as it is written.")
    case .constant:
      KeyType.scalar("A text without ${{ … }}.").merging([
        "not": ["type": "string", "pattern": "\\$\\{\\{"]
      ]) { first, _ in first }
    case .template: KeyType.scalar("A text in which ${{ … }} may stand.")
    case .script: KeyType.scalar("A script in which ${{ … }} may stand.")
    case .condition: KeyType.scalar("An expression, with or without ${{ }}.")
    case .expression:
      KeyType.string("One expression in ${{ }}.", "^\\$\\{\\{(.|\\s)*\\}\\}$")
    case .name:
      KeyType.string(
        "A name: a letter, then letters, digits, \"_\", \".\" and \"-\"; at most 128.",
        KeyType.namePattern,
        not: KeyType.fileEnding
      )
    case .fileName(let folder):
      KeyType.string(
        "The name of a file in \(folder), without its ending.",
        KeyType.namePattern,
        not: KeyType.fileEnding
      )
    case .word: ["description": "A text that is not empty.", "type": "string", "minLength": 1]
    case .variable:
      KeyType.string(
        "The name of a variable that weir does not set itself.",
        "^[A-Za-z_][A-Za-z0-9_]*$",
        not: "^WEIR_(\(NameRule.providedEndings.joined(separator: "|")))$|^WEIR_(PARAM|VALUE)_"
      )
    case .host:
      KeyType.string(
        "A host as ssh takes it: [USER@]NAME.",
        "^[A-Za-z0-9._@:%\\[\\]][-A-Za-z0-9._@:%\\[\\]]{0,254}$",
        not: "@-"
      )
    case .duration:
      KeyType.string("A duration: 500ms, 30s, 15m, 4h or 2d.", "^[0-9]+(ms|s|m|h|d)$")
    case .size: KeyType.string("A size: 512K, 32M, 4G or 1T.", "^[0-9]+[KMGT]$")
    default: [:]
    }
  }

  private static let namePattern = "^[A-Za-z][A-Za-z0-9_.-]{0,127}$"
  private static let fileEnding = "\\.(log|lock)$"

  private static func scalar(_ description: String) -> SchemaWriter.Members {
    ["description": .string(description), "type": ["string", "number", "boolean"]]
  }

  private static func string(
    _ description: String,
    _ pattern: String,
    not other: String? = nil
  ) -> SchemaWriter.Members {
    var members: SchemaWriter.Members = [
      "description": .string(description),
      "type": "string",
      "pattern": .string(pattern),
    ]
    if let other { members["not"] = ["pattern": .string(other)] }
    return members
  }
}
