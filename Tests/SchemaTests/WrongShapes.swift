import WorkflowFiles

/// Files that are wrong by their shape, whatever their words mean.
enum WrongShapes {
  static let all: [(SchemaKind, String)] =
    tops + workflows.map { (.workflow, "\($0)\ntasks: {a: {run: x}}") }
    + tasks.map { (.workflow, "tasks: {a: {\($0)}}") }
    + running.map { (.workflow, "tasks: {a: {run: x, \($0)}}") }
    + definitions.map { (.task, $0) } + settings.map { (.settings, $0) }
    + sites.map { (.site, $0) }

  private static let tops: [(SchemaKind, String)] = [
    (.workflow, "[]"), (.workflow, "a"), (.workflow, "{}"), (.workflow, "tasks:"),
    (.workflow, "tasks: []"), (.workflow, "tasks: {a: }"), (.workflow, "tasks: {a: echo}"),
    (.workflow, "tasks: {1a: {run: x}}"), (.workflow, "tasks: {a.log: {run: x}}"),
    (.workflow, "tasks: {a.lock: {run: x}}"), (.workflow, "tasks: {\"a b\": {run: x}}"),
    (.workflow, "tasks: {\"a\\n\": {run: x}}"), (.workflow, "{name: a}"), (.task, "[a]"),
    (.task, "{}"), (.settings, "[]"), (.settings, "5"), (.site, "a"),
  ]

  private static let workflows = [
    "weir: 2", "weir: \"1\"", "weir: ", "name: 1", "name: a b", "name: a.log", "name: \"\"",
    "nmae: a", "description: ", "description: [a]", "description: {}", "on: pull", "on: ",
    "on: [pull]", "on: {pull: {}}", "on: {push: main}", "on: {push: {branch: a}}",
    "on: {schedule: {cron: a}}", "on: {schedule: [{}]}", "on: {schedule: [{cron: \"\"}]}",
    "on: {schedule: [{cron: a, catch_up: 6}]}", "on: {after: [a b]}", "on: {request: {a: b}}",
    "on: {manual: true}", "params: [a]", "params: {a: string}", "params: {a: }",
    "params: {a: {type: text}}", "params: {a: {items: file}}", "params: {a: {minimum: low}}",
    "params: {a: {min_length: -1}}", "params: {a: {max_length: 1.5}}", "params: {a: {enum: b}}",
    "params: {a: {defualt: b}}", "params: {a: {validate: [{}]}}", "params: {a: {validate: 5}}",
    "params: {a: {pattern: [b]}}", "params: {a-: {}, -a: {}}", "env: [A]", "env: {1A: b}",
    "env: {A-B: c}", "env: {A: [b]}", "env: {A: {}}", "env: {WEIR_RUN: b}",
    "env: {WEIR_PARAM_X: b}",
    "defaults: {cache: auto}", "defaults: {timeout: 4}", "defaults: {retry: -1}",
    "defaults: {shell: \"\"}", "defaults: {backend: 1}", "timeout: 12", "timeout: 1w",
    "timeout: 1.5h", "timeout: -1h", "timeout: \"1 h\"", "timeout: \"1h\\n\"", "on_failure: ignore",
    "concurrency: 1", "concurrency: {limit: 0}", "concurrency: {when_full: wait}",
    "concurrency: {max: 1}", "finally: [a]", "finally: {a: {}}", "outputs: [a]",
    "outputs: {\"a b\": 1}", "<<: {a: b}", "task: {}",
  ]

  private static let tasks = [
    "", "description: a", "run: x, command: [y]", "run: x, script: y", "command: [x], script: y",
    "run: ", "run: [x]", "run: {}", "command: x", "command: [[x]]", "command: [~]", "script: [a]",
    "uses: a, workflow: b", "run: x, workflow: b", "uses: ../a", "uses: 5", "uses: a.lock",
    "workflow: a b", "workflow: a, env: {}", "workflow: a, outputs: [b]",
    "workflow: a, cache: auto",
    "workflow: a, timeout: 1h", "uses: a, with: [b]", "uses: a, with: {\"b c\": 1}",
    "workflow: a, inputs: ",
  ]

