import Model
import TestSupport
import Testing
import WorkflowFiles

@testable import Planning

@Suite struct ExpressionTests {
  private static let context = EvaluationContext(
    params: [
      "name": "ann", "n": 3, "x": 2.5, "yes": true, "no": false, "nothing": nil, "empty": "",
      "list": ["a", "b", 3], "map": ["k": "v", "deep": ["er": 1], "a.b": "dotted"], "zero": 0,
      "text": "one,two,,three", "path": "out/dir/file.tar.gz",
    ],
    env: ["HOME": "/h"],
    run: ["branch": "main", "id": "r1"],
    tasks: ["a": ["result": ["v": 7], "status": "succeeded", "outputs": ["o/1", "o/2"]]]
  )

  @Test(
    arguments: [
      ("1", JSONValue.integer(1)), ("-1", -1), ("1.5", 1.5), ("'it''s'", "it's"), ("true", true),
      ("null", nil),
      ("params.name", "ann"), ("params['name']", "ann"), ("params.gone", nil),
      ("params.map.k", "v"),
      ("params.map.deep.er", 1), ("params.map['a.b']", "dotted"), ("params.map.gone.further", nil),
      ("params.name.x", nil), ("params.list[0]", "a"), ("params.list[2]", 3),
      ("params.list[3]", nil),
      ("params.list[-1]", nil), ("params.list['0']", nil), ("params[params.list[9]]", nil),
      ("params.map[format('{0}', 'k')]", "v"), ("env.HOME", "/h"), ("run.branch", "main"),
      ("run.scheduled_at", nil), ("tasks.a.result.v", 7), ("tasks.a.status", "succeeded"),
      ("tasks.a.outputs[1]", "o/2"), ("tasks.b.result", nil),
      ("1 == 1", true), ("1 == 2", false), ("1 == '1'", false), ("1 == 1.0", false),
      ("'a' == 'A'", false),
      ("null == params.gone", true), ("params.list == params.list", true), ("'a' != 'b'", true),
      ("1 < 2", true), ("2 <= 2", true), ("3 > 3", false), ("3 >= 3", true), ("1 < 1.5", true),
      ("'a' < 'b'", true), ("'B' < 'a'", true), ("'a' >= 'b'", false),
      ("true && 'x'", "x"), ("false && 'x'", false), ("null || 'x'", "x"), ("'' || 'x'", "x"),
      ("0 || 'x'", "x"), ("'a' || 'x'", "a"), ("params.empty && 1", ""), ("!null", true),
      ("!0", true),
      ("!''", true), ("!'a'", false), ("!params.list", false), ("!!params.n", true),
      ("1 == 1 && 2 == 2", true), ("true || false && false", true),
      ("(true || false) && false", false),
      ("1 < 2 == true", true), ("!false == true", true),
      ("contains('hello', 'ell')", true), ("contains('hello', '')", true),
      ("contains('hello', 'x')", false),
      ("contains(params.list, 'a')", true), ("contains(params.list, '3')", false),
      ("contains(params.list, 3)", true), ("contains(params.map, 'k')", true),
      // bytes count, not what looks like one character
      ("'\u{E9}' == 'e\u{301}'", false), ("contains('e\u{301}', 'e')", true),
      ("split('a,\u{301}b', ',')[1]", "\u{301}b"), ("basename('a/\u{301}b')", "\u{301}b"),
      ("startsWith('e\u{301}', 'e')", true), ("endsWith('e\u{301}', '\u{301}')", true),
      ("format('{0}\u{301}', 1)", "1\u{301}"), ("stem('a.\u{301}b')", "a"),
      ("dirname('/\u{301}a')", "/"), ("'\u{E9}' < 'e\u{301}'", false),
      ("startsWith('hello', 'he')", true), ("endsWith('hello', 'lo')", true),
      ("startsWith('', 'a')", false),
      ("join(params.list)", "a,b,3"), ("join(params.list, ' + ')", "a + b + 3"),
      ("join(split('', ','))", ""),
      ("split(params.text, ',')", ["one", "two", "", "three"]),
      ("split('abc', '')", ["a", "b", "c"]),
      ("split('abc', 'x')", ["abc"]), ("split('a--b', '--')", ["a", "b"]),
      ("fromJSON('[1,{\"a\":null}]')", [1, ["a": nil]]), ("toJSON(params.map.deep)", "{\"er\":1}"),
      ("toJSON('a')", "\"a\""), ("number('12')", 12), ("number('1.5')", 1.5), ("number(true)", 1),
      ("number('-3')", -3), ("number(2.5)", 2.5),
      ("basename(params.path)", "file.tar.gz"), ("dirname(params.path)", "out/dir"),
      ("dirname('a')", "."),
      ("dirname('/a')", "/"), ("stem(params.path)", "file.tar"), ("stem('.bashrc')", ".bashrc"),
      ("stem('a/b')", "b"), ("format('{0}-{1}-{0}', 1, 'b')", "1-b-1"),
      ("format('{{{0}}}', 1)", "{1}"),
      ("format('plain')", "plain"), ("default(params.gone, 'd')", "d"), ("default('', 'd')", ""),
      ("default(params.no, 'd')", false),
      ("default(null, null)", nil), ("default(params.zero, 1)", 0),
      ("dirname('a/b/')", "a"), ("basename('a/b/')", "b"), ("dirname('/')", "/"),
      ("basename('/')", ""), ("dirname('/a/b')", "/a"), ("dirname('')", "."),
      ("stem('x.')", "x"), ("stem('')", ""), ("stem('/d.d/f.txt')", "f"),
      ("format('{1}{0}', params.list, null)", "[\"a\",\"b\",3]"), ("format('}')", "}"),
      ("format('{{}}')", "{}"), ("format('{0}', '{1}')", "{1}"),
      ("number('1e3')", 1000.0), ("number(false)", 0), ("number('-0.5')", -0.5),
      ("contains(null, '')", true), ("contains('', 'a')", false), ("contains(12345, 34)", true),
      ("contains(params.list, params.gone)", false), ("contains('Hello', 'hello')", false),
      ("contains(params.map, 'v')", false), ("contains(params.list, '')", false),
      ("startsWith('Hello', 'he')", false), ("endsWith(params.path, '')", true),
      ("startsWith(123, 12)", true), ("join(fromJSON('[]'))", ""),
      ("join(fromJSON('[null,true,{\"a\":1}]'), '')", "true{\"a\":1}"),
      ("split('', ',')", [""]), ("split('a,', ',')", ["a", ""]), ("split(',', ',')", ["", ""]),
      ("split('aaa', 'aa')", ["", "a"]), ("split(12.5, '.')", ["12", "5"]),
      ("lines(null)", []), ("fromJSON('1.0')", 1.0), ("fromJSON(' null ')", nil),
      ("toJSON(null)", "null"), ("fromJSON(toJSON(params.map)) == params.map", true),
      ("params.list[0] == 'a' && params.list[2] == 3", true), ("!(1 == 1)", false),
      ("1 != '1'", true), ("null != false", true), ("'' == null", false), ("0 == false", false),
      ("params.map.deep == fromJSON('{\"er\":1}')", true),
      ("false || null || 0 || '' || 'last'", "last"), ("1 && 2 && 3", 3),
      ("params.map['deep']['er']", 1), ("params.map[params.gone]", nil),
      ("params.list[params.n]", nil), ("'it''s' == 'it''s'", true), ("2.5 >= params.x", true),
      ("-1 < 0", true), ("1 <= 1.0", true),
    ] as [(String, JSONValue)]
  )
  func values(text: String, value: JSONValue) throws {
    let expression = try ExpressionParser.parse(text).expression
    #expect(try Evaluator(Self.context).value(expression) == value)
  }

