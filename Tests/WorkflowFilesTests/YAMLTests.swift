import Model
import Testing
import WorkflowFiles

/// The value of a YAML text, or its diagnostics as `line:column: message`.
private func value(_ text: String, path: String = "a.yaml") -> (JSONValue?, [String]) {
  value(bytes: Array(text.utf8), path: path)
}

private func value(bytes: [UInt8], path: String = "a.yaml") -> (JSONValue?, [String]) {
  let (document, diagnostics) = YAMLDocument.parse(bytes, path: path)
  return (
    document?.root.value,
    diagnostics.map { diagnostic in
      let place = diagnostic.location.map { "\($0.line):\($0.column): " } ?? ""
      return place + diagnostic.message
    }
  )
}

@Suite struct YAMLTests {
  @Test(arguments: [
    ("on", "on"), ("off", "off"), ("yes", "yes"), ("no", "no"), ("NO", "NO"), ("y", "y"),
    ("012", "012"), ("0.5.1", "0.5.1"), ("00", "00"), ("-01", "-01"), ("01.5", "01.5"),
    ("12:30", "12:30"), ("1_000", "1_000"), ("2026-11-21", "2026-11-21"), ("0b11", "0b11"),
    ("0o9", "0o9"), ("0xg", "0xg"), ("-0x1", "-0x1"), ("1e", "1e"), (".", "."), ("+", "+"),
    ("e5", "e5"), ("tRue", "tRue"), ("nUll", "nUll"), ("=", "="), ("<<", "<<"),
    ("1 2", "1 2"), ("-.nan", "-.nan"), ("0x", "0x"), ("inf", "inf"), ("nan", "nan"),
    ("\"true\"", "true"), ("'5'", "5"), ("!!str 5", "5"), ("\"\"", ""), ("1,000", "1,000"),
  ])
  func isAString(text: String, expected: String) {
    #expect(value("a: \(text)") == (.object(["a": .string(expected)]), []))
  }

  @Test(arguments: [
    ("", JSONValue.null), ("~", .null), ("null", .null), ("NULL", .null), ("true", .bool(true)),
    ("False", .bool(false)), ("0", 0), ("-0", 0), ("+12", 12), ("0o17", 15), ("0xFf", 255),
    ("9223372036854775807", .integer(.max)),
    ("9223372036854775808", .number(9.223372036854775808e18)),
    ("0.5", 0.5), (".5", 0.5), ("5.", .number(5)), ("1e3", .number(1000)), ("-1.5E-1", -0.15),
    (".inf", .number(.infinity)), ("-.INF", .number(-.infinity)), ("0.0", .number(0)),
  ])
  func isNoString(text: String, expected: JSONValue) {
    #expect(value("a: \(text)") == (.object(["a": expected]), []))
  }

  @Test func nanIsANumber() throws {
    let number = try #require(value(".nan").0?.double)
    #expect(number.isNaN)
  }

