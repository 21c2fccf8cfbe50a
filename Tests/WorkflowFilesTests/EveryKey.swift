import Model
import WorkflowFiles

/// Files that use every key, in every form that a key has.
enum EveryKey {
  static let workflow = """
    weir: 1
    name: every
    description: "All of it: \\u00e9"
    on:
      push: {branches: [main, "rel/*"], tags: ["v*"], paths: ["data/**", "!data/tmp/**"]}
      schedule: [{cron: "0 3 * * *", timezone: Europe/Paris, catch_up: 6h}]
      after: [ingest]
      request: {}
      manual: {}
    params:
      caller: {type: string, enum: [gatk, bayes], default: gatk, pattern: "^[a-z]+$", min_length: 1, max_length: 9, description: who}
      n: {type: integer, minimum: 0, maximum: 100, default: 30}
      ratio: {type: number, default: 0.5}
      flag: {type: boolean, default: false}
      day: {type: date, default: 2026-11-21}
      time: {type: datetime, default: "2026-11-21T03:12:05Z"}
      where: {type: path, default: a/b}
      reads: {type: file, validate: [fastq, {regex: "^@"}]}
      names: {type: list, items: string, default: [a, b]}
      tree: {type: json, default: {a: [1, null, true, {b: "x"}]}}
    env: {LC_ALL: C, BASE: "${{ params.caller }}-${{ run.id }}"}
    defaults: {backend: [hpc, local], timeout: 4h, retry: {limit: 1, delay: 1s}, shell: sh}
    concurrency: {group: "g-${{ params.caller }}", limit: 2, when_full: replace}
    timeout: 12h
    on_failure: stop
    outputs: {calls: "${{ tasks.lines.results }}", plain: [1, {a: "${{ run.id }}"}], name: x}
    tasks:
      index:
        run: |
          samtools faidx ref.fa > "${{ params.caller }}"
          echo ${{ params.names[0] }} $((1 + ${{ params.n }})) "$(cat ${{ env.BASE }})"
        inputs: [ref.fa, "data/*.csv", "in/${{ params.caller }}.txt"]
        outputs: [ref.fa.fai, {path: "out/${{ params.caller }}", optional: true, publish: true}]
        params: all
        result: json
        shell: bash
        setup: {run: make venv, inputs: [req.txt], path: .venv}
        keep: [.build]
        versions: ["bwa --version"]
        inherit: [HTTP_PROXY]
        priority: high
        missing_outputs: stop
        complete: external
        exit_codes: {success: [0, 1], stop: [123]}
        retry: {limit: 3, delay: 10s, backoff: 2, max_delay: 5m, on_exit: [75, 137]}
        resources: {cpus: 4, memory: 8G, time: 3h, gpus: 1}
        env: {TOKEN: "${{ secrets.TOKEN }}"}
      list: {command: [ls, -l, "${{ default(params.caller, 'x') }}"], needs: [index], timeout: 500ms}
      made:
        uses: align
        with: {threads: 8, sample: "s-${{ params.caller }}", extra: {deep: ["${{ run.id }}", 1]}}
        approval: {prompt: "Go ${{ params.caller }}?", by: [ada@example.org]}
      child: {workflow: ingest, with: {x: "${{ params.n }}", y: [1]}, needs: [{task: made, optional: true}]}
      grid:
        matrix: {size: [1, 2], os: "${{ params.names }}", include: [{size: 3, os: z, more: "${{ run.id }}"}], exclude: [{size: 1, os: b}]}
        max_parallel: {items: 2, each: 4}
        script: scripts/grid.py
        args: ["${{ matrix.size }}"]
        shell: python
        working_directory: "src/${{ matrix.os }}"
        stdin: "${{ toJSON(matrix) }}"
        result: text
      paired:
        matrix: {size: [1, 2], os: [a, b]}
        needs: [{task: grid, each: size}, {task: index, order: true}]
        if: tasks.list.status == 'succeeded' && !params.flag
        run: echo ${{ matrix.os }}
      keyed: {matrix: {size: [1]}, needs: [{task: paired, each: true}], run: "true"}
      rows:
        foreach:
          table: data/samples.csv
          delimiter: ";"
          header: [sample, args]
          split: {args: ","}
          batch: 10
        max_parallel: 8
        run: xargs echo
        stdin: items
      head: {foreach: {table: t.tsv, header: true, key: "${{ item.x }}"}, run: 'echo "${{ item.x }}"'}
      lines: {foreach: {lines: "n/${{ params.caller }}.txt", batch: {count: 4}}, run: "true", result: lines}
      files: {foreach: {glob: "data/*.fq"}, run: "true", cache: true}
      parsed: {foreach: {json: r.json}, run: "true", cache: false, inputs: []}
      later: {foreach: {from: "${{ tasks.index.result }}"}, run: "true", cache: {max_age: 1d}}
      whole: {foreach: "${{ params.names }}", run: "true", cache: auto}
      literal: {foreach: [a, {b: "${{ params.n }}"}, 3, [x]], batch: 2, run: "true", continue_on_error: true}
      listed: {foreach: {list: [p, q]}, run: "true", idle_timeout: 10m}
      product:
        foreach: {product: [{list: [1, 2], as: size}, {glob: "d/*.fq", as: reads}]}
        backend: lab
        run: "true"
        needs: [{task: index, order: true, optional: true}]
    finally:
      notify: {run: 'notify "$WEIR_STATUS"', needs: [], priority: low}
      after_it: {command: ["true"], needs: [notify], if: always()}
    """

  /// Says what `workflow` says once otherwise.
  static let other = """
    name: other
    concurrency: {limit: 3, when_full: latest}
    tasks:
      a:
        run: b
        foreach: {table: a.csv, split: {b: "|"}}
        setup: {run: c, path: d}
        approval: {by: [eve, ada]}
      b: {uses: sort, with: {sample: x}}
    """

  static let definition = """
    description: Aligns one sample
    params:
      threads: {type: integer, default: 4}
      sample: {type: string}
      extra: {type: json, default: null}
    command: [bwa, "${{ params.threads }}"]
    args: ["${{ params.sample }}"]
    outputs: ["bam/${{ params.sample }}.bam"]
    env: {THREADS: "${{ params.threads }}"}
    """

  static func parse(
    _ bytes: [UInt8],
    path: String = "workflows/every.yaml",
    definition: [UInt8] = Array(definition.utf8)
  ) -> ParsedWorkflow {
    WorkflowFile.parse(bytes, path: path) { name in
      ["align", "sort"].contains(name)
        ? DefinitionText(path: "workflows/tasks/\(name).yaml", bytes: definition) : nil
    }
  }
}