  @Test(arguments: [
    ("1 < 'a'", "cannot compare an integer with a string"),
    ("null < 1", "cannot compare null with an integer"),
    ("params.list > 1", "cannot compare a list with an integer"),
    ("true >= false", "cannot compare a boolean with a boolean"),
    ("join('a')", "join takes a list, not a string"), ("join(null)", "join takes a list, not null"),
    ("number('a')", "number: \"a\" is no number"), ("number(null)", "number: null is no number"),
    ("number('inf')", "number: \"inf\" is no number"),
    ("number('nan')", "number: \"nan\" is no number"),
    ("number('0x10')", "number: \"0x10\" is no number"),
    ("number('')", "number: \"\" is no number"),
    ("fromJSON('{')", "fromJSON: expected a key in quotes at byte 1"),
    ("format('{1}', 'a')", "format: no value for a placeholder in \"{1}\""),
    ("format('{')", "format: no value for a placeholder in \"{\""),
    ("format('{x}', 1)", "format: no value for a placeholder in \"{x}\""),
    ("success()", "success() has no value here"), ("item.a", "item has no value here"),
    ("item.TOKEN", "item has no value here"),
    ("matrix.a", "matrix has no value here"),
    ("'1' > 0", "cannot compare a string with an integer"),
    ("'a' < null", "cannot compare a string with null"),
    ("params.map <= params.map", "cannot compare a map with a map"),
    ("number(params.list)", "number: [\"a\",\"b\",3] is no number"),
    ("number('1e999')", "number: \"1e999\" is no number"),
    ("number(' 1')", "number: \" 1\" is no number"), ("always()", "always() has no value here"),
    ("format('{0', 1)", "format: no value for a placeholder in \"{0\""),
    ("format('{-1}', 1)", "format: no value for a placeholder in \"{-1}\""),
    ("join(params.map)", "join takes a list, not a map"),
    ("1 == 1 && 'a' < 1", "cannot compare a string with an integer"),
  ])
  func failures(text: String, message: String) throws {
    let expression = try ExpressionParser.parse(text).expression
    #expect(throws: EvaluationError(message)) { try Evaluator(Self.context).value(expression) }
  }