  private static let running = [
    "with: {a: b}", "foreach: [1], matrix: {a: [1]}", "batch: 5", "max_parallel: 5",
    "matrix: {a: [1]}, batch: 5", "needs: {a: b}", "needs: {task: a, always: true}", "needs: 5",
    "needs: [{order: true}]", "needs: [a b]", "needs: ", "needs: [{task: a, order: \"yes\"}]",
    "needs: [{task: a, each: 5}]", "needs: [{task: a, each: \"\"}]", "params: every",
    "params: [a b]", "params: {}", "if: [a]", "if: ", "approval: true",
    "approval: {by: []  , who: a}",
    "approval: {by: 5}", "approval: {prompt: }", "inputs: {}", "inputs: [[a]]", "inputs: [~]",
    "outputs: {publish: true}", "outputs: [{path: a, kept: true}]",
    "outputs: [{path: a, optional: 1}]", "outputs: ", "result: xml", "result: 5", "stdin: a",
    "stdin: \"a ${{ b }}\"", "stdin: \"${{ b }}\\n\"", "env: {a b: c}", "inherit: [WEIR_TASK]",
    "inherit: \"\"", "inherit: 5", "shell: [a]", "shell: 5", "working_directory: {}",
    "versions: [\"${{ params.a }}\"]", "versions: {}", "keep: \"${{ run.id }}\"",
    "setup: {run: a}", "setup: {path: a}", "setup: a", "setup: {run: a, path: b, env: {}}",
    "setup: {run: \"${{ params.a }}\", path: b}", "timeout: ", "timeout: 30", "idle_timeout: 1y",
    "retry: three", "retry: -1", "retry: 1.5", "retry: {}", "retry: {limit: 1, delay: 5}",
    "retry: {limit: 1, backoff: 0.5}", "retry: {limit: 1, on_exit: 256}",
    "retry: {limit: 1, on_exit: [a]}", "retry: {limit: 1, times: 2}", "exit_codes: 5",
    "exit_codes: {fail: 1}", "exit_codes: {stop: -1}", "missing_outputs: ignore",
    "continue_on_error: \"yes\"", "continue_on_error: yes", "cache: never", "cache: 1",
    "cache: {}", "cache: {max_age: 1}", "backend: {}", "backend: [\"\"]", "backend: 5",
    "resources: {cpu: 1}", "resources: {cpus: 0}", "resources: {memory: 8}",
    "resources: {memory: 8GB}", "resources: {memory: 1.5G}", "resources: {time: 3}",
    "resources: {gpus: -1}", "priority: urgent", "complete: internal", "complete: true",
    "foreach: a", "foreach: 5", "foreach: {}", "foreach: {list: [1], lines: a}",
    "foreach: {glob: a, delimiter: b}", "foreach: {lines: a, header: true}",
    "foreach: {table: a, delimiter: ''}", "foreach: {table: a, header: false}",
    "foreach: {table: a, split: [b]}", "foreach: {table: a, split: {b: \"\"}}",
    "foreach: {list: a}",
    "foreach: {from: a}", "foreach: {product: [{list: [1]}]}", "foreach: {product: [{as: a}]}",
    "foreach: {product: {list: [1], as: a}}", "foreach: {product: [{list: [1], as: a b}]}",
    "foreach: {product: [{list: [1], as: a, header: true}]}",
    "foreach: {product: [{list: [1], lines: b, as: a}]}",
    "foreach: {product: [{list: [1], as: a, key: b}]}", "foreach: {list: [1], as: a}",
    "foreach: {list: [1], batch: 0}", "foreach: {list: [1], batch: {}}",
    "foreach: {list: [1], batch: {count: 0}}", "foreach: [1], max_parallel: 0",
    "foreach: [1], max_parallel: {all: 1}", "foreach: [1], max_parallel: many", "matrix: [1]",
    "matrix: {a: 1}", "matrix: {a: {}}", "matrix: {\"a b\": [1]}", "matrix: {include: {a: 1}}",
    "matrix: {include: [1]}", "matrix: {exclude: [{\"a b\": 1}]}", "depends_on: [b]",
  ]

  private static let definitions = [
    "{run: x, command: [y]}", "{script: a, run: b}", "{description: a}", "{run: x, needs: [a]}",
    "{run: x, foreach: [1]}", "{run: x, uses: a}", "{run: x, params: [a]}",
    "{run: x, params: {a: 5}}", "{run: x, params: {\"a b\": {}}}", "{run: x, if: a}",
    "{run: x, timeout: 5}", "{run: x, approval: {}}", "{workflow: a}",
  ]

  private static let settings = [
    "record: {}", "records: ", "records: {branch: 5}", "records: {branch: \"\"}",
    "records: {interval: 10}", "records: {keep: 0}", "records: {push: true}",
    "records: {mount: true}", "records: {sign: true}", "records: {max_log: 1}",
    "records: {max_log: 1MB}", "records: {logs: some}", "backends: []", "backends: {local: 8}",
    "backends: {local: {slots: 0}}", "backends: {local: {memory: 16}}",
    "backends: {local: {type: ssh}}", "backends: {lab: {}}", "backends: {lab: {slots: 1}}",
    "backends: {lab: {type: pbs}}", "backends: {lab: {type: ssh}}",
    "backends: {lab: {type: ssh, hosts: a}}", "backends: {lab: {type: ssh, hosts: [-a]}}",
    "backends: {lab: {type: ssh, hosts: [{slots: 1}]}}",
    "backends: {lab: {type: ssh, hosts: [a], partition: b}}",
    "backends: {lab: {type: local, hosts: [a]}}", "backends: {hpc: {type: slurm, submit_rate: -1}}",
    "backends: {hpc: {type: slurm, hosts: [a]}}", "backends: {hpc: {type: slurm, host: a b}}",
    "backends: {hpc: {type: slurm, host: a@-b}}", "backends: {\"a b\": {type: local}}",
    "watch: [main]", "watch: {poll: 30}", "watch: {takeover: always}", "hooks: wake",
    "hooks: {run: true}", "hooks: {run: on}", "shells: {hive: hive}", "shells: {\"a b\": [c]}",
    "shells: {hive: [[a]]}", "limits: {instances: 0}", "limits: {instances: \"1\"}",
    "notify: {on: failed, webhook: a}", "notify: [{webhook: a}]", "notify: [{on: failed}]",
    "notify: [{on: failed, webhook: a, command: [b]}]", "notify: [{on: [done], webhook: a}]",
    "secrets: {A: {env: A}}", "trust: {}", "serve: {}",
  ]

  private static let sites = [
    "secrets: [a]", "secrets: {A: b}", "secrets: {A: {}}", "secrets: {A: {env: A, file: b}}",
    "secrets: {A: {env: 5}}", "secrets: {A: {command: pass}}", "trust: {require: some}",
    "trust: {signers: a}", "serve: {listen: 7878}", "serve: {hook_secret: a}",
    "serve: {max_body: 100}", "serve: {rate: 0}", "serve: {tls: {cert: a}}",
    "serve: {tls: {cert: a, key: b, ca: c}}", "serve: {compat: {other: {}}}",
    "serve: {compat: {analytics_automated: {anonymous: 1}}}", "workflows: {}",
  ]
}
