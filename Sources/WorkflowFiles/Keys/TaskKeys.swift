import Model

extension KeyTable {
  static let backendType: KeyType = .alternatives([.word, .later(.list(.word))])
  static let retryType: KeyType = .alternatives([
    .integer(0...1_000_000), .later(.structure(.retry)),
  ])

  static let task: [KeyRow] =
    actions + [
      KeyRow("description", .text, "What it is for.", example: "description: Aligns reads"),
      KeyRow(
        "needs",
        .oneOrMany(.alternatives([.name, .structure(.need)])),
        "Tasks that come first.",
        example: "needs: [align]"
      ),
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
        "params",
        .alternatives([.choice(["all"]), .list(.name)]),
        "Params that it gets as WEIR_PARAM_NAME.",
        example: "params: [caller]"
      ),
      KeyRow(
        "result",
        .choice(ResultFormat.allCases.map(\.rawValue)),
        "How its value is read from its stdout.",
        example: "result: json"
      ),
      KeyRow("env", .environment, "Environment variables.", example: "env: {LC_ALL: C}"),
      KeyRow("shell", .word, "What runs `run`.", example: "shell: bash"),
      KeyRow(
        "working_directory",
        .template,
        "Where it runs, inside its folder.",
        example: "working_directory: src"
      ),
      KeyRow("timeout", .duration, "How long an attempt may take.", example: "timeout: 30m"),
      KeyRow(
        "idle_timeout",
        .duration,
        "How long an attempt may be silent.",
        example: "idle_timeout: 10m"
      ),
      KeyRow("retry", retryType, "How many attempts follow a failed one.", example: "retry: 3"),
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
      KeyRow("backend", backendType, "Where it runs.", example: "backend: local"),
    ] + laterTaskKeys

  private static let actions: [KeyRow] = [
    KeyRow("run", .script, "A script for its shell.", example: "run: make all"),
    KeyRow(
      "command",
      .list(.template),
      "A program and its arguments, without a shell.",
      example: "command: [make, all]"
    ),
    KeyRow(
      "script",
      .template,
      "A file of the repository, run by its interpreter.",
      example: "script: scripts/report.py"
    ),
    KeyRow(
      "args",
      .list(.template),
      "Arguments that follow the action.",
      example: "args: [\"--caller\", \"${{ params.caller }}\"]"
    ),
  ]

  private static let laterTaskKeys: [KeyRow] = [
    .later("uses", "A reusable definition.", example: "uses: align"),
    .later("with", "Values for the definition's params.", example: "with: {threads: 4}"),
    .later("workflow", "Another workflow as this node.", example: "workflow: ingest"),
    .later("stdin", "What it reads from stdin.", example: "stdin: items"),
    .later("inherit", "Host variables to pass on.", example: "inherit: [HTTP_PROXY]"),
    .later("foreach", "One instance an item.", example: "foreach: [a, b]"),
    .later("matrix", "One instance a combination.", example: "matrix: {a: [1, 2]}"),
    .later("max_parallel", "How many instances run at once.", example: "max_parallel: 8"),
    .later("batch", "How many items an instance gets.", example: "batch: 100"),
    .later("if", "Whether it runs.", example: "if: success()"),
    .later("exit_codes", "What exit codes mean.", example: "exit_codes: {success: [0]}"),
    .later("missing_outputs", "What a missing output means.", example: "missing_outputs: fail"),
    .later("versions", "Commands whose output counts.", example: "versions: [\"bwa --version\"]"),
    .later("keep", "Paths kept from run to run.", example: "keep: [.build]"),
    .later("setup", "What is made once a host.", example: "setup: {run: …, path: .venv}"),
    .later("resources", "What it takes.", example: "resources: {cpus: 4}"),
    .later("priority", "Who goes first.", example: "priority: high"),
    .later("approval", "Waits for a person.", example: "approval: {prompt: Deploy?}"),
    .later("complete", "Ends when told so.", example: "complete: external"),
    .later("secrets", "Secrets stand in `env` alone.", example: "env: {TOKEN: …}"),
    .later("concurrency", "How many may go at once.", example: "concurrency: {limit: 1}"),
  ]

  static let need: [KeyRow] = [
    KeyRow("task", .name, "The task that comes first.", example: "task: align"),
    KeyRow("order", .boolean, "Order alone, without its outputs.", example: "order: true"),
    .later("optional", "Goes on when it was skipped.", example: "optional: true"),
    .later("each", "Pairs instances.", example: "each: true"),
  ]

  static let output: [KeyRow] = [
    KeyRow("path", .template, "A file or glob.", example: "path: results/table.csv"),
    KeyRow("optional", .boolean, "It may be missing.", example: "optional: true"),
    KeyRow("publish", .boolean, "Also kept at a path of its own.", example: "publish: true"),
  ]

  static let retry: [KeyRow] = [
    KeyRow("limit", .integer(0...1_000_000), "How many more attempts.", example: "limit: 3"),
    KeyRow("delay", .duration, "How long to wait.", example: "delay: 10s"),
    KeyRow("backoff", .number, "What the delay is multiplied by.", example: "backoff: 2"),
    KeyRow("max_delay", .duration, "The longest wait.", example: "max_delay: 5m"),
    KeyRow(
      "on_exit",
      .list(.integer(0...255)),
      "Exit codes worth another attempt.",
      example: "on_exit: [75]"
    ),
  ]

  static let cache: [KeyRow] = [
    KeyRow("max_age", .duration, "How old a success may be.", example: "max_age: 1d")
  ]
}
