import Model

extension KeyTable {
  static let workflow: [KeyRow] = [
    KeyRow("weir", .integer(1...1), "The version of the format.", example: "weir: 1"),
    KeyRow("name", .name, "The workflow's name; by default the file's.", example: "name: variants"),
    KeyRow("description", .text, "What it is for.", example: "description: Calls variants"),
    KeyRow(
      "on",
      .alternatives([
        .choice(["push", "manual"]), .list(.choice(["push", "manual", "request"])),
        .structure(.triggers),
      ]),
      "What starts it, besides `weir run`; by default a push.",
      example: "on: manual",
      support: .inert
    ),
    KeyRow(
      "params",
      .named("param", .structure(.parameter)),
      "Values that a run is given.",
      example: "params: {caller: {type: string, default: gatk}}"
    ),
    KeyRow(
      "env",
      .environment,
      "Environment variables of every task.",
      example: "env: {LC_ALL: C}"
    ),
    KeyRow(
      "defaults",
      .structure(.defaults),
      "Values for tasks that do not say otherwise.",
      example: "defaults: {timeout: 4h}"
    ),
    KeyRow(
      "tasks",
      .named("task", .structure(.task)),
      "The tasks by name.",
      example: "tasks: {hello: {run: echo hello}}"
    ),
    KeyRow("timeout", .duration, "How long the whole run may take.", example: "timeout: 12h"),
    KeyRow(
      "on_failure",
      .choice(FailurePolicy.allCases.map(\.rawValue)),
      "Whether what does not need a failed task goes on.",
      example: "on_failure: stop"
    ),
    .later(
      "concurrency",
      "How many runs may go at once.",
      example: "concurrency: {limit: 1}"
    ),
    .later("finally", "Tasks that run at the end, whatever happened.", example: "finally: {…}"),
    .later("outputs", "The run's own result.", example: "outputs: {calls: …}"),
    .later("secrets", "Secrets are named in the site's settings.", example: "env: {TOKEN: …}"),
  ]

  static let triggers: [KeyRow] = [
    KeyRow(
      "push",
      .nullable(.structure(.push)),
      "Pushes that start a run.",
      example: "push: {branches: [main]}",
      support: .inert
    ),
    KeyRow(
      "schedule",
      .list(.structure(.schedule)),
      "Times at which a run starts.",
      example: "schedule: [{cron: \"0 3 * * *\"}]",
      support: .inert
    ),
    KeyRow(
      "after",
      .oneOrMany(.name),
      "Workflows whose success starts a run.",
      example: "after: [ingest]",
      support: .inert
    ),
    KeyRow(
      "request",
      .nullable(.map(.anything)),
      "Submissions may start a run.",
      example: "request: {}",
      support: .inert
    ),
    KeyRow(
      "manual",
      .nullable(.map(.anything)),
      "Runs are started by hand.",
      example: "manual: {}",
      support: .inert
    ),
  ]

  static let push: [KeyRow] = [
    KeyRow(
      "branches",
      .oneOrMany(.text),
      "Patterns of branches.",
      example: "branches: [main]",
      support: .inert
    ),
    KeyRow(
      "tags",
      .oneOrMany(.text),
      "Patterns of tags.",
      example: "tags: [\"v*\"]",
      support: .inert
    ),
    KeyRow(
      "paths",
      .oneOrMany(.text),
      "Patterns of changed files; `!` excludes.",
      example: "paths: [\"data/**\"]",
      support: .inert
    ),
  ]

  static let schedule: [KeyRow] = [
    KeyRow(
      "cron",
      .text,
      "Minute, hour, day, month, weekday.",
      example: "cron: \"0 3 * * *\"",
      support: .inert
    ),
    KeyRow(
      "timezone",
      .text,
      "The zone of the times.",
      example: "timezone: Europe/Paris",
      support: .inert
    ),
    KeyRow(
      "catch_up",
      .duration,
      "How old a missed time may be and still run.",
      example: "catch_up: 6h",
      support: .inert
    ),
  ]

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
    .later("validate", "Programs that check the value.", example: "validate: [fastq]"),
  ]

  static let defaults: [KeyRow] = [
    KeyRow("backend", backendType, "Where tasks run.", example: "backend: local"),
    KeyRow("timeout", .duration, "How long an attempt may take.", example: "timeout: 4h"),
    KeyRow("retry", retryType, "How many attempts follow a failed one.", example: "retry: 1"),
    KeyRow("shell", .word, "What runs `run`.", example: "shell: bash"),
  ]
}
