import Model

extension KeyTable {
  static let task: [KeyRow] =
    actions + [
      KeyRow(
        "uses",
        .fileName(folder: "workflows/tasks"),
        "A reusable definition; keys beside it replace the definition's.",
        example: "uses: align"
      ),
      KeyRow(
        "workflow",
        .name,
        "Another workflow as this node: a run of its own at the same commit.",
        example: "workflow: ingest"
      ),
      KeyRow(
        "with",
        .named("param", .value),
        "Values for the params of the definition or the workflow.",
        example: "with: {threads: 4, sample: \"${{ item.sample }}\"}"
      ),
      description,
      KeyRow(
        "needs",
        .oneOrMany(.alternatives([.name, .structure(.need)])),
        "Tasks that come first.",
        example: "needs: [align]"
      ),
      KeyRow(
        "params",
        .alternatives([.choice(["all"]), .list(.name)]),
        "Params that it gets as WEIR_PARAM_NAME.",
        example: "params: [caller]"
      ),
      KeyRow(
        "if",
        .condition,
        "Whether it runs; what it names comes first.",
        example: "if: tasks.check.result == 'changed'"
      ),
      KeyRow("approval", .structure(.approval), "Waits for a person.", example: approvalExample),
    ] + fanOut + work + attempts

  static let definition: [KeyRow] =
    actions + [
      description,
      KeyRow(
        "params",
        .named("param", .structure(.parameter)),
        "Values that a task gives it under `with`; all are in its environment as WEIR_PARAM_NAME.",
        example: "params: {threads: {type: integer, default: 4}}"
      ),
    ] + work + attempts

  private static let approvalExample = "approval: {prompt: Deploy?, by: [ada@example.org]}"

  private static let description = KeyRow(
    "description",
    .text,
    "What it is for.",
    example: "description: Aligns reads"
  )

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

  static let need: [KeyRow] = [
    KeyRow(
      "task",
      .name,
      "The task that comes first.",
      example: "task: align",
      isRequired: true
    ),
    KeyRow("order", .boolean, "Order alone, without its outputs.", example: "order: true"),
    KeyRow("optional", .boolean, "Goes on when it was skipped.", example: "optional: true"),
    KeyRow(
      "each",
      .alternatives([.boolean, .word]),
      "Pairs instances of equal keys, or of equal values of a field of their items.",
      example: "each: sample"
    ),
  ]

  static let approval: [KeyRow] = [
    KeyRow("prompt", .template, "What is asked.", example: "prompt: Deploy ${{ params.site }}?"),
    KeyRow(
      "by",
      .oneOrMany(.word),
      "Principals of the allowed signers who may decide; by default anybody.",
      example: "by: [ada@example.org]"
    ),
  ]
}
