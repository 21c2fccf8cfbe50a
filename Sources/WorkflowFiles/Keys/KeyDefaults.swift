import Model

/// What a key that does not stand means, where that is a value the key could have.
enum KeyDefaults {
  static func value(of key: String, in structure: Structure) -> JSONValue? {
    table[structure]?[key]
  }

  static let table: [Structure: [String: JSONValue]] = [
    .workflow: ["weir": 1, "on": "push", "on_failure": "continue"],
    .parameter: ["type": "string"],
    .concurrency: ["limit": 1, "when_full": "queue"],
    .defaults: attempt,
    .task: attempt.merging(work) { first, _ in first }.merging(["if": "success()"]) { first, _ in
      first
    },
    .definition: attempt.merging(work) { first, _ in first },
    .need: ["order": false, "optional": false, "each": false],
    .output: ["optional": false, "publish": false],
    .foreach: ["header": true],
    .factor: ["header": true],
    .retry: ["delay": "0s", "backoff": 1],
    .exitCodes: ["success": [0], "stop": []],
    .resources: ["cpus": 1, "gpus": 0],
    .setup: ["inputs": []],
    .records: [
      "branch": "weir/runs", "interval": "10s", "keep": 500, "push": false, "mount": "runs",
      "sign": false, "max_log": "1M", "max_output": "10M", "max_run": "100M", "logs": "auto",
    ],
    .hooks: ["run": "wake"],
    .watch: ["takeover": "never"],
    .limits: ["instances": 200_000, "runs_queued": 1000],
    .trust: ["require": "none"],
    .serve: ["listen": "127.0.0.1:7878"],
  ]

  private static let attempt: [String: JSONValue] = [
    "backend": "local", "retry": 0, "shell": "bash",
  ]

  private static let work: [String: JSONValue] = [
    "missing_outputs": "fail", "continue_on_error": false, "cache": "auto", "priority": "normal",
    "working_directory": ".",
  ]
}
