import Model
import Testing
import WorkflowFiles

private func told(_ tasks: String) -> [String] {
  parse("params: {x: {}}\ntasks:\n  " + tasks.replacing("\n", with: "\n  ")).diagnostics.map {
    diagnostic in
    let place = diagnostic.location.map { "\($0.line):\($0.column): " } ?? ""
    return place + diagnostic.message + (diagnostic.hint.map { "; \($0)" } ?? "")
  }
}

@Suite struct WorkflowCheckerTests {
  @Test(arguments: [
    ("''", "an output is empty"), ("' '", "the output \" \" is empty"),
    ("/etc/passwd", "the output \"/etc/passwd\" is absolute; paths stand below the task's folder"),
    ("../x", "the output \"../x\" leaves the task's folder"),
    ("a/../../x", "the output \"a/../../x\" leaves the task's folder"),
    ("a/..", "the output \"a/..\" leaves the task's folder"),
    (".", "the output \".\" names the task's folder itself"),
    (".git/hooks/x", "the output \".git/hooks/x\" reaches into a .git folder"),
    ("a/.GIT/x", "the output \"a/.GIT/x\" reaches into a .git folder"),
    ("'.git /x'", "the output \".git /x\" reaches into a .git folder"),
    (".git./x", "the output \".git./x\" reaches into a .git folder"),
    ("GIT~1/x", "the output \"GIT~1/x\" reaches into a .git folder"),
    (
      "'.git::$INDEX_ALLOCATION/x'",
      "the output \".git::$INDEX_ALLOCATION/x\" reaches into a .git folder"
    ),
    ("\".g\\u200cit/x\"", "the output \".g\u{200C}it/x\" reaches into a .git folder"),
    ("a\\b", "the output \"a\\b\" holds a backslash; \"/\" separates folders"),
    ("\"a\\nb\"", "the output \"a\nb\" holds a control character"),
    ("\"a\\tb\"", "the output \"a\tb\" holds a control character"),
    ("~/x", "the output \"~/x\" starts in a home folder"),
    ("runs", "the output \"runs\" stands in runs/, where weir shows its records"),
    ("./runs//x", "the output \"./runs//x\" stands in runs/, where weir shows its records"),
    ("\"../${{ params.x }}\"", "the output \"../${{ params.x }}\" leaves the task's folder"),
    (
      "\"/${{ params.x }}\"",
      "the output \"/${{ params.x }}\" is absolute; paths stand below the task's folder"
    ),
  ])
  func outputsStayInTheFolder(path: String, message: String) {
    #expect(told("a: {run: x, outputs: [\(path)]}").map { String($0.dropFirst(6)) } == [message])
  }

  @Test(arguments: [
    "a", "./a", "a/", "a//b", "..a", "a..b", "a/...", ".gitignore", ".github/x", "git", "a.git",
    "\"${{ params.x }}\"", "\"a/${{ params.x }}..\"", "running/x", "é/日本", "'a b'", "a~", "'*.txt'",
  ])
  func pathsMayBe(path: String) {
    #expect(told("a: {run: x, outputs: [\(path)]}") == [])
  }

