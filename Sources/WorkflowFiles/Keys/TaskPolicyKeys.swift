import Model

/// How attempts are made and judged.
extension KeyTable {
  static let backendType: KeyType = .oneOrMany(.word)
  static let retryType: KeyType = .alternatives([
    .integer(0...1_000_000), .structure(.retry),
  ])
  private static let exitCodeList: KeyType = .oneOrMany(.integer(0...255))

  static let attempts: [KeyRow] = [
    KeyRow("timeout", .duration, "How long an attempt may take.", example: "timeout: 30m"),
    KeyRow(
      "idle_timeout",
      .duration,
      "How long an attempt may be silent.",
      example: "idle_timeout: 10m"
    ),
    KeyRow("retry", retryType, "How many attempts follow a failed one.", example: "retry: 3"),
    KeyRow(
      "exit_codes",
      .structure(.exitCodes),
      "What exit codes mean.",
      example: "exit_codes: {success: [0], stop: [123]}"
    ),
    KeyRow(
      "missing_outputs",
      .choice(MissingOutputs.allCases.map(\.rawValue)),
      "What a missing output means.",
      example: "missing_outputs: stop"
    ),
    KeyRow(
      "continue_on_error",
      .boolean,
      "Whether what needs it goes on when it failed.",
      example: "continue_on_error: true"
    ),
    KeyRow(
      "cache",
      .alternatives([.choice(["auto"]), .boolean, .structure(.cache)]),
      "When an earlier success stands in for it.",
      example: "cache: auto"
    ),
    KeyRow(
      "backend",
      backendType,
      "Where it runs: a backend, or several in order of preference.",
      example: "backend: local"
    ),
    KeyRow(
      "resources",
      .structure(.resources),
      "What an attempt takes of its host.",
      example: "resources: {cpus: 4, memory: 8G, time: 3h}"
    ),
    KeyRow(
      "priority",
      .choice(Priority.allCases.map(\.rawValue)),
      "Who goes first where several tasks may start.",
      example: "priority: high"
    ),
    KeyRow(
      "complete",
      .choice(["external"]),
      "The node ends when somebody says so, not when its command does.",
      example: "complete: external"
    ),
  ]

  static let retry: [KeyRow] = [
    KeyRow(
      "limit",
      .integer(0...1_000_000),
      "How many more attempts.",
      example: "limit: 3",
      isRequired: true
    ),
    KeyRow(
      "delay",
      .duration,
      "How long to wait before the second attempt.",
      example: "delay: 10s"
    ),
    KeyRow(
      "backoff",
      .numberFrom(1),
      "What the delay is multiplied by for each further attempt.",
      example: "backoff: 2"
    ),
    KeyRow("max_delay", .duration, "The longest wait.", example: "max_delay: 5m"),
    KeyRow(
      "on_exit",
      exitCodeList,
      "Exit codes worth another attempt; by default any failure.",
      example: "on_exit: [75]"
    ),
  ]

  static let exitCodes: [KeyRow] = [
    KeyRow(
      "success",
      exitCodeList,
      "Codes of a success; by default 0.",
      example: "success: [0, 1]"
    ),
    KeyRow(
      "stop",
      exitCodeList,
      "Codes after which nothing new starts, and the run succeeds.",
      example: "stop: [123]"
    ),
  ]

  static let cache: [KeyRow] = [
    KeyRow(
      "max_age",
      .duration,
      "How old a success may be.",
      example: "max_age: 1d",
      isRequired: true
    )
  ]

  static let resources: [KeyRow] = [
    KeyRow("cpus", .integer(1...100_000), "Processors.", example: "cpus: 4"),
    KeyRow("memory", .size, "Memory.", example: "memory: 8G"),
    KeyRow(
      "time",
      .duration,
      "What a scheduler is told; by default, and at most, `timeout`.",
      example: "time: 3h"
    ),
    KeyRow("gpus", .integer(0...100_000), "Graphics processors.", example: "gpus: 1"),
  ]
}
