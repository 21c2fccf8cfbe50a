import Model
import Testing

/// Hostile texts in every place in which a workflow may put a value on its way to a program.
@Suite struct HostilePlaceTests {
  private static let texts = HostileStrings.all

  @Test func `There are several hundred texts`() {
    #expect(Self.texts.count >= 500)
    #expect(Self.texts.contains(HostileStrings.evaluated))
  }

  @Test func `What is executed is noticed`() throws {
    let stage = try HostileStage([
      "workflows/w.yaml": """
      params: {x: {}}
      tasks: {a: {env: {X: "${{ params.x }}"}, inputs: [], run: 'eval "$X"', cache: false}}
      """
    ])
    try stage.weir(["run", "w", "-p", "x=: $((\(HostileStrings.evaluated)))"], exit: 1)
    #expect(try stage.executions().contains("pwned"))
  }

  /// A place of a script with `X` for a value, and what `note` is given of it.
  struct Place: Sendable {
    let script: String
    let noted: [String]

    init(_ script: String, _ noted: String...) {
      self.script = script
      self.noted = noted
    }
  }

  private static let everyShell = [
    Place("note X", "X"), Place("note \"X\"", "X"), Place("note aXb 'it'X", "aXb", "itX"),
    Place("note \"<X>\" \"it's X\" \"'X'\"", "<X>", "it's X", "'X'"), Place("note XX", "XX"),
    Place("note -- X --x=X", "--", "X", "--x=X"), Place("x=X; note \"$x\"", "X"),
    Place("x=\"a X\"; note \"$x\"", "a X"), Place("x=X y=X env >/dev/null; note X", "X"),
    Place("export A=X; sh -c 'printf \"%s\\0\" \"$A\"' >&3", "X"),
    Place("for x in X b; do note \"$x\"; done", "X", "b"),
    Place("case X in \"X\") note same;; esac", "same"), Place("[ X = X ] && note same", "same"),
    Place("test a != bX && note other", "other"), Place("note \"$(printf %s. X)\"", "X."),
    Place("note \"$(printf %s. \"X\")\"", "X."), Place("cat <<E >&3\nX\nE\nnote ''", "X\n"),
    Place("cat <<-E >&3\n\t\"X\" 'X'\n\tE\nnote ''", "\"X\" 'X'\n"),
    Place("set -- X b; note \"$@\"", "X", "b"), Place("f() { note \"$1\" X; }; f X", "X", "X"),
    Place("if note X; then note X; fi", "X", "X"), Place("(note X); { note X; }", "X", "X"),
    Place("printf '%s\\0' X | cat >&3", "X"),
    Place("printf '%s\\0' X >out; cat out >&3", "X"), Place("! note X || :", "X"),
  ]

  private static let bashAlone = [
    Place("x=(X b); note \"${x[@]}\"", "X", "b"), Place("x=a; x+=X; note \"$x\"", "aX"),
    Place("x[1]=X; note \"${x[1]}\"", "X"), Place("x=([2]=X); note \"${x[2]}\"", "X"),
    Place("cat <<<X >&3; note ''", "X\n"), Place("[[ X == X ]] && note same", "same"),
    Place("[[ aX == a* ]] && note X", "X"), Place("cat <(printf '%s\\0' X) >&3", "X"),
    Place("mapfile -d '' -t x < <(printf '%s\\0' X); note \"${x[@]}\"", "X"),
    Place("export x=(X); note \"${x[0]}\"", "X"), Place("note X & wait", "X"),
  ]

  /// A few tasks a place, in whose scripts all texts stand.
  @Test(arguments: ["bash", "sh"]) func `In scripts`(shell: String) throws {
    let places = Self.everyShell + (shell == "bash" ? Self.bashAlone : [])
    var workflow = "params: {x: {type: list}}\ntasks:\n"
    var expected: [(task: String, route: String, noted: [String])] = []
    for (number, place) in places.enumerated() {
      // Not all in one: the expressions of a text are bounded.
      for start in stride(from: 0, to: Self.texts.count, by: 200) {
        let part = start..<min(start + 200, Self.texts.count)
        let task = "t\(number)_\(start)"
        var script = "exec 3>\(task)\n"
        script += "note() { for word; do printf '%s\\0' \"$word\"; done >&3; }\n"
        for index in part {
          script += place.script.replacing("X", with: "${{ params.x[\(index)] }}") + "\n"
        }
        workflow += "  \(task): {shell: \(shell), inputs: [], outputs: [\(task)], "
        workflow += "run: \(JSONWriter.compact(.string(script)))}\n"
        let noted = Self.texts[part].flatMap { text in
          place.noted.map { $0.replacing("X", with: text) }
        }
        expected.append((task, "\(shell): \(place.script)", noted))
      }
    }
    let stage = try HostileStage([
      "workflows/w.yaml": workflow, "values.json": "{\"x\": \(quotedList(Self.texts))}",
    ])
    try stage.weir(["run", "w", "--params", "values.json"])
    for (task, route, noted) in expected {
      let found = textsBeforeNul(try stage.recorded("data/\(task)/\(task)", of: "w"))
      HostileStage.expectSame(found, noted, route)
    }
    try stage.expectNothingExecuted()
  }

