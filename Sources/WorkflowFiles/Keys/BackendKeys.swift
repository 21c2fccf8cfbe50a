/// Where tasks run.
extension KeyTable {
  static let backends: [KeyRow] = [
    KeyRow("local", .structure(.localBackend), "This machine.", example: "local: {slots: 8}")
  ]

  /// A backend of any name but `local`.
  static let namedBackend: KeyType = .chosen(
    by: "type",
    [
      KeyType.Choice(word: "local", structure: .localBackend),
      KeyType.Choice(word: "ssh", structure: .sshBackend),
      KeyType.Choice(word: "slurm", structure: .slurmBackend),
    ]
  )

  static let localBackend: [KeyRow] = [
    KeyRow("type", .choice(["local"]), "What kind it is.", example: "type: local"),
    KeyRow("slots", .integer(1...100_000), "How many tasks run at once.", example: "slots: 8"),
    KeyRow("memory", .size, "The memory that tasks may ask for in sum.", example: "memory: 16G"),
  ]

  static let sshBackend: [KeyRow] = [
    KeyRow("type", .choice(["ssh"]), "What kind it is.", example: "type: ssh", support: .inert),
    KeyRow(
      "hosts",
      .list(.alternatives([.host, .structure(.host)])),
      "Hosts and their slots.",
      example: "hosts: [{host: node1, slots: 4}]",
      isRequired: true,
      support: .inert
    ),
    folder,
    sshOptions,
  ]

  static let host: [KeyRow] = [
    KeyRow(
      "host",
      .host,
      "Its name for ssh.",
      example: "host: node1",
      isRequired: true,
      support: .inert
    ),
    KeyRow(
      "slots",
      .integer(1...100_000),
      "How many tasks run at once.",
      example: "slots: 4",
      support: .inert
    ),
  ]

  static let slurmBackend: [KeyRow] = [
    KeyRow("type", .choice(["slurm"]), "What kind it is.", example: "type: slurm", support: .inert),
    KeyRow(
      "partition",
      .word,
      "Slurm's partition.",
      example: "partition: main",
      support: .inert
    ),
    KeyRow("account", .word, "Slurm's account.", example: "account: bio", support: .inert),
    KeyRow(
      "options",
      .list(.text),
      "Options of sbatch.",
      example: "options: [\"--qos=low\"]",
      support: .inert
    ),
    KeyRow(
      "submit_rate",
      .numberFrom(0),
      "Submissions a second.",
      example: "submit_rate: 10",
      support: .inert
    ),
    KeyRow("poll", .duration, "How often it is asked.", example: "poll: 15s", support: .inert),
    KeyRow(
      "host",
      .host,
      "The host that submits, through ssh; by default this one.",
      example: "host: login1",
      support: .inert
    ),
    folder,
    sshOptions,
  ]

  private static let folder = KeyRow(
    "folder",
    .word,
    "Where it works there.",
    example: "folder: .cache/weir",
    support: .inert
  )

  private static let sshOptions = KeyRow(
    "ssh_options",
    .list(.text),
    "Options of ssh.",
    example: "ssh_options: [-F, lab.conf]",
    support: .inert
  )
}
