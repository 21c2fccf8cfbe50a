import Model

extension KeyTable {
  static let settings: [KeyRow] = [
    KeyRow(
      "records",
      .structure(.records),
      "Where and how runs are recorded.",
      example: "records: {branch: weir/runs}"
    ),
    KeyRow(
      "backends",
      .structure(.backends),
      "Where tasks run.",
      example: "backends: {local: {slots: 8}}"
    ),
    KeyRow(
      "watch",
      .structure(.watch),
      "What the daemon watches.",
      example: "watch: {branches: [main]}",
      support: .inert
    ),
    KeyRow(
      "hooks",
      .structure(.hooks),
      "What the git hooks do.",
      example: "hooks: {run: wake}",
      support: .inert
    ),
    KeyRow(
      "shells",
      .named("shell", .list(.text)),
      "Interpreters by name; `{script}` is the script's file.",
      example: "shells: {hive: [hive, -f, \"{script}\"]}"
    ),
    KeyRow(
      "limits",
      .structure(.limits),
      "Upper limits.",
      example: "limits: {instances: 200000}"
    ),
    KeyRow(
      "notify",
      .list(.structure(.notification)),
      "Who is told about runs.",
      example: "notify: [{on: [failed], command: [./tell.sh]}]",
      support: .inert
    ),
    KeyRow(
      "secrets",
      .named("secret", .structure(.secret)),
      "Where secrets are read.",
      example: "secrets: {TOKEN: {env: TOKEN}}",
      support: .site
    ),
    KeyRow(
      "trust",
      .structure(.trust),
      "Which commits may run.",
      example: "trust: {require: none}",
      support: .site
    ),
    KeyRow(
      "serve",
      .structure(.serve),
      "The HTTP server.",
      example: "serve: {listen: 127.0.0.1:7878}",
      support: .site
    ),
  ]

  static let records: [KeyRow] = [
    KeyRow(
      "branch",
      .word,
      "The branch of the records, or `same`.",
      example: "branch: weir/runs"
    ),
    KeyRow(
      "interval",
      .duration,
      "The longest time from a fact to its commit.",
      example: "interval: 10s"
    ),
    KeyRow(
      "keep",
      .integer(1...1_000_000_000),
      "How many runs stand in the tip.",
      example: "keep: 500"
    ),
    KeyRow(
      "push",
      .alternatives([.off, .word]),
      "A remote's name, or false.",
      example: "push: origin",
      support: .inert
    ),
    KeyRow(
      "mount",
      .alternatives([.off, .word]),
      "Where records are shown, or false.",
      example: "mount: runs"
    ),
    KeyRow(
      "sign",
      .alternatives([.off, .later(.boolean)]),
      "Whether records are signed.",
      example: "sign: false"
    ),
    KeyRow("max_log", .size, "The most bytes of a log in git.", example: "max_log: 1M"),
    KeyRow("max_output", .size, "The most bytes of an output in git.", example: "max_output: 10M"),
    KeyRow("max_run", .size, "The most bytes of a run in git.", example: "max_run: 100M"),
    KeyRow(
      "logs",
      .choice(RecordSettings.Logs.allCases.map(\.rawValue)),
      "Which logs are recorded.",
      example: "logs: auto"
    ),
  ]

  static let watch: [KeyRow] = [
    KeyRow(
      "branches",
      .oneOrMany(.text),
      "Branches that run.",
      example: "branches: [main]",
      support: .inert
    ),
    KeyRow("remote", .word, "The remote to ask.", example: "remote: origin", support: .inert),
    KeyRow("poll", .duration, "How often it is asked.", example: "poll: 30s", support: .inert),
    KeyRow(
      "takeover",
      .alternatives([.choice(["never"]), .duration]),
      "After what silence another host's runs are taken over.",
      example: "takeover: never",
      support: .inert
    ),
  ]

  static let hooks: [KeyRow] = [
    KeyRow(
      "run",
      .alternatives([.choice(["wake", "background", "off"]), .off]),
      "What a hook does.",
      example: "run: wake",
      support: .inert
    )
  ]

  static let limits: [KeyRow] = [
    KeyRow(
      "instances",
      .integer(from: 1),
      "Instances of a run.",
      example: "instances: 200000"
    ),
    KeyRow(
      "runs_queued",
      .integer(from: 1),
      "Runs that wait.",
      example: "runs_queued: 1000"
    ),
  ]

  static let notification: [KeyRow] = [
    KeyRow(
      "on",
      .oneOrMany(
        .choice(["succeeded", "failed", "cancelled", "refused", "interrupted", "waiting"])
      ),
      "Outcomes to tell about.",
      example: "on: [failed]",
      isRequired: true,
      support: .inert
    ),
    KeyRow(
      "webhook",
      .word,
      "An address to post to.",
      example: "webhook: https://example.org/hook",
      support: .inert
    ),
    KeyRow(
      "command",
      .list(.text),
      "A program to run.",
      example: "command: [./tell.sh]",
      support: .inert
    ),
  ]
}
