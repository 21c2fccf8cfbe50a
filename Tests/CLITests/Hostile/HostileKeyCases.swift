/// Every key of a workflow with a hostile text `V` at it.
enum HostileKeyCases {
  /// What becomes of it.
  enum Fate: String {
    /// `weir check` refuses it and says where.
    case refused
    /// It runs, and the log of the task `a` is the text itself.
    case arrives
    /// It runs to some end.
    case runs
    /// It is a script by itself, so that it is the author's to quote.
    case script
  }

  /// `key` of the workflow format; `literal` where the text itself stands there, `value` where an
  /// expression does.
  struct Case: Sendable {
    let key: String
    let text: String
    let literal: Fate
    let value: Fate

    init(_ key: String, _ text: String, _ literal: Fate, _ value: Fate) {
      self.key = key
      self.text = text
      self.literal = literal
      self.value = value
    }
  }

  static let all =
    workflow
    + task.map { Case($0.key, "tasks: {a: {inputs: [], \($0.text)}}", $0.literal, $0.value) }

  private static let show = "run: \"printf %s ${{ params.x }}\""

  private static let workflow = [
    Case("weir", "weir: \"V\"\ntasks: {a: {run: echo}}", .refused, .refused),
    Case("name", "name: \"V\"\ntasks: {a: {run: echo}}", .refused, .refused),
    Case("description", "description: \"V\"\ntasks: {a: {\(show)}}", .arrives, .arrives),
    Case("on", "on: \"V\"\ntasks: {a: {run: echo}}", .refused, .refused),
    Case("branches", "on: {push: {branches: [\"V\"]}}\ntasks: {a: {\(show)}}", .arrives, .arrives),
    Case("tags", "on: {push: {tags: \"V\"}}\ntasks: {a: {\(show)}}", .arrives, .arrives),
    Case("paths", "on: {push: {paths: [\"V\"]}}\ntasks: {a: {\(show)}}", .arrives, .arrives),
    Case("cron", "on: {schedule: [{cron: \"V\"}]}\ntasks: {a: {run: echo}}", .refused, .refused),
    Case(
      "timezone",
      "on: {schedule: [{cron: \"@daily\", timezone: \"V\"}]}\ntasks: {a: {run: echo}}",
      .refused,
      .refused
    ),
    Case(
      "catch_up",
      "on: {schedule: [{cron: \"@daily\", catch_up: \"V\"}]}\ntasks: {a: {run: echo}}",
      .refused,
      .refused
    ),
    Case("after", "on: {after: [\"V\"]}\ntasks: {a: {run: echo}}", .refused, .refused),
    Case("request", "on: {request: \"V\"}\ntasks: {a: {run: echo}}", .refused, .refused),
    Case("manual", "on: {manual: \"V\"}\ntasks: {a: {run: echo}}", .refused, .refused),
    Case("schedule", "on: {schedule: \"V\"}\ntasks: {a: {run: echo}}", .refused, .refused),
    Case("push", "on: {push: \"V\"}\ntasks: {a: {run: echo}}", .refused, .refused),
    Case("env", "env: {A: \"V\"}\ntasks: {a: {run: 'printf %s \"$A\"'}}", .arrives, .arrives),
    Case("env", "env: {\"V\": a}\ntasks: {a: {run: echo}}", .refused, .refused),
    Case("backend", "defaults: {backend: \"V\"}\ntasks: {a: {run: echo}}", .refused, .refused),
    Case("shell", "defaults: {shell: \"V\"}\ntasks: {a: {run: echo}}", .refused, .refused),
    Case("timeout", "defaults: {timeout: \"V\"}\ntasks: {a: {run: echo}}", .refused, .refused),
    Case("retry", "defaults: {retry: \"V\"}\ntasks: {a: {run: echo}}", .refused, .refused),
    Case("defaults", "defaults: \"V\"\ntasks: {a: {run: echo}}", .refused, .refused),
    Case("tasks", "tasks: {\"V\": {run: echo}}", .refused, .refused),
    Case("timeout", "timeout: \"V\"\ntasks: {a: {run: echo}}", .refused, .refused),
    Case("on_failure", "on_failure: \"V\"\ntasks: {a: {run: echo}}", .refused, .refused),
    Case("concurrency", "concurrency: \"V\"\ntasks: {a: {run: echo}}", .refused, .refused),
    Case("group", "concurrency: {group: \"V\"}\ntasks: {a: {\(show)}}", .arrives, .arrives),
    Case("limit", "concurrency: {limit: \"V\"}\ntasks: {a: {run: echo}}", .refused, .refused),
    Case(
      "when_full",
      "concurrency: {when_full: \"V\"}\ntasks: {a: {run: echo}}",
      .refused,
      .refused
    ),
    Case("finally", "tasks: {b: {run: echo}}\nfinally: {\"V\": {run: echo}}", .refused, .refused),
    Case("outputs", "outputs: {o: \"V\"}\ntasks: {a: {\(show)}}", .arrives, .arrives),
    Case("outputs", "outputs: {\"V\": 1}\ntasks: {a: {run: echo}}", .refused, .refused),
  ]

