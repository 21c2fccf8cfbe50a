import Model
import Testing

/// Values of a megabyte, and what no value can be.
@Suite struct HostileSizeTests {
  private static let megabyte = 1_000_000

  /// Each of a megabyte, and one that fits into an argument just so.
  private static let texts =
    ["x", "'", "\"", "\\", "\n", "$(pwn)", "`pwn`", "é", "${{ x }}", "a[$(touch pwned)0]"].map {
      String(repeating: $0, count: megabyte / $0.utf8.count)
    } + [String(repeating: "\"", count: 120_000)]

  private static let everywhere = """
    params: {x: {}}
    tasks:
      bash:
        inputs: []
        outputs: [bash]
        run: printf '%s' ${{ params.x }} > bash && [ "${{ params.x }}" = "${{ params.x }}" ]
      sh: {shell: sh, inputs: [], outputs: [sh], run: "cat <<E > sh\\n${{ params.x }}\\nE\\n"}
      stdin: {stdin: "${{ params.x }}", command: [tee, stdin], inputs: [], outputs: [stdin]}
      item:
        foreach: ["${{ params.x }}"]
        stdin: "${{ item }}"
        inputs: []
        outputs: ["item/${{ item == '' }}"]
        run: cat > item/false
      result: {stdin: "${{ params.x }}", run: cat; echo, result: text, inputs: []}
      after: {stdin: "${{ tasks.result.result }}", run: cat > after, inputs: [], outputs: [after]}
    """

  @Test(arguments: texts.indices) func `A megabyte arrives in scripts and on stdin`(
    _ index: Int
  ) throws {
    let text = Self.texts[index]
    let stage = try HostileStage(["workflows/w.yaml": Self.everywhere])
    let file = "\(stage.repository.root)/x"
    try stage.repository.write(text, to: file)
    try stage.weir(["run", "w", "-p", "x=@\(file)"])
    for (path, end) in [
      ("bash/bash", ""), ("sh/sh", "\n"), ("stdin/stdin", ""), ("after/after", ""),
    ] {
      let found = try stage.recorded("data/\(path)", of: "w")
      #expect(found == Array((text + end).utf8), "\(path): \(text.prefix(9)), \(found.count)")
    }
    try stage.expectNothingExecuted()
  }

  @Test(arguments: [
    "args: [\"${{ params.x }}\"], run: echo", "env: {X: \"${{ params.x }}\"}, run: echo",
    "command: [echo, \"${{ params.x }}\"]", "command: [grep, -e, \"${{ params.x }}\"]",
    "params: [x], run: echo", "shell: python, run: print(1), args: [-c, \"${{ params.x }}\"]",
  ])
  func `A megabyte is refused as an argument and as a variable`(task: String) throws {
    let stage = try HostileStage([
      "workflows/w.yaml": "params: {x: {}}\ntasks: {a: {inputs: [], \(task)}}\n"
    ])
    let file = "\(stage.repository.root)/x"
    try stage.repository.write(Self.texts[5], to: file)
    let outcome = try stage.weir(["run", "w", "-p", "x=@\(file)"], exit: 1)
    #expect(outcome.errors.contains("has more than 131072 bytes"), "\(outcome.errors)")
    #expect(outcome.errors.contains("hand the value over by `stdin`"), "\(outcome.errors)")
    try stage.expectNothingExecuted()
  }

  /// Each fits, all of them do not.
  @Test func `Too many arguments are refused in words`() throws {
    let words = [String](repeating: "\"${{ params.x }}\"", count: 60).joined(separator: ", ")
    let stage = try HostileStage([
      "workflows/w.yaml": """
      params: {x: {}}
      tasks: {a: {inputs: [], command: ["true", \(words)]}}
      """
    ])
    let file = "\(stage.repository.root)/x"
    try stage.repository.write(String(repeating: "'", count: 120_000), to: file)
    let outcome = try stage.weir(["run", "w", "-p", "x=@\(file)"], exit: 1)
    #expect(outcome.errors.contains("more than the system can hand over"), "\(outcome.errors)")
    #expect(outcome.errors.contains("hand the values over by `stdin`"), "\(outcome.errors)")
  }

