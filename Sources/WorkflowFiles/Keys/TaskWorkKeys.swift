import Model

/// What an attempt sees and makes.
extension KeyTable {
  static let work: [KeyRow] = [
    KeyRow(
      "inputs",
      .oneOrMany(.template),
      "Files and globs that it reads; all of them if left out.",
      example: "inputs: [data/*.csv]"
    ),
    KeyRow(
      "outputs",
      .oneOrMany(.alternatives([.template, .structure(.output)])),
      "Files and globs that it makes.",
      example: "outputs: [results/table.csv]"
    ),
    KeyRow(
      "result",
      .choice(ResultFormat.allCases.map(\.rawValue)),
      "How its value is read from its stdout.",
      example: "result: json"
    ),
    KeyRow(
      "stdin",
      .alternatives([.choice(["items"]), .expression]),
      "What it reads from stdin: a value, or the items of its instance, one a line.",
      example: "stdin: items"
    ),
    KeyRow("env", .environment, "Environment variables.", example: "env: {LC_ALL: C}"),
    KeyRow(
      "inherit",
      .oneOrMany(.variable),
      "Variables of the host to pass on.",
      example: "inherit: [HTTP_PROXY]"
    ),
    KeyRow("shell", .word, "What runs `run`.", example: "shell: bash"),
    KeyRow(
      "working_directory",
      .template,
      "Where it runs, inside its folder.",
      example: "working_directory: src"
    ),
    KeyRow(
      "versions",
      .oneOrMany(.constant),
      "Commands whose output enters the fingerprint.",
      example: "versions: [\"bwa --version\"]"
    ),
    KeyRow(
      "keep",
      .oneOrMany(.constant),
      "Paths kept on a host from one run of this task to the next.",
      example: "keep: [.build]"
    ),
    KeyRow(
      "setup",
      .structure(.setup),
      "What is made once a host and content, and linked into its folder.",
      example: "setup: {run: python3 -m venv .venv, path: .venv}"
    ),
  ]

  static let output: [KeyRow] = [
    KeyRow(
      "path",
      .template,
      "A file or glob.",
      example: "path: results/table.csv",
      isRequired: true
    ),
    KeyRow("optional", .boolean, "It may be missing.", example: "optional: true"),
    KeyRow("publish", .boolean, "Also kept at a path of its own.", example: "publish: true"),
  ]

  static let setup: [KeyRow] = [
    KeyRow(
      "run",
      .constant,
      "A script for the task's shell.",
      example: "run: npm ci",
      isRequired: true
    ),
    KeyRow(
      "inputs",
      .oneOrMany(.constant),
      "Files and globs of the commit that it reads.",
      example: "inputs: [package-lock.json]"
    ),
    KeyRow(
      "path",
      .constant,
      "Where what it made stands in the folder of an attempt.",
      example: "path: node_modules",
      isRequired: true
    ),
  ]
}
