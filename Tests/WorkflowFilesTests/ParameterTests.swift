import Model
import Testing
import WorkflowFiles

private func value(
  _ text: String,
  _ kind: ParameterDefinition.Kind,
  _ limit: (inout ParameterConstraints) -> Void = { _ in }
) -> String {
  var param = ParameterDefinition(name: "p", kind: kind)
  limit(&param.constraints)
  do throws(ParameterError) {
    return JSONWriter.compact(try ParameterText.value(of: text, for: param))
  } catch {
    return "p \(error.message)"
  }
}

@Suite struct ParameterTests {
  @Test(arguments: [
    (ParameterDefinition.Kind.string, "a b", "\"a b\""), (.string, "", "\"\""),
    (.string, "5", "\"5\""),
    (.integer, "30", "30"), (.integer, "-1", "-1"), (.integer, "007", "7"),
    (.integer, "1.5", "p must be an integer, not \"1.5\""),
    (.integer, "", "p must be an integer, not \"\""),
    (.integer, "+1", "p must be an integer, not \"+1\""),
    (.integer, "9223372036854775808", "p must be an integer, not \"9223372036854775808\""),
    (.number, "0.5", "0.5"), (.number, "3", "3"), (.number, "-1e3", "-1000.0"),
    (.number, "nan", "p must be a number, not \"nan\""),
    (.number, "inf", "p must be a number, not \"inf\""),
    (.number, "x", "p must be a number, not \"x\""),
    (.boolean, "true", "true"), (.boolean, "false", "false"),
    (.boolean, "yes", "p must be true or false, not \"yes\""),
    (.date, "2024-02-29", "\"2024-02-29\""),
    (.date, "2023-02-29", "p must be a date, not \"2023-02-29\""),
    (.date, "2024-1-1", "p must be a date, not \"2024-1-1\""),
    (.datetime, "2026-11-21T03:12:05Z", "\"2026-11-21T03:12:05Z\""),
    (.datetime, "2026-11-21T03:12:05.5+01:00", "\"2026-11-21T03:12:05.5+01:00\""),
    (.datetime, "2026-11-21T03:12:05", "p must be a date and time, not \"2026-11-21T03:12:05\""),
    (.datetime, "2026-11-21T25:12:05Z", "p must be a date and time, not \"2026-11-21T25:12:05Z\""),
    (.path, "data/a.csv", "\"data/a.csv\""), (.path, "", "p must be a path, not \"\""),
    (.file, "a", "\"a\""), (.list, "a,b", "[\"a\",\"b\"]"), (.list, "", "[]"),
    (.list, "[1, \"x\"]", "[1,\"x\"]"),
    (.list, "[1", "p must be JSON: expected } at character 3"),
    (.json, "{\"a\": [1, null]}", "{\"a\":[1,null]}"),
    (.json, "{a: 1}", "p must be JSON: expected a key in quotes at character 2"),
  ])
  func textBecomesAValue(kind: ParameterDefinition.Kind, text: String, expected: String) {
    let found = value(text, kind)
    if expected.hasPrefix("p must be JSON") {
      #expect(found.hasPrefix("p must be JSON: "))
    } else {
      #expect(found == expected)
    }
  }

