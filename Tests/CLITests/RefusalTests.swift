import Testing

/// What `weir check` finds wrong, `weir plan` and `weir run` refuse before anything runs.
@Suite struct RefusalTests {
  private struct Case {
    let files: [String: String]
    /// Of the first problem: place, message and hint.
    let said: String
  }

  private static let cases = [
    "backend that nobody declares": Case(
      files: ["workflows/w.yaml": "tasks:\n  a: {run: hostname, backend: hpc}\n"],
      said: """
        workflows/w.yaml:2:3: error: the task "a" asks for the backend "hpc", which is not declared
            a: {run: hostname, backend: hpc}
            ^
        hint: declare it under "backends" in weir.yaml

        """
    ),
    "backend that this version has not": Case(
      files: [
        "weir.yaml": "backends: {hpc: {type: slurm}}\n",
        "workflows/w.yaml": "tasks:\n  a: {run: hostname, backend: hpc}\n",
      ],
      said: """
        workflows/w.yaml:2:3: error: this version cannot run tasks on "hpc", a backend of type \
        slurm, which the task "a" asks for
            a: {run: hostname, backend: hpc}
            ^
        hint: name a backend of this machine as well: backend: [hpc, local]

        """
    ),
    "shell that nobody declares": Case(
      files: ["workflows/w.yaml": "tasks:\n  a: {run: echo, shell: fish}\n"],
      said: """
        workflows/w.yaml:2:3: error: the task "a" asks for the shell "fish", which is not declared
            a: {run: echo, shell: fish}
            ^
        hint: declare it under "shells" in weir.yaml

        """
    ),
    "workflow that is not there": Case(
      files: ["workflows/w.yaml": "tasks:\n  a: {run: echo}\n  e: {workflow: nope}\n"],
      said: """
        workflows/w.yaml:3:3: error: the task "e" calls the workflow "nope", which is not there
            e: {workflow: nope}
            ^

        """
    ),
    "value that the called workflow refuses": Case(
      files: [
        "workflows/w.yaml": "tasks:\n  a: {run: echo}\n  g: {workflow: kid, with: {x: abc}}\n",
        "workflows/kid.yaml": "params: {x: {type: integer}}\ntasks: {a: {run: echo}}\n",
      ],
      said: "workflows/w.yaml:3:29: error: param \"x\" of workflow \"kid\" "
    ),
    "error inside a workflow that a called one calls": Case(
      files: [
        "workflows/w.yaml": "tasks:\n  a: {run: echo}\n  g: {workflow: kid}\n",
        "workflows/kid.yaml": "tasks: {a: {workflow: grandchild}}\n",
        "workflows/grandchild.yaml": "tasks: {a: {run: echo, shell: fish}}\n",
      ],
      said: """
        workflows/grandchild.yaml:1:9: error: the task "a" asks for the shell "fish", which is not \
        declared

        """
    ),
    "column that the table has not": Case(
      files: [
        "s.csv": "sample,n\nx,1\n",
        "workflows/w.yaml": """
        tasks:
          a: {run: echo}
          t:
            foreach: {table: s.csv}
            run: echo rm -rf /data/${{ item.smaple }}

        """,
      ],
      said: """
        workflows/w.yaml:4:5: error: s.csv has no column "smaple", which the task "t" asks for
              foreach: {table: s.csv}
              ^
        hint: did you mean "sample"?

        """
    ),
    "column of a product that its table has not": Case(
      files: [
        "s.csv": "sample,n\nx,1\n",
        "workflows/w.yaml": """
        tasks:
          t:
            foreach: {product: [{table: s.csv, as: row}, {list: [1, 2], as: n}]}
            run: echo
            env: {N: "${{ item.n }}", S: "${{ item.row.sample }}", M: "${{ item.row.m }}"}

        """,
      ],
      said:
        "workflows/w.yaml:3:5: error: s.csv has no column \"m\", which the task \"t\" asks for\n"
    ),
    "column of a table that a called workflow reads": Case(
      files: [
        "s.csv": "sample,n\nx,1\n",
        "workflows/w.yaml": """
        params: {table: {type: path, default: s.csv}}
        tasks:
          a: {run: echo}
          g: {workflow: kid, with: {file: "${{ params.table }}"}}

        """,
        "workflows/kid.yaml": """
        params: {file: {type: path, default: s.csv}}
        tasks:
          t:
            foreach: {table: "${{ params.file }}"}
            command: [echo, "${{ item.smaple }}"]

        """,
      ],
      said: "workflows/kid.yaml:4:5: error: s.csv has no column \"smaple\""
    ),
  ]

