import Testing

/// Scripts that are neither in the commit nor made by a task.
@Suite struct MissingScriptTests {
  private static let words =
    "input \"scripts/nope.py\" is neither in the commit nor made by another task"

  @Test(arguments: [
    "a: {script: scripts/nope.py}",
    "a: {script: \"scripts/${{ params.name }}.py\"}",
    "a: {foreach: [nope], script: \"scripts/${{ item }}.py\"}",
    "a: {foreach: {from: \"${{ tasks.b.result }}\"}, script: \"scripts/${{ item }}.py\"}",
  ])
  func itsTaskDoesNotStart(task: String) throws {
    let repository = try TestRepository()
    try repository.commit([
      "workflows/w.yaml": """
      params: {name: {type: string, default: nope}}
      tasks:
        b: {run: "echo '[\\"nope\\"]'", result: json}
        \(task)

      """
    ])
    if !task.contains("tasks.b") {
      let check = try repository.weir("check")
      #expect(check.exit == 0)
      #expect(
        check.errors.contains(
          "warning: input \"scripts/nope.py\" is neither in the last commit nor made by a task"
        ),
        "\(check.errors)"
      )
    }
    #expect(try repository.weir("run").exit == 1)
    let shown = try repository.weirOutput("show", "w")
    #expect(shown.contains(Self.words), "\(shown)")
  }

  @Test func scriptsThatComeFromElsewhereAreNotMissed() throws {
    let repository = try TestRepository()
    try repository.commit([
      "here.sh": "echo here\n",
      "workflows/w.yaml": """
      tasks:
        make: {run: echo echo made > made.sh, outputs: [made.sh]}
        between: {needs: [make], run: echo}
        list: {run: "echo '[\\"here\\"]'", result: json}
        direct: {needs: [make], script: made.sh}
        far: {needs: [between], script: ./made.sh}
        late: {foreach: {from: "${{ tasks.list.result }}"}, script: "${{ item }}.sh"}
        set: {setup: {run: mkdir tools, path: tools}, script: here.sh}

      """,
    ])
    let check = try repository.weir("check")
    #expect(check.exit == 0 && check.errors.isEmpty, "\(check.errors)")
    let run = try repository.weir("run")
    #expect(run.exit == 0, "\(run.errors)")
    for task in ["direct", "far"] {
      #expect(try repository.weirOutput("logs", "w/latest/\(task)") == "made\n")
    }
  }
}