  @Test func inputsScriptsAndFoldersStayToo() {
    #expect(
      told("a: {script: ../x.sh, inputs: [.git/config], working_directory: /tmp}") == [
        "3:15: the script \"../x.sh\" leaves the task's folder",
        "3:33: the input \".git/config\" reaches into a .git folder",
        "3:66: the working directory \"/tmp\" is absolute; paths stand below the task's folder",
      ]
    )
  }

  @Test func aPathBelongsToOneTask() {
    #expect(
      told(
        """
        a: {run: x, outputs: [out/x, out/y, ./out/x]}
        b: {run: x, outputs: ["out//y"]}
        c: {run: x, outputs: ["out/*"]}
        """
      )
        == [
          "3:25: the output \"out/x\" also matches \"out/*\" of task \"c\"; a path belongs to one task",
          "3:32: the output \"out/y\" also matches \"out/*\" of task \"c\"; a path belongs to one task",
          "3:39: the output \"./out/x\" is declared twice; first at 3:25; a path belongs to one task",
          "4:25: the output \"out//y\" is declared by task \"a\" too at 3:32; a path belongs to one task",
        ]
    )
  }

  @Test(arguments: [
    (
      "a: {run: x, needs: [b]}\nb: {run: x, needs: [c]}\nc: {run: x, needs: [a]}",
      "3:3: tasks wait for each other: a -> b -> c -> a; \"a\" waits for \"b\" because of its needs"
    ),
    (
      "x: {run: x, needs: [b]}\na: {run: x, needs: [b]}\nb: {run: x, needs: [a]}",
      "4:3: tasks wait for each other: a -> b -> a; \"a\" waits for \"b\" because of its needs"
    ),
    (
      "b: {run: 'echo \"${{ tasks.a.result }}\"'}\na: {run: x, needs: [b]}",
      "3:3: tasks wait for each other: b -> a -> b; \"b\" waits for \"a\" because of an expression"
    ),
    (
      "a: {run: x, inputs: [p], outputs: [q]}\nb: {run: x, inputs: [./q], outputs: [p]}",
      "3:3: tasks wait for each other: a -> b -> a; \"a\" waits for \"b\" because its input \"p\" is made there"
    ),
    (
      "a: {run: x, inputs: ['d/*.csv'], outputs: [q]}\nb: {run: x, inputs: [q], outputs: [d/x.csv]}",
      "3:3: tasks wait for each other: a -> b -> a; \"a\" waits for \"b\" because its input \"d/*.csv\" is made there"
    ),
    (
      "a: {run: x, inputs: [d/x.csv], outputs: [q]}\nb: {run: x, inputs: [q], outputs: ['d/**']}",
      "3:3: tasks wait for each other: a -> b -> a; \"a\" waits for \"b\" because its input \"d/x.csv\" is made there"
    ),
    (
      "a: {script: gen.sh, inputs: [], outputs: [q]}\nb: {run: x, inputs: [q], outputs: [gen.sh]}",
      "3:3: tasks wait for each other: a -> b -> a; \"a\" waits for \"b\" because its input \"gen.sh\" is made there"
    ),
    (
      "a: {run: x, inputs: [out/x], outputs: [out/x]}",
      "3:42: the output \"out/x\" is an input of this task too; write to another path: an output does not exist when its task starts"
    ),
    ("a: {run: x, needs: [b, c]}\nb: {run: x, needs: [c]}\nc: {run: x}", ""),
    (
      "a: {foreach: [x], run: x, inputs: ['${{ item }}'], outputs: ['o/${{ item }}']}\nb: {run: x, inputs: [o/*], outputs: [q]}",
      ""
    ),
    (
      "a: {foreach: [x], run: x, inputs: [q], outputs: ['${{ item }}']}\nb: {run: x, inputs: [p], outputs: [q]}",
      ""
    ),
    (
      "a: {run: x, foreach: {glob: d/*}, inputs: ['${{ item }}']}\nb: {run: x, needs: [a], outputs: [t.csv]}",
      ""
    ),
  ])
  func tasksDoNotWaitForEachOther(tasks: String, expected: String) {
    #expect(told(tasks).joined(separator: "\n") == expected)
  }

  @Test func anotherMountIsKnown() throws {
    let text = "tasks: {a: {run: x, outputs: [runs/x, records/y]}}"
    let told = WorkflowFile.parse(Array(text.utf8), path: "a.yaml", mount: "records").diagnostics
    #expect(
      told.map(\.message) == [
        "the output \"records/y\" stands in records/, where weir shows its records"
      ]
    )
    #expect(WorkflowFile.parse(Array(text.utf8), path: "a.yaml", mount: nil).diagnostics == [])
  }
}
