import Model

extension KeyTable {
  static let workflow: [KeyRow] = [
    KeyRow("weir", .integer(1...1), "The version of the format.", example: "weir: 1"),
    KeyRow("name", .name, "The workflow's name; by default the file's.", example: "name: variants"),
    KeyRow("description", .text, "What it is for.", example: "description: Calls variants"),
    KeyRow(
      "on",
      .alternatives([
        .choice(["push", "manual", "request"]), .list(.choice(["push", "manual", "request"])),
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
      example: "tasks: {hello: {run: echo hello}}",
      isRequired: true
    ),
    KeyRow("timeout", .duration, "How long the whole run may take.", example: "timeout: 12h"),
    KeyRow(
      "on_failure",
      .choice(FailurePolicy.allCases.map(\.rawValue)),
      "Whether what does not need a failed task goes on.",
      example: "on_failure: stop"
    ),
    KeyRow(
      "concurrency",
      .structure(.concurrency),
      "How many runs of a group may go at once.",
      example: "concurrency: {limit: 1, when_full: queue}"
    ),
    KeyRow(
      "finally",
      .named("task", .structure(.task)),
      "Tasks that run at the end, whatever happened.",
      example: "finally: {notify: {run: scripts/notify.sh}}"
    ),
    KeyRow(
      "outputs",
      .named("output", .value),
      "The run's own result.",
      example: "outputs: {calls: \"${{ tasks.summary.result }}\"}"
    ),
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
      .nullable(.structure(.request)),
      "Submissions may start a run.",
      example: "request: {}",
      support: .inert
    ),
    KeyRow(
      "manual",
      .nullable(.structure(.manual)),
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
      .word,
      "Minute, hour, day, month, weekday.",
      example: "cron: \"0 3 * * *\"",
      isRequired: true,
      support: .inert
    ),
    KeyRow(
      "timezone",
      .word,
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

  static let defaults: [KeyRow] = [
    KeyRow("backend", backendType, "Where tasks run.", example: "backend: local"),
    KeyRow("timeout", .duration, "How long an attempt may take.", example: "timeout: 4h"),
    KeyRow("retry", retryType, "How many attempts follow a failed one.", example: "retry: 1"),
    KeyRow("shell", .word, "What runs `run`.", example: "shell: bash"),
  ]

  static let concurrency: [KeyRow] = [
    KeyRow(
      "group",
      .template,
      "Runs of one group count together; by default the workflow's.",
      example: "group: \"deploy-${{ params.site }}\""
    ),
    KeyRow("limit", .integer(1...1_000_000), "How many may go at once.", example: "limit: 1"),
    KeyRow(
      "when_full",
      .choice(Concurrency.WhenFull.allCases.map(\.rawValue)),
      "What becomes of a run for which there is no room.",
      example: "when_full: latest"
    ),
  ]
}
