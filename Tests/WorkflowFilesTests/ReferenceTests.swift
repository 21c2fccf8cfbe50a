import Model
import Testing
import WorkflowFiles

@Suite struct ReferenceTests {
  @Test(arguments: [
    ("${{ params.y }}", "1:15: there is no param \"y\"; declare it under \"params\""),
    ("${{ tasks.c.result }}", "1:15: there is no task \"c\""),
    ("${{ tasks.bb.result }}", "1:15: there is no task \"bb\"; did you mean \"b\"?"),
    ("${{ tasks.a.result }}", "1:15: a task cannot use its own result"),
    ("${{ tasks.b }}", "1:15: a value of task \"b\" must be named; tasks.b.result"),
    ("${{ tasks }}", "1:15: \"tasks\" must be followed by a task's name; tasks.NAME.result"),
    (
      "${{ tasks[params.x].result }}",
      "1:15: \"tasks\" must be followed by a task's name; tasks.NAME.result"
    ),
    (
      "${{ tasks.b.outcome }}",
      "1:15: a task has no \"outcome\"; it has result, results, status, outputs"
    ),
    ("${{ run.idd }}", "1:15: a run has no \"idd\"; did you mean \"id\"?"),
    (
      "${{ run.user }}",
      "1:15: a run has no \"user\"; it has id, workflow, commit, branch, trigger, scheduled_at"
    ),
    (
      "${{ env.NOTHING }}",
      "1:15: \"env.NOTHING\" is null: no \"env\" sets it; a script reads variables of the host itself: "
        + "$NOTHING"
    ),
    ("${{ run.id }}-${{ params.x }}-${{ tasks.b.status }}", ""),
    (
      "${{ item.a }}",
      "1:15: \"item\" has a value only in a task with \"foreach\"; params, run, env and tasks may stand here"
    ),
    (
      "${{ secrets.A }}",
      "1:15: a secret may stand only in the env of a task; env: {TOKEN: \"${{ secrets.TOKEN }}\"}"
    ),
    ("${{ always() }}", "1:15: \"always()\" may stand only in \"if\""),
    ("a ${{ params.x }} ${{ 1 + 1 }}", "1:35: expressions do not calculate: \"+\" is no operator"),
    ("${{ params.x", "1:11: the expression does not end with \"}}\"; close it with \"}}\""),
  ])
  func namesInExpressionsAreChecked(argument: String, expected: String) {
    let told = parse(
      """
      tasks: {a: {args: ['\(argument)'], run: x}, b: {run: x}}
      params: {x: {}}
      """
    ).diagnostics.map { diagnostic in
      let place = diagnostic.location.map { "\($0.line):\($0.column - 10): " } ?? ""
      return place + diagnostic.message + (diagnostic.hint.map { "; \($0)" } ?? "")
    }
    #expect(told.joined(separator: "; ") == expected)
  }

  @Test func pathsKnowParamsAndTheRunAlone() {
    let told = parse(
      """
      params: {x: {}}
      env: {A: "${{ tasks.a.result }}"}
      tasks:
        a: {run: b, inputs: ["${{ params.x }}/${{ run.id }}"], outputs: ["${{ tasks.b.result }}"]}
        b: {run: b, inputs: ["${{ env.HOME }}"]}
      """
    ).diagnostics.map { "\($0.location?.line ?? 0): \($0.message); \($0.hint ?? "")" }
    #expect(
      told == [
        "2: \"tasks\" cannot stand in the workflow's env, which every task gets; params, run and env may stand here",
        "4: \"tasks\" cannot stand in a path: paths are fixed before anything runs; params and run may stand here",
        "5: \"env\" cannot stand in a path: paths are fixed before anything runs; params and run may stand here",
      ]
    )
  }

  @Test func thePlaceInsideAScalarIsExact() {
    let text = """
      params: {x: {}}
      tasks:
        a:
          run: |
            one ${{ params.x }} \u{e9}
            two ${{ params.y }}
          env:
            A: 'it''s ${{ params.y }}'
            B: "\\t\\u00e9 ${{ params.y }}"
            C: plain
              ${{ params.y }}
            D: >-
              folded

              ${{ params.x
                == params.y }}
      """
    let places = parse(text).diagnostics.map {
      "\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.length)"
    }
    #expect(places == ["6:15 8", "8:21 8", "9:24 8", "11:13 8", "16:16 8"])
  }

  @Test func theNameOfTheFileIsTheDefault() throws {
    #expect(parse("tasks: {a: {run: b}}", path: "workflows/x.y.yml").workflow?.name == "x.y")
    #expect(
      problems("tasks: {a: {run: b}}", path: "workflows/tasks.yaml") == """
        workflows/tasks.yaml: error: "tasks" is reserved and cannot be a workflow's name
        hint: set "name", or rename the file

        """
    )
    #expect(
      problems("tasks: {a: {run: b}}", path: "workflows/1.yaml") == """
        workflows/1.yaml: error: the file's name "1" is no valid name for a workflow
        hint: set "name": a name starts with a letter and holds letters, digits, "_", "." and "-"

        """
    )
  }
}