  @Test(arguments: cases.keys.sorted()) func isRefused(name: String) throws {
    let refusal = try #require(Self.cases[name])
    let repository = try TestRepository()
    try repository.commit(refusal.files)
    for arguments in [["check"], ["plan", "w"], ["run", "w"]] {
      let outcome = try TestRepository.run(TestRepository.weir, arguments, in: repository.path)
      #expect(outcome.exit == 2, "\(arguments): \(outcome.errors)")
      let first = refusal.said.split(separator: "\n", maxSplits: 1)[0]
      #expect(outcome.errors.contains(first), "\(arguments): \(outcome.errors)")
      if arguments[0] != "check" {
        #expect(outcome.errors.hasPrefix(refusal.said), "\(arguments): \(outcome.errors)")
      }
      #expect(outcome.output.isEmpty)
    }
    #expect(try repository.git("for-each-ref", "refs/heads/weir", "refs/weir").isEmpty)
  }

  @Test func aListOfBackendsMayFallBackOnThisMachine() throws {
    let repository = try TestRepository()
    try repository.commit([
      "weir.yaml": "backends: {hpc: {type: slurm}}\n",
      "workflows/w.yaml": "tasks: {a: {run: echo here, backend: [hpc, local]}}\n",
    ])
    try repository.weirOutput("check")
    try repository.weirOutput("run")
    #expect(try repository.weirOutput("logs", "w/latest/a") == "here\n")
  }

  @Test func aCallThatIsNotMadeMayHaveValuesThatDoNotFit() throws {
    let repository = try TestRepository()
    try repository.commit([
      "workflows/w.yaml": """
      params: {table: {type: string, default: ""}}
      tasks:
        a: {run: echo}
        g: {if: "params.table != ''", workflow: kid, with: {file: "${{ params.table }}"}}

      """,
      "workflows/kid.yaml": """
      params: {file: {type: string}}
      tasks: {t: {foreach: {table: "${{ params.file }}"}, command: [echo, "${{ item.a }}"]}}

      """,
    ])
    try repository.weirOutput("run", "w")
  }

  @Test func aWorkflowMayCallItselfUnderACondition() throws {
    let repository = try TestRepository()
    try repository.commit([
      "workflows/w.yaml": """
      params: {n: {type: integer, default: 2}}
      tasks:
        a: {run: "echo $((${{ params.n }} - 1))", result: json}
        again: {if: params.n > 1, workflow: w, with: {n: "${{ tasks.a.result }}"}}

      """,
      "workflows/other.yaml": "tasks: {a: {run: echo}}\n",
    ])
    try repository.weirOutput("check")
    try repository.weirOutput("run", "w")
  }

  @Test func whatIsWrongInACalledFileIsToldWithItsPlace() throws {
    let repository = try TestRepository()
    try repository.commit([
      "workflows/w.yaml": "tasks:\n  a: {run: echo}\n  g: {workflow: kid}\n",
      "workflows/kid.yaml": "tasks: {a: {rum: echo}}\n",
    ])
    let outcome = try repository.weir("run", "w")
    #expect(outcome.exit == 2)
    #expect(outcome.errors.contains("workflows/kid.yaml:1:13: error: "), "\(outcome.errors)")
    #expect(try repository.git("for-each-ref", "refs/heads/weir").isEmpty)
    for arguments in [["check"], ["check", "workflows/w.yaml"]] {
      let check = try TestRepository.run(TestRepository.weir, arguments, in: repository.path)
      #expect(check.exit == 2)
      #expect(
        check.errors.contains(
          """
          workflows/w.yaml:3:3: error: the task "g" calls the workflow "kid", which has problems \
          itself

          """
        ),
        "\(check.errors)"
      )
    }
  }

  @Test func aColumnIsMissedInATableThatATaskMakes() throws {
    let repository = try TestRepository()
    try repository.commit([
      "workflows/w.yaml": """
      tasks:
        make: {run: 'printf "sample,n\\nx,1\\n" > made.csv', outputs: [made.csv]}
        t: {foreach: {table: made.csv}, command: [touch, "never${{ item.smaple }}"]}

      """
    ])
    #expect(try repository.weir("run").exit == 1)
    let shown = try repository.weirOutput("show", "w")
    #expect(shown.contains("made.csv has no column \"smaple\""), "\(shown)")
  }
}
