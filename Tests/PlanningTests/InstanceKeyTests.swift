import Model
import Testing

@testable import Planning

@Suite struct InstanceKeyTests {
  private func key(_ value: JSONValue) -> String { InstanceKey.key(of: value) }

  @Test func shortPrintableTextsAreTheirOwn() {
    let long = String(repeating: "ä", count: 64)
    for text in ["a", "with space", "a/b", "äöü", "日本", "%", long] {
      #expect(key(.string(text)) == text)
    }
    #expect(key(7) == "7")
    #expect(key(true) == "true")
  }

  @Test func allElseIsTenDigitsOfTheContent() {
    let values: [JSONValue] = [
      "", "a\nb", "tab\t", "esc\u{1B}", "line\u{2028}", "turned\u{202E}", nil, ["a"], ["k": "v"],
      .string(String(repeating: "a", count: 65)),
    ]
    let keys = values.map(key)
    for key in keys {
      #expect(key.count == 10 && key.allSatisfy { $0.isHexDigit && !$0.isUppercase })
    }
    #expect(Set(keys).count == keys.count)
    #expect(key(["a": 1, "b": 2]) == key(["b": 2, "a": 1]))
  }

  @Test func fileNamesHoldNothingStrange() {
    #expect(InstanceKey.fileName("Az09._,=-") == "Az09._,=-")
    #expect(InstanceKey.fileName("a/b c%ä\n") == "a%2Fb%20c%25%C3%A4%0A")
    let fits = String(repeating: "x", count: 200)
    #expect(InstanceKey.fileName(fits) == fits)
  }

  @Test func longNamesAreCutAndStayApart() {
    let start = String(repeating: "ä", count: 60)
    let names = ["a", "b"].map { InstanceKey.fileName(start + $0) }
    #expect(names[0] != names[1])
    for (name, end) in zip(names, ["a", "b"]) {
      #expect(name.utf8.count <= 200)
      #expect(name.hasSuffix("-" + InstanceKey.digest(of: start + end)))
    }
  }

  @Test(arguments: [
    ("foreach: {lines: one}", "the key \".\" of line 2 of one of task \"t\" means a folder"),
    ("foreach: {json: two}", "the key \"..\" of item 2 of two of task \"t\" means a folder"),
    (
      "foreach: {table: t.csv, key: '${{ item.n }}'}",
      "the key \"\" of line 3 of t.csv of task \"t\" is empty"
    ),
    (
      "foreach: {table: t.csv, key: '${{ item.n }}', split: {v: ' '}}",
      "the key \"\" of line 3 of t.csv of task \"t\" is empty"
    ),
    (
      "foreach: {table: t.csv, key: '${{ fromJSON(item.v) }}'}",
      "the key of line 2 of t.csv of task \"t\" has no value: fromJSON: "
        + "expected a value at byte 0"
    ),
  ])
  func keysThatMayNotBe(keys: String, message: String) {
    let files = ["t.csv": "n,v\na,x y\n\"\",z\n", "one": "a\n.\n", "two": "[\"a\", \"..\"]"]
    #expect(problem(keys, files: files) == message)
  }

  @Test func twoOfOneKeyAreBothNamed() {
    #expect(
      problem(
        "foreach: {table: t.csv, key: '${{ item.a }}'}",
        files: ["t.csv": "a,b\nx,1\n\ny,2\nx,3\n"]
      )
        == "two instances of task \"t\" have the key \"x\": line 2 of t.csv and line 5 of t.csv"
    )
    #expect(
      problem("foreach: {lines: l.txt}", files: ["l.txt": "a\nb\na\n"])
        == "two instances of task \"t\" have the key \"a\": line 1 of l.txt and line 3 of l.txt"
    )
    #expect(
      problem("foreach: {list: [1, '1']}")
        == "two instances of task \"t\" have the key \"1\": item 1 and item 2"
    )
    #expect(
      problem(
        "foreach: {table: t.csv, key: '${{ item.a }}', split: {b: ';'}}",
        files: ["t.csv": "a,b\nx,1;1\n"]
      )
        == "two instances of task \"t\" have the key \"x/1\": line 2 of t.csv and line 2 of t.csv"
    )
  }

  @Test func keysFollowTheContentAndNotThePlace() throws {
    let keys = { (rows: [String]) in
      try items("foreach: {table: t.csv}", files: ["t.csv": "a,b\n" + rows.joined(separator: "\n")])
        .map(\.key)
    }
    let before = try keys(["x,1", "y,2"])
    #expect(try keys(["y,2", "x,1"]) == before.reversed())
    #expect(try keys(["w,0", "x,1", "y,2"]).suffix(2) == before[...])
    #expect(try keys(["x,1", "y,3"])[1] != before[1])
  }
}