  @Test func limitsAreKept() {
    #expect(value("5", .integer) { $0.minimum = 6 } == "p must be at least 6")
    #expect(value("5", .integer) { $0.maximum = 4.5 } == "p must be at most 4.5")
    #expect(value("5", .integer) { $0.minimum = 5 } == "5")
    #expect(value("ab", .string) { $0.minimumLength = 3 } == "p must have at least 3 characters")
    #expect(value("ab", .string) { $0.maximumLength = 1 } == "p must have at most 1 character")
    #expect(value("a,b", .list) { $0.maximumLength = 1 } == "p must have at most 1 element")
    #expect(value("Ab", .string) { $0.pattern = "^[a-z]+$" } == "p must match the pattern ^[a-z]+$")
    #expect(value("ab", .string) { $0.pattern = "b" } == "\"ab\"")
    #expect(
      value("gat", .string) { $0.allowed = ["gatk", "freebayes"] }
        == "p must be one of \"gatk\", \"freebayes\""
    )
    #expect(value("1,x", .list) { $0.items = .integer } == "p must be an integer, not \"x\"")
    #expect(value("1,2", .list) { $0.items = .integer } == "[1,2]")
    #expect(
      value("[1, \"x\"]", .list) { $0.items = .integer }
        == "p holds an element that must be an integer, not \"x\""
    )
  }

  @Test func valuesFromFilesKeepTheirTypes() throws {
    let param = ParameterDefinition(name: "p", kind: .string)
    #expect(throws: ParameterError("must be a string, not 5", hint: "put it in quotes")) {
      try ParameterText.accept(5, for: param)
    }
    #expect(try ParameterText.accept("5", for: param) == "5")
  }

  @Test func filesOfParamsAreMaps() {
    let (values, problems) = ParameterFile.parse(
      Array("{a: 1, b: [x, 2.5], c: {d: no}, e: 007}".utf8),
      path: "p.yaml"
    )
    #expect(values == ["a": 1, "b": ["x", 2.5], "c": ["d": "no"], "e": "007"])
    #expect(problems == [])
    #expect(ParameterFile.parse([], path: "p.yaml").values == [:])
    #expect(
      ParameterFile.parse(Array("[1]".utf8), path: "p.json").diagnostics.map(\.message)
        == ["a file of params must be a map, not a list"]
    )
    #expect(
      ParameterFile.parse(Array("{\"1a\": 1}".utf8), path: "p.json").diagnostics.map(\.message)
        == ["\"1a\" is no valid name for a param"]
    )
  }

  @Test(arguments: [
    ("{type: integer, default: x}", "2:30: \"default\" of \"p\" must be an integer, not \"x\""),
    ("{type: string, default: 5}", "2:29: \"default\" of \"p\" must be a string, not 5"),
    (
      "{type: strng}",
      "2:12: \"type\" must be \"string\", \"integer\", \"number\", \"boolean\", \"date\", \"datetime\", \"path\", \"file\", \"list\" or \"json\", not the string \"strng\""
    ),
    ("{type: integer, minimum: 5, maximum: 4}", "2:33: \"maximum\" is less than \"minimum\""),
    ("{type: integer, minimum: 5, default: 4}", "2:42: \"default\" of \"p\" must be at least 5"),
    ("{type: string, minimum: 5}", "2:20: \"minimum\" means nothing for the type string"),
    ("{type: integer, items: string}", "2:21: \"items\" means nothing for the type integer"),
    ("{enum: []}", "2:12: \"enum\" is empty"),
    (
      "{type: integer, enum: [1, x]}",
      "2:31: a value of \"enum\" of \"p\" must be an integer, not \"x\""
    ),
    ("{pattern: 'ab('}", "2:18: \"pattern\": a ( without its )"),
    ("{pattern: '(a)\\1'}", "2:19: \"pattern\": backreferences are not supported"),
    (
      "{type: json, default: {a: [.nan]}}",
      "2:27: \"default\" of \"p\" holds a number that JSON has not"
    ),
    (
      "{type: json, enum: [.inf]}",
      "2:25: a value of \"enum\" of \"p\" holds a number that JSON has not"
    ),
    ("{validate: [x]}", "2:6: \"validate\" means nothing for the type string"),
    ("{requird: true}", "2:6: unknown key \"requird\" in a param"),
    ("gatk", "2:5: \"p\" must be a map, not the string \"gatk\""),
    ("{type: date, default: 2026-11-21}", ""),
    ("{type: json, default: {a: [1]}}", ""),
    ("{type: list, items: integer, default: [1, 2]}", ""),
  ])
  func declarationsAgreeWithThemselves(text: String, expected: String) {
    let told = parse("params:\n p: \(text)\ntasks: {a: {run: b}}").diagnostics.map {
      "\($0.location?.line ?? 0):\($0.location?.column ?? 0): \($0.message)"
    }
    #expect(told.joined(separator: "; ") == expected)
  }
}