  private static let task = [
    Case("run", "run: \"printf %s V\"", .script, .arrives),
    Case("run", "run: \"printf %s \\\"V\\\"\"", .script, .arrives),
    Case("run", "run: \"x=V; printf %s \\\"$x\\\"\"", .script, .arrives),
    Case("run", "run: \"printf %s V > V; cat V\", shell: sh", .script, .arrives),
    Case("run", "run: \"cat <<E\\nV\\nE\\n\"", .script, .runs),
    Case("run", "run: \"V\"", .script, .refused),
    Case("run", "run: \"echo 'V'\"", .script, .refused),
    Case("run", "run: \"echo $((V))\"", .script, .refused),
    Case("run", "run: \"echo ${x:-V}\"", .script, .refused),
    Case("run", "run: \"x[V]=1\"", .script, .refused),
    Case("run", "run: \"[[ V -eq 1 ]]\"", .script, .refused),
    Case("run", "run: \"[[ -v V ]]\"", .script, .refused),
    Case("run", "run: \"test -v V\"", .script, .refused),
    Case("run", "run: \"[ V -eq 1 ] || true\"", .script, .runs),
    Case("run", "run: \"printf -v V 1\"", .script, .refused),
    Case("run", "run: \"declare V=1\"", .script, .refused),
    Case("run", "run: \"declare -i n; n=V\"", .script, .refused),
    Case("run", "run: \"let V\"", .script, .refused),
    Case("run", "run: \"eval V\"", .script, .refused),
    Case("run", "run: \"unset V\"", .script, .refused),
    Case("run", "run: \"read V\"", .script, .refused),
    Case("run", "run: \"export V\"", .script, .refused),
    Case("run", "run: \"sh -c V\"", .script, .refused),
    Case("run", "run: \"echo V | sh\"", .script, .refused),
    Case("run", "run: \"sh <<E\\nV\\nE\\n\"", .script, .refused),
    Case("run", "run: \"echo `V`\"", .script, .refused),
    Case("run", "run: \"# V\"", .script, .refused),
    Case("run", "run: \"cat <<'E'\\nV\\nE\\n\"", .script, .refused),
    Case("run", "run: \"print(V)\", shell: python", .script, .refused),
    Case("run", "run: \"print 'V'\", shell: perl", .script, .refused),
    Case("command", "command: [printf, \"%s\", \"V\"]", .arrives, .arrives),
    Case("command", "command: [\"V\"]", .runs, .runs),
    Case("script", "script: \"V\"", .refused, .runs),
    Case("args", "run: 'printf %s \"$1\"', args: [\"V\"]", .arrives, .arrives),
    Case(
      "args",
      "run: 'import sys; print(end=sys.argv[1])', shell: python, args: [\"V\"]",
      .arrives,
      .arrives
    ),
    Case("uses", "uses: \"V\"", .refused, .refused),
    Case("with", "uses: show, with: {value: \"V\"}", .arrives, .arrives),
    Case("with", "uses: show, with: {\"V\": 1}", .refused, .refused),
    Case("workflow", "workflow: \"V\"", .refused, .refused),
    Case("description", "description: \"V\", \(show)", .arrives, .arrives),
    Case("needs", "needs: [\"V\"], run: echo", .refused, .refused),
    Case("task", "needs: [{task: \"V\"}], run: echo", .refused, .refused),
    Case("order", "needs: [{task: b, order: \"V\"}], run: echo", .refused, .refused),
    Case("optional", "needs: [{task: b, optional: \"V\"}], run: echo", .refused, .refused),
    Case("each", "needs: [{task: b, each: \"V\"}], run: echo", .refused, .refused),
    Case("params", "params: [\"V\"], run: echo", .refused, .refused),
    Case("if", "if: \"params.x == 'V'\", \(show)", .arrives, .runs),
    Case("if", "if: \"V\", \(show)", .refused, .arrives),
    Case("approval", "approval: \"V\", run: echo", .refused, .refused),
    Case("prompt", "approval: {prompt: \"V\"}, run: echo", .runs, .runs),
    Case("by", "approval: {by: [\"V\"]}, run: echo", .runs, .runs),
    Case("foreach", "foreach: [\"V\"], run: \"printf %s ${{ item }}\"", .arrives, .arrives),
    Case("foreach", "foreach: \"V\", run: \"printf %s ${{ item }}\"", .refused, .refused),
    Case("list", "foreach: {list: [\"V\"]}, run: \"printf %s ${{ item }}\"", .arrives, .arrives),
    Case("lines", "foreach: {lines: \"V\"}, run: echo", .refused, .refused),
    Case("table", "foreach: {table: \"V\"}, run: echo", .refused, .refused),
    Case("glob", "foreach: {glob: \"V\"}, run: echo", .runs, .runs),
    Case("json", "foreach: {json: \"V\"}, run: echo", .refused, .refused),
    Case("from", "foreach: {from: \"V\"}, run: echo", .refused, .refused),
    Case(
      "product",
      "foreach: {product: [{list: [\"V\"], as: b}]}, run: \"printf %s ${{ item.b }}\"",
      .arrives,
      .arrives
    ),
    Case("as", "foreach: {product: [{list: [1], as: \"V\"}]}, run: echo", .refused, .refused),
    Case("delimiter", "foreach: {table: t.csv, delimiter: \"V\"}, run: echo", .refused, .runs),
    Case(
      "header",
      "foreach: {table: t.csv, header: [\"V\", b]}, run: \"printf %s ${{ toJSON(item) }}\"",
      .runs,
      .runs
    ),
    Case(
      "split",
      "foreach: {table: t.csv, split: {v: \"V\"}}, run: \"printf %s ${{ item.v }}\"",
      .runs,
      .arrives
    ),
    Case("split", "foreach: {table: t.csv, split: {\"V\": \",\"}}, run: echo", .refused, .refused),
    Case(
      "key",
      "foreach: {list: [1], key: \"V\"}, run: 'printf %s \"$WEIR_INSTANCE\"'",
      .refused,
      .arrives
    ),
    Case("batch", "foreach: [1], batch: \"V\", run: echo", .refused, .refused),
    Case("count", "foreach: [1], batch: {count: \"V\"}, run: echo", .refused, .refused),
    Case("matrix", "matrix: {m: [\"V\"]}, run: \"printf %s ${{ matrix.m }}\"", .arrives, .arrives),
    Case("matrix", "matrix: {\"V\": [1]}, run: echo", .refused, .refused),
    Case(
      "include",
      "matrix: {include: [{m: \"V\"}]}, run: \"printf %s ${{ matrix.m }}\"",
      .arrives,
      .arrives
    ),
    Case("exclude", "matrix: {m: [1, 2], exclude: [{m: \"V\"}]}, run: echo", .refused, .runs),
    Case("max_parallel", "foreach: [1], max_parallel: \"V\", run: echo", .refused, .refused),
    Case("items", "foreach: [1], max_parallel: {items: \"V\"}, run: echo", .refused, .refused),
    Case("each", "foreach: [1], max_parallel: {each: \"V\"}, run: echo", .refused, .refused),
    Case("outputs", "outputs: [\"V\"], run: \"echo > ${{ params.x }}\"", .runs, .runs),
    Case("path", "outputs: [{path: \"V\"}], run: \"echo > ${{ params.x }}\"", .runs, .runs),
    Case("optional", "outputs: [{path: p, optional: \"V\"}], run: echo", .refused, .refused),
    Case("publish", "outputs: [{path: p, publish: \"V\"}], run: echo", .refused, .refused),
    Case("result", "result: \"V\", run: echo", .refused, .refused),
    Case("stdin", "stdin: \"V\", run: cat", .refused, .arrives),
    Case("env", "env: {A: \"V\"}, run: 'printf %s \"$A\"'", .arrives, .arrives),
    Case("env", "env: {\"V\": a}, run: echo", .refused, .refused),
    Case("inherit", "inherit: [\"V\"], run: echo", .refused, .refused),
    Case("shell", "shell: \"V\", run: echo", .refused, .refused),
    Case("working_directory", "working_directory: \"V\", run: echo", .runs, .runs),
    Case("versions", "versions: [\"V\"], run: echo", .script, .refused),
    Case("keep", "keep: [\"V\"], \(show)", .arrives, .refused),
    Case("setup", "setup: \"V\", run: echo", .refused, .refused),
    Case("run", "setup: {run: \"V\", path: p}, run: echo", .script, .refused),
    Case("inputs", "setup: {run: echo > p, inputs: [\"V\"], path: p}, run: echo", .runs, .refused),
    Case("path", "setup: {run: \"mkdir p\", path: \"V\"}, run: echo", .refused, .refused),
    Case("timeout", "timeout: \"V\", run: echo", .refused, .refused),
    Case("idle_timeout", "idle_timeout: \"V\", run: echo", .refused, .refused),
    Case("retry", "retry: \"V\", run: echo", .refused, .refused),
    Case("limit", "retry: {limit: \"V\"}, run: echo", .refused, .refused),
    Case("delay", "retry: {limit: 1, delay: \"V\"}, run: echo", .refused, .refused),
    Case("backoff", "retry: {limit: 1, backoff: \"V\"}, run: echo", .refused, .refused),
    Case("max_delay", "retry: {limit: 1, max_delay: \"V\"}, run: echo", .refused, .refused),
    Case("on_exit", "retry: {limit: 1, on_exit: [\"V\"]}, run: echo", .refused, .refused),
    Case("exit_codes", "exit_codes: \"V\", run: echo", .refused, .refused),
    Case("success", "exit_codes: {success: [\"V\"]}, run: echo", .refused, .refused),
    Case("stop", "exit_codes: {stop: [\"V\"]}, run: echo", .refused, .refused),
    Case("missing_outputs", "missing_outputs: \"V\", run: echo", .refused, .refused),
    Case("continue_on_error", "continue_on_error: \"V\", run: echo", .refused, .refused),
    Case("cache", "cache: \"V\", run: echo", .refused, .refused),
    Case("max_age", "cache: {max_age: \"V\"}, run: echo", .refused, .refused),
    Case("backend", "backend: \"V\", run: echo", .refused, .refused),
    Case("resources", "resources: \"V\", run: echo", .refused, .refused),
    Case("cpus", "resources: {cpus: \"V\"}, run: echo", .refused, .refused),
    Case("memory", "resources: {memory: \"V\"}, run: echo", .refused, .refused),
    Case("time", "resources: {time: \"V\"}, run: echo", .refused, .refused),
    Case("gpus", "resources: {gpus: \"V\"}, run: echo", .refused, .refused),
    Case("priority", "priority: \"V\", run: echo", .refused, .refused),
    Case("complete", "complete: \"V\", run: echo", .refused, .refused),
    Case("V", "\"V\": 1, run: echo", .refused, .refused),
  ]

  /// The keys of a param, at which no expression may stand.
  static let param = [
    ("type", "type: \"V\"", Fate.refused), ("items", "type: list, items: \"V\"", .refused),
    ("enum", "enum: [\"V\"]", .arrives), ("default", "default: \"V\"", .arrives),
    ("description", "description: \"V\"", .arrives), ("pattern", "pattern: \"V\"", .runs),
    ("minimum", "type: integer, minimum: \"V\"", .refused),
    ("maximum", "type: integer, maximum: \"V\"", .refused),
    ("min_length", "min_length: \"V\"", .refused), ("max_length", "max_length: \"V\"", .refused),
    ("validate", "type: file, validate: [\"V\"]", .refused),
    ("regex", "type: file, validate: [{regex: \"V\"}]", .runs),
  ].map {
    Case($0.0, "params: {x: {\($0.1)}}\ntasks: {a: {\(show)}}", $0.2, $0.0 == "enum" ? .runs : $0.2)
  }
}
