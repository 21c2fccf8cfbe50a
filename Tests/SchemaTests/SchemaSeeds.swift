import WorkflowFiles

/// Good files in which together every key of the format stands.
enum SchemaSeeds {
  static let all: [(SchemaKind, String)] = [
    (.workflow, workflow), (.workflow, fanOuts), (.workflow, small), (.task, definition),
    (.task, program), (.task, script), (.settings, settings), (.site, site),
  ]

  static let workflow = """
    weir: 1
    name: variants
    description: Calls variants
    on:
      push: {branches: [main], tags: "v*", paths: ["data/**"]}
      schedule: [{cron: "0 3 * * *", timezone: Europe/Paris, catch_up: 6h}]
      after: [ingest]
      request:
      manual: {}
    params:
      caller: {type: string, enum: [gatk, freebayes], default: gatk, description: Which}
      depth: {type: integer, minimum: 0, maximum: 100, default: 30}
      names: {type: list, items: string, default: [], min_length: 0, max_length: 9}
      tag: {pattern: "^[a-z]+$", default: a}
      reads: {type: file, validate: [fastq, {regex: "^@"}]}
    env: {LC_ALL: C, LEVEL: 3, EMPTY: }
    defaults: {backend: local, timeout: 4h, retry: 1, shell: bash}
    timeout: 12h
    on_failure: stop
    concurrency: {group: "g-${{ params.caller }}", limit: 1, when_full: queue}
    tasks:
      index:
        description: Makes the index
        run: samtools faidx ref.fa
        inputs: ref.fa
        outputs: [ref.fa.fai, {path: b.txt, optional: true, publish: true}]
        result: text
        env: {A: b}
        inherit: [HTTP_PROXY]
        shell: bash
        working_directory: src
        versions: [samtools --version]
        keep: [.build]
        setup: {run: npm ci, inputs: [a.json], path: node_modules}
        timeout: 30m
        idle_timeout: 10m
        retry: {limit: 3, delay: 10s, backoff: 2, max_delay: 5m, on_exit: [75]}
        exit_codes: {success: [0, 1], stop: 123}
        missing_outputs: stop
        continue_on_error: true
        cache: {max_age: 1d}
        backend: [local]
        resources: {cpus: 4, memory: 8G, time: 3h, gpus: 1}
        priority: high
        complete: external
      ask:
        command: [make, "${{ params.caller }}"]
        args: [5, true]
        params: all
        stdin: "${{ tasks.index.result }}"
        if: success()
        needs: [index, {task: other, order: true, optional: true, each: sample}]
        approval: {prompt: Go?, by: ada@example.org}
        cache: auto
      other: {script: a.py, params: [caller], needs: index, cache: false}
      again: {uses: align, with: {threads: 4}}
      nested: {workflow: ingest, with: {day: [1, 2]}}
    finally: {notify: {run: ./tell}}
    outputs: {calls: "${{ tasks.index.result }}"}
    """

  static let fanOuts = """
    on: [push, request]
    tasks:
      a: {run: x, foreach: [1, b], batch: 100, max_parallel: 8, stdin: items}
      b: {run: x, foreach: {table: a.csv, delimiter: ";", header: [x], split: {x: ","}, key: "${{ item.x }}", batch: {count: 4}}}
      c: {run: x, foreach: {product: [{list: [1], as: size}, {table: t, header: true, delimiter: ",", split: {a: b}, as: t}]}}
      d: {run: x, foreach: {lines: a.txt}, max_parallel: {items: 2, each: 4}}
      e: {run: x, foreach: {glob: "*.fq"}}
      f: {run: x, foreach: {json: a.json}}
      g: {run: x, foreach: {from: "${{ tasks.a.results }}"}, batch: {count: 3}}
      h: {run: x, foreach: "${{ tasks.a.results }}"}
      i: {run: x, matrix: {v: [1, 2], w: "${{ params.w }}", include: [{v: 3}], exclude: [{v: 1}]}}
      j: {run: x, foreach: {list: [a]}}
      k: {run: x, foreach: {product: [{lines: a, as: l}, {glob: b, as: g}, {json: c, as: j}, {from: "${{ tasks.a.result }}", as: f}]}}
    """

  static let small = "{on: manual, tasks: {a: {run: echo}}}"

  static let definition = """
    description: Aligns
    params: {threads: {type: integer, default: 4}, sample: {}}
    script: scripts/align.sh
    args: ["${{ params.sample }}"]
    inputs: [a]
    outputs: b
    result: json
    stdin: items
    env: {A: b}
    inherit: A
    shell: sh
    working_directory: .
    versions: v
    keep: k
    setup: {run: a, path: b}
    timeout: 1s
    idle_timeout: 500ms
    retry: 2
    exit_codes: {success: 0}
    missing_outputs: fail
    continue_on_error: false
    cache: true
    backend: local
    resources: {cpus: 1}
    priority: low
    complete: external
    """

  static let program = "{command: [a, \"${{ params.b }}\"], params: {b: {}}}"

  static let script = "{run: make, params: {b: {}}, shell: sh}"

  static let settings = """
    records: {branch: weir/runs, interval: 10s, keep: 500, push: false, mount: runs, sign: false, max_log: 1M, max_output: 10M, max_run: 100M, logs: auto}
    backends:
      local: {type: local, slots: 8, memory: 16G}
      lab: {type: ssh, hosts: [{host: node1, slots: 4}, ada@node2], folder: .cache, ssh_options: [-F, a]}
      hpc: {type: slurm, partition: main, account: bio, options: [a], submit_rate: 0.5, poll: 15s, host: login1, folder: w, ssh_options: []}
      here: {type: local}
    watch: {branches: main, remote: origin, poll: 30s, takeover: 1h}
    hooks: {run: wake}
    shells: {hive: [hive, -f, "{script}"]}
    limits: {instances: 200000, runs_queued: 1000}
    notify: [{on: [failed], webhook: "https://a"}, {on: succeeded, command: [./tell.sh]}]
    """

  static let site = """
    records: {push: origin, mount: false}
    secrets: {A: {env: A}, B: {file: ~/b}, C: {command: [pass, c]}}
    trust: {require: all, allowed_signers: a}
    serve:
      listen: 127.0.0.1:7878
      hook_secret: {env: H}
      max_body: 100M
      rate: 50
      streams: 500
      tls: {cert: a, key: b}
      compat: {analytics_automated: {anonymous: false, soft_limit: 10, hard_limit: 15}}
    hooks: {run: off}
    """
}
