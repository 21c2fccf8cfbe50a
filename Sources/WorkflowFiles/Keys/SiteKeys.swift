/// Keys of the site's settings alone.
extension KeyTable {
  static let secret: [KeyRow] = [
    KeyRow("env", .word, "A variable of weir's environment.", example: "env: DB_PASSWORD"),
    KeyRow("file", .word, "A file.", example: "file: ~/.secrets/token"),
    KeyRow(
      "command",
      .list(.text),
      "A program that writes it on stdout.",
      example: "command: [pass, show, key]"
    ),
  ]

  static let trust: [KeyRow] = [
    KeyRow(
      "require",
      .choice(["none", "all"]),
      "Whether commits that a run reads definitions from must be signed.",
      example: "require: all",
      support: .inert
    ),
    KeyRow(
      "allowed_signers",
      .word,
      "The file of the allowed signers.",
      example: "allowed_signers: ~/.config/weir/signers",
      support: .inert
    ),
  ]

  static let serve: [KeyRow] = [
    KeyRow(
      "listen",
      .word,
      "The address, or unix:PATH.",
      example: "listen: 127.0.0.1:7878",
      support: .inert
    ),
    KeyRow(
      "hook_secret",
      .structure(.secret),
      "Where the secret of push webhooks is read.",
      example: "hook_secret: {env: HOOK_SECRET}",
      support: .inert
    ),
    KeyRow(
      "max_body",
      .size,
      "The most bytes of a request.",
      example: "max_body: 100M",
      support: .inert
    ),
    KeyRow("rate", .integer(from: 1), "Requests a second.", example: "rate: 50", support: .inert),
    KeyRow(
      "streams",
      .integer(from: 1),
      "Event streams at once.",
      example: "streams: 500",
      support: .inert
    ),
    KeyRow(
      "tls",
      .structure(.tls),
      "The certificate.",
      example: "tls: {cert: server.crt, key: server.key}",
      support: .inert
    ),
    KeyRow(
      "compat",
      .structure(.compat),
      "Routes of other systems.",
      example: "compat: {analytics_automated: {anonymous: false}}",
      support: .inert
    ),
  ]

  static let tls: [KeyRow] = [
    KeyRow(
      "cert",
      .word,
      "The file of the certificate.",
      example: "cert: server.crt",
      isRequired: true,
      support: .inert
    ),
    KeyRow(
      "key",
      .word,
      "The file of its key.",
      example: "key: server.key",
      isRequired: true,
      support: .inert
    ),
  ]

  static let compat: [KeyRow] = [
    KeyRow(
      "analytics_automated",
      .structure(.analyticsAutomated),
      "The routes of Analytics Automated.",
      example: "analytics_automated: {anonymous: false, soft_limit: 10}",
      support: .inert
    )
  ]

  static let analyticsAutomated: [KeyRow] = [
    KeyRow(
      "anonymous",
      .boolean,
      "Whether no token is asked for.",
      example: "anonymous: false",
      support: .inert
    ),
    KeyRow(
      "soft_limit",
      .integer(from: 0),
      "Jobs of one address after which others go first.",
      example: "soft_limit: 10",
      support: .inert
    ),
    KeyRow(
      "hard_limit",
      .integer(from: 0),
      "Jobs of one address after which more are refused.",
      example: "hard_limit: 15",
      support: .inert
    ),
  ]
}