  /// A long argument that follows `-e` or `-c` is no script.
  @Test func `Arguments of 121 to 128 KiB arrive`() throws {
    let text = String(repeating: "'", count: 125_000)
    let stage = try HostileStage([
      "workflows/w.yaml": """
      params: {x: {}}
      tasks:
        command:
          command: [bash, out.sh, -e, "${{ params.x }}", -c, "${{ params.x }}"]
          inputs: [out.sh]
          outputs: [command]
        script: {script: out.sh, args: [-e, "${{ params.x }}"], inputs: [], outputs: [script]}
        run:
          {shell: python, run: "import sys; open('run', 'w').write('-e ' + sys.argv[2])",
           args: [-e, "${{ params.x }}"], inputs: [], outputs: [run]}
      """,
      "out.sh": "printf '%s' \"$*\" > \"$WEIR_TASK\"\n",
    ])
    let file = "\(stage.repository.root)/x"
    try stage.repository.write(text, to: file)
    try stage.weir(["run", "w", "-p", "x=@\(file)"])
    for (task, expected) in [
      ("command", "-e \(text) -c \(text)"), ("script", "-e \(text)"), ("run", "-e \(text)"),
    ] {
      #expect(
        try stage.recorded("data/\(task)/\(task)", of: "w") == Array(expected.utf8),
        "\(task)"
      )
    }
  }

  @Test func `A placeholder of an interpreter in a value is data`() throws {
    let stage = try HostileStage([
      "workflows/w.yaml": """
      tasks: {a: {shell: own, run: "printf '%s' \\"$1\\"", args: ["${{ '{script}' }}"], inputs: []}}
      """,
      "weir.yaml": "shells: {own: [bash, \"{script}\"]}\n",
    ])
    try stage.weir(["run", "w"])
    #expect(try stage.recorded("logs/a.log", of: "w") == Array("{script}".utf8))
  }

  // MARK: - NUL

  private static let nul = "\\u0000"

  /// How a value with a NUL is given, and what is said of it; nothing is recorded.
  @Test(arguments: [
    (file: "a\0b", given: ["-p", "x=@FILE"], says: "holds a NUL character"),
    (
      file: "x: \"a\\0b\"", given: ["--params", "FILE"],
      says: "values.json:1:4: error: a text holds a NUL"
    ),
    (file: "{\"x\": \"a\(nul)b\"}", given: ["--params", "FILE"], says: "holds a NUL character"),
    (file: "x: \"a\0b\"", given: ["--params", "FILE"], says: "control character U+0000"),
    (file: "[\"a\(nul)\"]", given: ["-p", "l=@FILE"], says: "holds a NUL"),
    (file: "{\"a\": \"\(nul)\"}", given: ["-p", "j=@FILE"], says: "holds a NUL"),
    (file: "{\"\(nul)\": 1}", given: ["-p", "j=@FILE"], says: "holds a NUL"),
  ])
  func `NUL in a param`(_ route: (file: String, given: [String], says: String)) throws {
    let stage = try HostileStage([
      "workflows/w.yaml": """
      params: {x: {default: ""}, l: {type: list, default: []}, j: {type: json, default: null}}
      tasks: {a: {run: "echo ${{ params.x }} ${{ toJSON(params.l) }} ${{ toJSON(params.j) }}"}}
      """
    ])
    let file = "\(stage.repository.root)/values.json"
    try stage.repository.write(route.file, to: file)
    let given = route.given.map { $0.replacing("FILE", with: file) }
    let outcome = try stage.weir(["run", "w"] + given, exit: 2)
    #expect(outcome.errors.contains(route.says), "\(outcome.errors)")
    #expect(try stage.repository.git("for-each-ref", "refs/heads/weir") == "")
  }

  @Test(arguments: [
    "result: text, run: \"printf 'a\\\\0b'\"", "result: lines, run: \"printf 'a\\\\0b\\\\n'\"",
    "result: json, run: 'echo \"{\\\"a\\\": [\\\"\\u0000\\\"]}\"'",
    "run: \"printf 'a=\\\\0\\\\n' > $WEIR_OUTPUT\"",
    "run: 'echo \"{\\\"\\u0000\\\": 1}\" > $WEIR_RESULT'",
  ])
  func `NUL in a result`(task: String) throws {
    let stage = try HostileStage(["workflows/w.yaml": "tasks: {a: {inputs: [], \(task)}}\n"])
    let outcome = try stage.weir(["run", "w"], exit: 1)
    #expect(outcome.errors.contains("its result holds a NUL character"), "\(outcome.errors)")
    #expect(try stage.rows(of: "w").first?["result"] == nil)
  }

  @Test(arguments: [
    "foreach: [\"a\\0\"], run: echo", "env: {X: \"\\0\"}, run: echo", "args: [\"\\0\"], run: echo",
    "command: [echo, \"\\0\"]", "run: \"echo \\0\"", "inputs: [\"a\\0\"], run: echo",
    "outputs: [\"a\\0\"], run: echo", "working_directory: \"a\\0\", run: echo",
    "foreach: {json: nul.json}, run: echo", "foreach: {lines: nul.txt}, run: echo",
    "foreach: {table: nul.txt, header: [a]}, run: echo",
    "foreach: {json: nul.json, key: \"${{ item }}\"}, run: echo",
    "stdin: \"${{ 'a\\0' }}\", run: cat", "run: \"echo ${{ 'a\\0' }}\"",
    "if: \"'\\0' == 'a'\", run: echo", "description: \"\\0\", run: echo",
    "foreach: \"${{ fromJSON('[\\\"\(nul.replacing("\\", with: "\\\\"))\\\"]') }}\", run: echo",
  ])
  func `NUL in a workflow and in what it reads`(task: String) throws {
    let stage = try HostileStage([
      "workflows/w.yaml": "tasks: {a: {\(task)}}\n", "nul.json": "[\"a\(Self.nul)b\"]",
      "nul.txt": "a\0b\n",
    ])
    let outcome = try stage.weir(["run", "w"], exit: 2)
    #expect(outcome.errors.contains("NUL"), "\(outcome.errors)")
    #expect(try stage.repository.git("for-each-ref", "refs/heads/weir") == "")
  }
}
