import Model
import Testing
import WorkflowFiles

/// The rules that libyaml does not keep, and the budgets.
@Suite struct YAMLLayoutTests {
  private func problems(_ text: String, path: String = "a.yaml") -> [String] {
    YAMLDocument.parse(Array(text.utf8), path: path).diagnostics.map { diagnostic in
      let place = diagnostic.location.map { "\($0.line):\($0.column): " } ?? ""
      return place + diagnostic.message
    }
  }

  @Test(arguments: [
    ("é: [a,\nb,\nc]", ["2:1: this line is indented too little for the value it belongs to"]),
    (
      "a:\n- [b,\nc]\nd: {\n}\ne: [\nf]",
      [
        "3:1: this line is indented too little for the value it belongs to",
        "7:1: this line is indented too little for the value it belongs to",
      ]
    ),
    ("a:\n  b: {\n}", ["3:1: this line is indented too little for the value it belongs to"]),
    ("a: 'b\n\nc'", ["3:1: this line is indented too little for the value it belongs to"]),
    ("a: &x # y\n  \"b\n\tc\"", ["3:1: a tab cannot indent"]),
    ("a: 'b\n# c'", ["2:1: this line is indented too little for the value it belongs to"]),
    ("a: [b\n\tc]", ["2:1: a tab cannot indent"]),
    ("é: \"b\"#c", ["1:7: a comment must stand behind a space"]),
    (
      "[a,#b\n{c: d}#e\n]",
      [
        "1:4: a comment must stand behind a space", "2:7: a comment must stand behind a space",
      ]
    ),
    ("a: &x |-# b\n  c", ["1:9: a comment must stand behind a space"]),
    ("%YAML 1.2#a\n---\nb: c", ["1:10: a comment must stand behind a space"]),
    (
      "[-, &a -, --]",
      [
        "1:2: \"-\" cannot be a value in brackets", "1:8: \"-\" cannot be a value in brackets",
      ]
    ),
    (
      "a:\n  b: |\n\n     \n   # c",
      ["4:1: an empty line has more spaces than the text that follows"]
    ),
    ("{?a: b}", ["1:2: no text in brackets can start with \"?\""]),
    ("a: &b:c d", ["1:6: a space must follow the name of an anchor"]),
    ("- !!str &b:c d", ["1:11: a space must follow the name of an anchor"]),
    ("- &b a\n- *b: c", ["2:5: a space must follow the name of an alias"]),
  ])
  func isRefused(text: String, expected: [String]) {
    #expect(problems(text) == expected)
  }

  @Test(arguments: [
    "a: [\n  b,\n]\nc: {\n  d: e\n}", "a:\n  - [\n    b,\n  ]", "[\na,\n# b\n\n]",
    "{\n\"a\":\n1\n}",
    "a: [\n# b\n c\n]", "a: 'b\n\n\t\n c'", "'a\nb'", "a: [b # c\n , d#e] # f#g",
    "a: [http://b#c, -1, --]", "a: |2 # b\n\n      \n  c", "a: |\n   \n", "a: |\n  b\n# c\n",
    "a: >-\n  b\n\n   c", "&a b: *a", "[&a b, *a]", "- &a\n- &b [*a]", "a: &x # y\n  'b\n   # c'",
    "? a\n: b", "{? a : b}", "a:\n- 'b\n  c'\n- - \"d\n    e\"",
  ])
  func isAccepted(text: String) {
    #expect(problems(text) == [])
  }

  @Test func keysOfALargeMapAreCompared() {
    let keys = (0..<1000).map { "k\($0): 1\n" }.joined()
    #expect(problems("&x k: 1\n" + keys) == [])
    #expect(
      problems("x: &x k7\n\(keys)\"k999\": 2\n*x : 3\n") == [
        "1002:1: duplicate key \"k999\"; the first stands at 1001:1",
        "1003:1: duplicate key \"k7\"; the first stands at 9:1",
      ]
    )
  }

  @Test func readingStopsAfterAThousandProblems() {
    #expect(problems(String(repeating: "- !x y\n", count: 5000)).count == 1000)
    #expect(problems(String(repeating: "a: 1\n", count: 5000)).count == 1000)
    #expect(problems("[" + String(repeating: "1,#\n", count: 5000) + "]").count == 1000)
  }

  @Test func anchorsAndDirectivesAreBounded() {
    let anchors = (0..<100_001).map { "- &a\($0) x\n" }.joined()
    #expect(problems(anchors) == ["100001:3: the file has more than 100,000 anchors"])
    let directives = { (count: Int) in
      (0..<count).map { "%TAG !a\($0)! x\n" }.joined() + "---\na: 1\n"
    }
    #expect(problems(directives(16)) == [])
    #expect(
      problems(directives(17)) == ["17:1: the file has more than 16 lines that start with \"%\""]
    )
  }

  @Test func messagesStayShort() {
    let long = String(repeating: "x", count: 100_000)
    let shown = String(repeating: "x", count: 40) + "…"
    #expect(
      problems("a: &\(long) 1\nb: *\(long)y")
        == ["2:4: there is no anchor \"&\(shown)\" before this alias"]
    )
    #expect(problems("a: !\(long) 1") == ["1:4: the tag \"!\(shown.dropLast(2))…\" is not allowed"])
    #expect(
      problems("? \(long)\n: 1\n? \(long)\n: 2")
        == ["3:3: duplicate key \"\(shown)\"; the first stands at 1:3"]
    )
  }

  @Test func aLastLineOfSpacesEndsLikeAnyOther() {
    let value = { (text: String) in
      YAMLDocument.parse(Array(text.utf8), path: "a.yaml").document?.root.value
    }
    #expect(value("a: |\n  b\n   ") == ["a": "b\n \n"])
    #expect(value("a: |\n  b") == ["a": "b"])
    #expect(value("a: b \n  ") == ["a": "b"])
  }
}