  @Test func linesEndAsProgramsEndThem() throws {
    let lines = { (text: String) throws(EvaluationError) in
      try ExpressionFunctions.call("lines", [.string(text)])
    }
    #expect(try lines("a\nb\n") == ["a", "b"])
    #expect(try lines("a\r\nb") == ["a", "b"])
    #expect(try lines("a\n\n\n") == ["a", "", ""])
    #expect(try lines("") == [])
    #expect(try lines("\n") == [""])
  }

  @Test func whatIsNotAskedForHasNoSay() throws {
    for text in ["true || 'a' < 1", "!(false && number('x'))"] {
      let expression = try ExpressionParser.parse(text).expression
      #expect(try Evaluator(Self.context).value(expression) == true)
    }
  }

  @Test func aWholeExpressionKeepsItsType() throws {
    let evaluator = Evaluator(Self.context)
    #expect(try evaluator.value(Template("${{ params.n }}")) == 3)
    #expect(try evaluator.value(Template("${{ params.list }}")) == ["a", "b", 3])
    #expect(try evaluator.value(Template("${{ params.nothing }}")) == nil)
    #expect(try evaluator.value(Template(" ${{ params.n }}")) == " 3")
    #expect(try evaluator.value(Template("${{ params.n }}${{ params.n }}")) == "33")
    let value = ValueTemplate.map([
      NamedValue(name: "k", value: .list([.template(Template("${{ params.yes }}")), .constant(1)]))
    ])
    #expect(try evaluator.value(value) == ["k": [true, 1]])
  }

  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("a${{ params.n }}b", "a3b"), ("${{ params.x }}", "2.5"),
    ("${{ params.nothing }}", ""), ("${{ params.list }}", "[\"a\",\"b\",3]"),
    ("${{ params.yes }}${{ params.name }}", "trueann"), ("${{ params.map.deep }}", "{\"er\":1}"),
    ("$X ${Y} {{ z }}", "$X ${Y} {{ z }}"),
  ])
  func templates(text: String, value: String) throws {
    #expect(try Evaluator(Self.context).text(Template(text)) == value)
  }
}
