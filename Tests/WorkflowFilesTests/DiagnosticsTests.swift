import Model
import Testing
import WorkflowFiles

@Suite struct DiagnosticsTests {
  @Test func everyProblemIsToldAtOnceAndInOrder() {
    let text = """
      nmae: x
      params:
        caller: {type: string, enum: [gatk, freebayes], default: gatkk}
        9x: {type: string}
      tasks:
        index:
          run: samtools faidx ref.fa
          input: [ref.fa]
          outputs: [ref.fa.fai, ../x, runs/a]
          timeout: 30
        align:
          run: echo ${{ params.caler }}
          needs: [indx, align, {order: true}]
          foreach: [a]
          outputs: [ref.fa.fai]
          retry: -1
          cache: sometimes
        nothing: {description: none}
        both: {run: a, command: [b]}
      """
    #expect(
      problems(text) == """
        workflows/a.yaml:1:1: error: unknown key "nmae" in a workflow
          nmae: x
          ^^^^
        hint: did you mean "name"?
        workflows/a.yaml:3:60: error: "default" of "caller" must be one of "gatk", "freebayes"
            caller: {type: string, enum: [gatk, freebayes], default: gatkk}
                                                                     ^^^^^
        hint: did you mean "gatk"?
        workflows/a.yaml:4:3: error: "9x" is no valid name for a param
            9x: {type: string}
            ^^
        hint: a name starts with a letter and holds letters, digits, "_", "." and "-"
        workflows/a.yaml:8:5: error: unknown key "input" in a task
              input: [ref.fa]
              ^^^^^
        hint: did you mean "inputs"?
        workflows/a.yaml:9:27: error: the output "../x" leaves the task's folder
              outputs: [ref.fa.fai, ../x, runs/a]
                                    ^^^^
        workflows/a.yaml:9:33: error: the output "runs/a" stands in runs/, where weir shows its records
              outputs: [ref.fa.fai, ../x, runs/a]
                                          ^^^^^^
        workflows/a.yaml:10:14: error: "timeout" must be a duration, not the number 30
              timeout: 30
                       ^^
        hint: add a unit, such as 30s
        workflows/a.yaml:12:19: error: there is no param "caler"
              run: echo ${{ params.caler }}
                            ^^^^^^^^^^^^
        hint: did you mean "caller"?
        workflows/a.yaml:13:13: error: there is no task "indx"
              needs: [indx, align, {order: true}]
                      ^^^^
        hint: did you mean "index"?
        workflows/a.yaml:13:19: error: the task "align" cannot need itself
              needs: [indx, align, {order: true}]
                            ^^^^^
        workflows/a.yaml:13:26: error: "task" is missing in a need
              needs: [indx, align, {order: true}]
                                   ^
        hint: for example: task: align
        workflows/a.yaml:15:15: error: the output "ref.fa.fai" is the same for every instance
              outputs: [ref.fa.fai]
                        ^^^^^^^^^^
        hint: put something of "item" into it
        workflows/a.yaml:15:15: error: the output "ref.fa.fai" is declared by task "index" too at 9:15
              outputs: [ref.fa.fai]
                        ^^^^^^^^^^
        hint: a path belongs to one task
        workflows/a.yaml:16:12: error: "retry" must be a whole number from 0 to 1000000 or a map, not the number -1
              retry: -1
                     ^^
        hint: for example: retry: 3
        workflows/a.yaml:17:12: error: "cache" must be "auto", true or false or a map, not the string "sometimes"
              cache: sometimes
                     ^^^^^^^^^
        hint: for example: cache: auto
        workflows/a.yaml:18:3: error: a task needs one of "run", "command", "script", "uses" or "workflow"
            nothing: {description: none}
            ^^^^^^^
        workflows/a.yaml:19:18: error: "run" and "command" cannot stand together in a task
            both: {run: a, command: [b]}
                           ^^^^^^^
        hint: keep one of them

        """
    )
  }

  @Test(arguments: [
    ("- a", "1:1: a workflow must be a map, not a list"),
    ("a", "1:1: a workflow must be a map, not the string \"a\""),
    ("name: b", "1:1: \"tasks\" is missing in a workflow"),
    ("tasks: {}", "1:8: \"tasks\" is empty"),
    ("tasks:", "1:7: \"tasks\" has no value; expected a map"),
    ("tasks: [a]", "1:8: \"tasks\" must be a map, not a list"),
    ("weir: 2\ntasks: {a: {run: b}}", "1:7: \"weir\" must be the number 1, not the number 2"),
    (
      "name: latest\ntasks: {a: {run: b}}",
      "1:7: \"latest\" is reserved and cannot be a workflow's name"
    ),
    ("name: 5\ntasks: {a: {run: b}}", "1:7: \"name\" must be a name, not the number 5"),
    ("name: a b\ntasks: {a: {run: b}}", "1:7: \"a b\" is no valid name"),
    ("tasks: {a.log: {run: b}}", "1:9: \"a.log\" is no valid name for a task"),
    ("tasks: {on: {run: b}, no: {run: c}}", ""),
    ("tasks: {a: {run: [b]}}", "1:18: \"run\" must be a script, not a list"),
    ("tasks: {a: {run: ' '}}", "1:18: \"run\" is empty"),
    (
      "tasks: {a: {command: make all}}",
      "1:22: \"command\" must be a list, not the string \"make all\""
    ),
    ("tasks: {a: {command: []}}", "1:22: \"command\" is empty"),
    ("tasks: {a: {command: [a, [b]]}}", "1:26: \"command\" must be a text, not a list"),
    ("tasks: {a: {script: a.rb}}", "1:21: what runs \"a.rb\" does not follow from its ending"),
    ("tasks: {a: {script: a.rb, shell: ruby}}", ""),
    ("tasks: {a: {script: a.R}}", ""),
    ("tasks: {a: {run: b, env: {1x: c}}}", "1:27: \"1x\" is no name of an environment variable"),
    (
      "tasks: {a: {run: b, env: {WEIR_RUN: c}}}",
      "1:27: the variable \"WEIR_RUN\" is set by weir itself"
    ),
    ("tasks: {a: {run: b, env: {A: [c]}}}", "1:30: the variable \"A\" must be a text, not a list"),
    ("tasks: {a: {run: b, env: {A: , B: 1.50, C: true, D: 0x1F}}}", ""),
    (
      "tasks: {a: {run: b, timeout: 1.5h}}",
      "1:30: \"timeout\" must be a duration, not the string \"1.5h\""
    ),
    (
      "tasks: {a: {run: b, continue_on_error: yes}}",
      "1:40: \"continue_on_error\" must be true or false, not the string \"yes\""
    ),
    (
      "tasks: {a: {run: b, result: xml}}",
      "1:29: \"result\" must be \"json\", \"text\" or \"lines\", not the string \"xml\""
    ),
    ("tasks: {a: {run: b, params: [x]}}", "1:30: there is no param \"x\""),
    (
      "params: {a-b: {}, a_b: {}}\ntasks: {a: {run: b, params: all}}",
      "2:29: the params \"a-b\" and \"a_b\" would both be the variable WEIR_PARAM_A_B"
    ),
    ("tasks: {a: {uses: b}}", "1:19: there is no definition \"b\""),
    (
      "finally: {a: {run: b}}\ntasks: {a: {run: b}}",
      "1:11: \"a\" is a task of \"tasks\" too"
    ),
    (
      "tasks: {a: {run: b, needs: [{task: c, each: true}]}, c: {run: d}}",
      "1:45: \"each\" pairs instances, but this task has neither \"foreach\" nor \"matrix\""
    ),
    ("on: manual\ntasks: {a: {run: b}}", ""),
    (
      "on: pull_request\ntasks: {a: {run: b}}",
      "1:5: \"on\" must be \"push\", \"manual\" or \"request\", a list or a map, not the string \"pull_request\""
    ),
    ("on: {pull: {}}\ntasks: {a: {run: b}}", "1:6: unknown key \"pull\" in \"on\""),
    (
      "on: {push: {paths: [a]}, schedule: [{cron: '0 3 * * *', catch_up: 6h}], after: [b]}\ntasks: {a: {run: b}}",
      ""
    ),
    ("<<: {a: b}\ntasks: {a: {run: b}}", "1:1: the merge key \"<<\" is not part of YAML 1.2"),
    (
      "defaults: {resources: {}}\ntasks: {a: {run: b}}",
      "1:12: unknown key \"resources\" in \"defaults\""
    ),
    (
      "tasks: {a: {run: b, params: {}}, c: {run: d}}",
      "1:29: \"params\" must be \"all\" or a list, not a map"
    ),
  ])
  func isTold(text: String, expected: String) {
    let told = parse(text).diagnostics.map { diagnostic in
      (diagnostic.location.map { "\($0.line):\($0.column): " } ?? "") + diagnostic.message
    }
    #expect(told.joined(separator: "; ") == expected)
  }
}