  @Test func anchorsStandForTheirContent() {
    let text = "a: &x {b: [1, &y 2]}\nc: *x\nd: *y\n*y : e"
    #expect(
      value(text)
        == (["a": ["b": [1, 2]], "c": ["b": [1, 2]], "d": 2, "2": "e"], [])
    )
  }

  @Test func jsonIsYAML() {
    let text = "{\n\t\"a\": [1, 2.5, \"\\u00e9\\ud83d\\ude00\\/\\\\ud83d\"],\n\t\"b\": null\n}"
    #expect(value(text, path: "a.json") == (["a": [1, 2.5, "é😀/\\ud83d"], "b": nil], []))
  }

  @Test(arguments: [
    ("a: 1\na: 2\n", ["2:1: duplicate key \"a\"; the first stands at 1:1"]),
    (
      "{a: 1, 'a': 2, b: {c: 1, c: 2}}",
      [
        "1:8: duplicate key \"a\"; the first stands at 1:2",
        "1:26: duplicate key \"c\"; the first stands at 1:20",
      ]
    ),
    ("a: b: c", ["1:5: a \":\" is not allowed here"]),
    ("a:\n\tb: 1", ["2:1: a tab cannot indent"]),
    ("a: [1, 2", ["2:1: expected \",\" or \"]\" in the list that starts at 1:4"]),
    ("a: {b: 1", ["2:1: expected \",\" or \"}\" in the map that starts at 1:4"]),
    ("a: \"b", ["1:6: the file ends inside the quoted text that starts at 1:4"]),
    ("a: \"\\q\"", ["1:5: unknown escape in a text in double quotes"]),
    ("a: *b", ["1:4: there is no anchor \"&b\" before this alias"]),
    ("a: - b", ["1:4: no list can start here"]),
    ("a: *.txt", ["1:5: a name must follow \"&\" or \"*\""]),
    ("a: &b [*b]", ["1:8: the alias \"*b\" stands inside its own anchor"]),
    ("a: 1\n---\nb: 2", ["2:1: a second document starts here"]),
    ("a: !!binary aGk=", ["1:4: the tag \"!!binary\" is not allowed"]),
    ("a: !mine {}", ["1:4: the tag \"!mine\" is not allowed"]),
    ("[a, b]: c", ["1:1: a key must be a text, not a list"]),
    ("? {a: b}\n: c", ["1:3: a key must be a text, not a map"]),
    ("a: \u{1}", ["1:4: the control character U+0001 is not allowed"]),
    ("a: b\u{0}", ["1:5: the control character U+0000 is not allowed"]),
    (
      "ä: x\u{202E}y",
      [
        "1:5: the invisible character U+202E is not allowed: it reorders the text around it"
      ]
    ),
    ("a: \u{2028}", ["1:4: the control character U+2028 is not allowed"]),
    ("", ["the file is empty"]),
    ("# nothing\n", ["the file is empty"]),
    ("a: @b", ["1:4: no value can start with this character"]),
    ("a: 'it's'", ["1:8: expected a key of the map that starts at 1:1"]),
    ("a:\n  - 1\n b: 2", ["3:2: expected a key of the map that starts at 1:1"]),
  ])
  func isRefused(text: String, expected: [String]) {
    let (value, problems) = value(text)
    #expect(value == nil)
    #expect(problems == expected)
  }

  @Test func whatIsNotUTF8IsRefusedAtItsPlace() {
    let expected = ["2:4: the text is not valid UTF-8"]
    for bad: [UInt8] in [
      [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80],
    ] {
      #expect(value(bytes: Array("a: 1\nb: ".utf8) + bad).1 == expected)
    }
    #expect(value(bytes: [0xFF, 0xFE, 0x61, 0]).1 == ["the file is UTF-16"])
  }

  @Test func aByteOrderMarkIsSkipped() {
    #expect(value("\u{FEFF}a: 1\r\nb: 2\r\n") == (["a": 1, "b": 2], []))
    #expect(
      value("a: \u{FEFF}").1
        == ["1:4: a byte order mark U+FEFF may stand only at the start of the file"]
    )
  }

  @Test func aliasesAreCountedAsIfWrittenOut() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let alias = "*a\(level - 1)"
      text +=
        "a\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ", "))]\n"
    }
    #expect(value(text).1 == ["7:10: the file has more than 2,000,000 values, aliases written out"])
  }

  @Test func depthIsBounded() {
    let open = { (count: Int) in
      String(repeating: "[", count: count) + String(repeating: "]", count: count)
    }
    #expect(value(open(64)).1 == [])
    #expect(value(open(65)).1 == ["1:65: the file is nested more than 64 levels deep"])
    #expect(value(open(100_000)).1 == ["1:1: the file is nested more than 64 levels deep"])
    let nested = "a: &a \(open(40))\nb: [[[[[[[[[[[[[[[[[[[[[[[[*a]]]]]]]]]]]]]]]]]]]]]]]]"
    #expect(
      value(nested).1 == ["2:28: the file is nested more than 64 levels deep, aliases written out"]
    )
  }

  @Test func sizeIsBounded() {
    let bytes = [UInt8](repeating: UInt8(ascii: " "), count: 16 << 20 + 1)
    #expect(
      value(bytes: bytes).1
        == ["the file has 16777217 bytes, which is more than the limit of 16 MiB"]
    )
  }
}