  /// Scripts that write the variables `V0`, `V1`, … and their arguments to TASK.out, and their
  /// stdin to TASK.in.
  private static let languages = [
    (
      name: "python", ending: "py", program: "python3",
      script: """
      import os, sys
      given = [os.environb[b"V%d" % i] for i in range(int(os.environ["COUNT"]))]
      given += map(os.fsencode, sys.argv[1:])
      task = os.environ["WEIR_TASK"]
      open(task + ".out", "wb").write(b"".join(x + b"\\0" for x in given))
      open(task + ".in", "wb").write(sys.stdin.buffer.read())
      """
    ),
    (
      name: "perl", ending: "pl", program: "perl",
      script: """
      open my $out, ">", "$ENV{WEIR_TASK}.out"; open my $in, ">", "$ENV{WEIR_TASK}.in";
      print $out "$_\\0" for (map { $ENV{"V$_"} } 0..$ENV{COUNT}-1), @ARGV;
      local $/; print $in scalar <STDIN>;
      """
    ),
    (
      name: "node", ending: "js", program: "node",
      script: """
      const fs = require("fs"), task = process.env.WEIR_TASK
      const given = [...Array(Number(process.env.COUNT)).keys()].map(i => process.env["V" + i])
      const all = given.concat(process.argv.slice(-given.length))
      fs.writeFileSync(task + ".out", all.map(x => x + "\\0").join(""))
      fs.writeFileSync(task + ".in", fs.readFileSync(0))
      """
    ),
    (
      name: "bash", ending: "sh", program: "bash",
      script: """
      for ((i = 0; i < COUNT; i++)); do name=V$i; printf '%s\\0' "${!name}"; done >"$WEIR_TASK.out"
      printf '%s\\0' "$@" >>"$WEIR_TASK.out"
      cat >"$WEIR_TASK.in"
      """
    ),
  ]

  /// In `args`, `env` and `stdin` of scripts in four languages, of files and of plain commands.
  @Test func `Beside scripts`() throws {
    let values = Self.texts.indices.map { "\"${{ params.x[\($0)] }}\"" }
    let variables = values.enumerated().map { "V\($0.offset): \($0.element)" }
    var files = ["values.json": "{\"x\": \(quotedList(Self.texts))}"]
    var workflow = """
      params: {x: {type: list}}
      env: {COUNT: \(values.count), \(variables.joined(separator: ", "))}
      tasks:

      """
    var names: [String] = []
    for language in Self.languages {
      let file = "scripts/a.\(language.ending)"
      files[file] = language.script
      let actions = [
        "shell: \(language.name), inputs: [], run: \(JSONWriter.compact(.string(language.script)))",
        "script: \(file), inputs: []",
        "command: [\(language.program), \(file)], inputs: [\(file)]",
      ]
      for (number, action) in actions.enumerated() {
        let name = "\(language.name)\(number)"
        names.append(name)
        workflow += """
            \(name):
              {args: [\(values.joined(separator: ", "))], stdin: "${{ toJSON(params.x) }}",
               outputs: [\(name).out, \(name).in], \(action)}

          """
      }
    }
    files["workflows/w.yaml"] = workflow
    let stage = try HostileStage(files)
    try stage.weir(["run", "w", "--params", "values.json"])
    for name in names {
      let given = textsBeforeNul(try stage.recorded("data/\(name)/\(name).out", of: "w"))
      HostileStage.expectSame(given, Self.texts + Self.texts, name)
      let read = try textsOfList(try stage.recorded("data/\(name)/\(name).in", of: "w"))
      HostileStage.expectSame(read, Self.texts, "\(name), stdin")
    }
    try stage.expectNothingExecuted()
  }
}
