import Model

extension KeyTable {
  static let parameter: [KeyRow] = [
    KeyRow(
      "type",
      .choice(ParameterDefinition.Kind.allCases.map(\.rawValue)),
      "What it holds.",
      example: "type: integer"
    ),
    KeyRow(
      "items",
      .choice(["string", "integer", "number", "boolean", "date", "datetime", "path"]),
      "What the elements of a list hold.",
      example: "items: integer"
    ),
    KeyRow("enum", .list(.anything), "The values that are allowed.", example: "enum: [a, b]"),
    KeyRow(
      "default",
      .anything,
      "The value when none is given; without it one must be.",
      example: "default: 30"
    ),
    KeyRow("description", .text, "What it is for.", example: "description: The caller"),
    KeyRow(
      "pattern",
      .text,
      "A regular expression that the text contains.",
      example: "pattern: \"^[a-z]+$\""
    ),
    KeyRow("minimum", .number, "The least number.", example: "minimum: 0"),
    KeyRow("maximum", .number, "The greatest number.", example: "maximum: 100"),
    KeyRow(
      "min_length",
      .integer(from: 0),
      "The least number of characters or elements.",
      example: "min_length: 1"
    ),
    KeyRow(
      "max_length",
      .integer(from: 0),
      "The greatest number of characters or elements.",
      example: "max_length: 80"
    ),
    KeyRow(
      "validate",
      .oneOrMany(.alternatives([.name, .structure(.validator)])),
      "What checks a file before anything runs: names of validators, or patterns.",
      example: "validate: [fastq]"
    ),
  ]

  static let validator: [KeyRow] = [
    KeyRow(
      "regex",
      .word,
      "A regular expression that the file contains.",
      example: "regex: \"^>\"",
      isRequired: true
    )
  ]
}
