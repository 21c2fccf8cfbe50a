import Model
import Testing
import WorkflowFiles

/// What is known of values before anything runs.
@Suite struct TypeTests {
  @Test(arguments: [
    ("params.n < params.x", "\"<\" cannot compare an integer with a string"),
    ("params.n < 1.5", ""), ("params.x < 'a'", ""),
    ("params.flag < params.flag", "\"<\" cannot compare a boolean with a boolean"),
    ("params.n == 'a'", "an integer and a string are never equal"),
    ("params.n != params.tree", ""), ("params.x.y", "\"params.x\" is a string, which has no \"y\""),
    ("params.names[0]", ""),
    ("params.names['a']", "\"params.names\" is a list, which has no \"a\""),
    ("params.names.a", "\"params.names\" is a list, which has no \"a\""),
    ("params.n[0]", "\"params.n\" is an integer, which has no elements"),
    ("params.names[params.x]", "a list is indexed by a whole number, not by a string"),
    ("params.names[0] < 1", "\"<\" cannot compare a string or null with an integer"),
    ("join(params.x)", "\"join\" takes a list here, not a string"),
    ("join(params.names, params.names)", "\"join\" takes a text here, not a list"),
    ("lines(params.names)", "\"lines\" takes a text here, not a list"),
    (
      "split(params.x, ',')[0].y",
      "\"split(params.x, ',')[0]\" is a string or null, which has no \"y\""
    ),
    ("contains(params.n, 1)", "\"contains\" takes a text or a list here, not an integer"),
    ("fromJSON(params.x).a[0]", ""),
    (
      "default(params.n, 'a').b",
      "\"default(params.n, 'a')\" is an integer or a string, which has no \"b\""
    ),
    (
      "tasks.lined.result[0].y", "\"tasks.lined.result[0]\" is a string or null, which has no \"y\""
    ),
    ("tasks.text.result < 1", "\"<\" cannot compare a string or null with an integer"),
    ("tasks.plain.result.a.b[0]", ""), ("tasks.grid.results[0].y", ""),
    ("tasks.text.status == 1", "a string and an integer are never equal"),
    ("run.id < 1", "\"<\" cannot compare a string with an integer"),
    ("run.branch.x", "\"run.branch\" is a string or null, which has no \"x\""),
    ("item.a < 'x'", ""), ("item.a.b", "\"item.a\" is a string, which has no \"b\""),
    ("item.b", "\"item\" has no \"b\""),
    ("matrix.x", "\"matrix\" has a value only in a task with \"matrix\""),
    ("!params.x == 'a'", "a boolean and a string are never equal"),
    ("(params.x || params.n) < 1", ""),
    ("secrets.A", "a secret may stand only in the env of a task"),
    ("tasks.none.result", "there is no task \"none\""),
    ("tasks.grid.result", "the task \"grid\" has many results"),
    ("tasks.end.result", "the task \"end\" stands in \"finally\", which comes after this one"),
  ])
  func isTold(expression: String, expected: String) {
    let argument = JSONWriter.compact(.string("${{ \(expression) }}"))
    let text = """
      params: {n: {type: integer}, x: {}, flag: {type: boolean}, names: {type: list, items: string}, tree: {type: json}}
      tasks:
        a: {foreach: [{a: u}, {a: v}], command: [x, \(argument)]}
        lined: {run: x, result: lines}
        text: {run: x, result: text}
        plain: {run: x}
        grid: {matrix: {s: [1, 2]}, run: x}
      finally: {end: {run: x}}
      """
    #expect(parse(text).diagnostics.map(\.message).joined(separator: "; ") == expected)
  }

  @Test func aMatrixKnowsItsValues() {
    let text = """
      tasks:
        a:
          matrix: {s: [1, 2], t: [x], include: [{u: 3}]}
          run: echo $((${{ matrix.s }})) $((${{ matrix.t }}))
          args: ["${{ matrix.u.v }}", "${{ matrix.w }}"]
      """
    #expect(
      parse(text).diagnostics.map(\.message) == [
        "an expression cannot stand in arithmetic",
        "\"matrix.u\" is an integer or null, which has no \"v\"",
        "\"matrix\" has no \"w\"",
      ]
    )
  }
}
