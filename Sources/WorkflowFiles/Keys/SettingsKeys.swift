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
      .map(.list(.text)),
      "Interpreters by name.",
      example: "shells: {hive: [hive, -f, \"{script}\"]}",
      support: .inert
    ),
    KeyRow(
      "limits",
      .structure(.limits),
      "Upper limits.",
      example: "limits: {instances: 200000}",
      support: .inert
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
      .map(.anything),
      "Where secrets are read.",
      example: "secrets: {TOKEN: {env: TOKEN}}",
      support: .site
    ),
    KeyRow(
      "trust",
      .map(.anything),
      "Which commits may run.",
      example: "trust: {require: none}",
      support: .site
    ),
    KeyRow(
      "serve",
      .map(.anything),
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

  static let backends: [KeyRow] = [
    KeyRow("local", .structure(.localBackend), "This machine.", example: "local: {slots: 8}")
  ]

  static let localBackend: [KeyRow] = [
    KeyRow(
      "type",
      .choice(["local"]),
      "What kind it is.",
      example: "type: local",
      support: .inert
    ),
    KeyRow("slots", .integer(1...100_000), "How many tasks run at once.", example: "slots: 8"),
    KeyRow("memory", .size, "The memory that tasks may ask for in sum.", example: "memory: 16G"),
  ]

  static let remoteBackend: [KeyRow] = [
    KeyRow("type", .choice(["local", "ssh", "slurm"]), "What kind it is.", example: "type: ssh"),
    KeyRow(
      "hosts",
      .list(.alternatives([.word, .structure(.host)])),
      "Hosts and their slots.",
      example: "hosts: [{host: node1, slots: 4}]"
    ),
    KeyRow("host", .word, "The host that submits.", example: "host: login1"),
    KeyRow("folder", .text, "Where it works there.", example: "folder: .cache/weir"),
    KeyRow("ssh_options", .list(.text), "Options of ssh.", example: "ssh_options: [-F, lab.conf]"),
    KeyRow("partition", .text, "Slurm's partition.", example: "partition: main"),
    KeyRow("account", .text, "Slurm's account.", example: "account: bio"),
    KeyRow("options", .list(.text), "Options of sbatch.", example: "options: [\"--qos=low\"]"),
    KeyRow("submit_rate", .number, "Submissions a second.", example: "submit_rate: 10"),
    KeyRow("poll", .duration, "How often it is asked.", example: "poll: 15s"),
    KeyRow("slots", .integer(1...100_000), "How many tasks run at once.", example: "slots: 8"),
    KeyRow("memory", .size, "The memory that tasks may ask for.", example: "memory: 16G"),
  ]

  static let host: [KeyRow] = [
    KeyRow("host", .word, "Its name for ssh.", example: "host: node1"),
    KeyRow("slots", .integer(1...100_000), "How many tasks run at once.", example: "slots: 4"),
  ]

  static let limits: [KeyRow] = [
    KeyRow(
      "instances",
      .integer(from: 1),
      "Instances of a fan-out.",
      example: "instances: 200000",
      support: .inert
    ),
    KeyRow(
      "runs_queued",
      .integer(from: 1),
      "Runs that wait.",
      example: "runs_queued: 1000",
      support: .inert
    ),
  ]

  static let notification: [KeyRow] = [
    KeyRow(
      "on",
      .oneOrMany(.word),
      "Outcomes to tell about.",
      example: "on: [failed]",
      support: .inert
    ),
    KeyRow(
      "webhook",
      .text,
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
