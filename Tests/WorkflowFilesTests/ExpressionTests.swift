import Model
import Testing
import WorkflowFiles

/// An expression in full parentheses.
private func shown(_ expression: Expression) -> String {
  switch expression {
  case .literal(let value): JSONWriter.compact(value)
  case .context(let name): name
  case .member(let base, let name): "\(shown(base)).<\(name)>"
  case .index(let base, let key): "\(shown(base))[\(shown(key))]"
  case .not(let operand): "!\(shown(operand))"
  case .binary(let symbol, let left, let right):
    "(\(shown(left)) \(symbol.rawValue) \(shown(right)))"
  case .call(let name, let arguments):
    "\(name)(\(arguments.map(shown).joined(separator: ", ")))"
  }
}

private func parsed(_ text: String) -> String {
  do throws(WorkflowFileError) {
    return shown(try ExpressionParser.parse(text).expression)
  } catch {
    return "\(error.offset): \(error.message)" + (error.hint.map { "; \($0)" } ?? "")
  }
}

@Suite struct ExpressionTests {
  @Test(arguments: [
    ("1", "1"), ("-5", "-5"), ("0.5", "0.5"), ("1e3", "1000.0"), ("true", "true"),
    ("null", "null"), ("'a'", "\"a\""), ("'it''s'", "\"it's\""), ("\"a\\n\\\"\"", "\"a\\n\\\"\""),
    ("'}}'", "\"}}\""), ("${{ 'a' }}", "\"a\""), ("${{'}}'}}", "\"}}\""),
    ("params.caller", "params.<caller>"), ("params['a.b']", "params.<a.b>"),
    ("params[\"a\"].b", "params.<a>.<b>"), ("params.min-qual", "params.<min-qual>"),
    ("params.a[0]", "params.<a>[0]"), ("params.a[params.b]", "params.<a>[params.<b>]"),
    ("tasks.a.result.b[1].c", "tasks.<a>.<result>.<b>[1].<c>"), ("run.id", "run.<id>"),
    ("env . HOME", "env.<HOME>"), ("params", "params"),
    ("1 == 2", "(1 == 2)"), ("1 != 2 && 3 < 4", "((1 != 2) && (3 < 4))"),
    ("1 || 2 && 3", "(1 || (2 && 3))"), ("1 && 2 || 3", "((1 && 2) || 3)"),
    ("(1 || 2) && 3", "((1 || 2) && 3)"), ("1 == 2 == 3", "((1 == 2) == 3)"),
    ("1 < 2 == true", "((1 < 2) == true)"), ("!1 == 2", "(!1 == 2)"), ("!!true", "!!true"),
    ("!(1 == 2)", "!(1 == 2)"), ("1 <= 2 >= 3 > 4", "(((1 <= 2) >= 3) > 4)"),
    ("contains('ab', 'a')", "contains(\"ab\", \"a\")"), ("lines('a')[0]", "lines(\"a\")[0]"),
    ("fromJSON('{}').a", "fromJSON(\"{}\").<a>"), ("success()", "success()"),
    ("format('{0}-{1}', 1, params.a)", "format(\"{0}-{1}\", 1, params.<a>)"),
    ("default(params.a, 'b')", "default(params.<a>, \"b\")"),
    ("join(params.a)", "join(params.<a>)"),
    ("matrix.a == item", "(matrix.<a> == item)"), ("secrets.TOKEN", "secrets.<TOKEN>"),
  ])
  func isRead(text: String, expected: String) {
    #expect(parsed(text) == expected)
  }

  @Test(arguments: [
    ("", "0: the expression is empty"),
    ("${{ }}", "4: the expression is empty"),
    ("${{ 1", "0: the expression does not end with \"}}\"; close it with \"}}\""),
    ("1 }}", "4: unexpected \"}}\"; write it without ${{ }}, or with one pair around all of it"),
    ("param.a", "0: unknown name \"param\" in an expression; did you mean \"params\"?"),
    ("gatk", "0: unknown name \"gatk\" in an expression; a text stands in quotes: 'gatk'"),
    ("success", "0: \"success\" is a function; call it: success()"),
    ("startWith('a', 'b')", "0: unknown function \"startWith\"; did you mean \"startsWith\"?"),
    ("now()", "0: unknown function \"now\""),
    ("toJSON()", "0: \"toJSON\" takes 1 argument, not 0; for example: toJSON(value)"),
    (
      "contains('a')",
      "0: \"contains\" takes 2 arguments, not 1; for example: contains(text or list, what)"
    ),
    (
      "join(1, 2, 3)",
      "0: \"join\" takes 1 to 2 arguments, not 3; for example: join(list, separator)"
    ),
    ("1 = 2", "2: \"=\" is no operator; \"==\" compares"),
    ("1 & 2", "2: \"&\" is no operator; write \"&&\""),
    ("1 | 2", "2: \"|\" is no operator; write \"||\""),
    ("1 + 2", "2: expressions do not calculate: \"+\" is no operator"),
    ("params.a - 2", "9: expressions do not calculate: \"-\" is no operator"),
    ("'a", "0: the text in quotes does not end"),
    (
      "\"a\\x\"",
      "2: unknown escape in a text in double quotes; \\n, \\t, \\\" and \\\\ are known; in single quotes nothing is escaped"
    ),
    ("1 2", "2: expected an operator or \"}}\", not \"2\""),
    ("params.", "7: expected a name after \".\", not the end of the expression"),
    ("params.1", "7: expected a name after \".\", not \"1\""),
    ("params['a'", "10: expected \"]\", not the end of the expression"),
    ("(1", "2: expected \")\", not the end of the expression"),
    ("1 ==", "4: expected a value, not the end of the expression"),
    ("== 1", "0: expected a value, not \"==\""),
    ("join(1,)", "7: expected a value, not \")\""),
    ("012", "0: \"012\" is no number; put it in quotes: '012'"),
    ("1.2.3", "0: \"1.2.3\" is no number"),
    ("$HOME", "0: \"$\" means nothing in an expression"),
    ("params.ä", "7: \"ä\" means nothing in an expression"),
    ("params.x }", "9: \"}\" means nothing in an expression"),
  ])
  func isRefused(text: String, expected: String) {
    #expect(parsed(text) == expected)
  }

  @Test func depthAndSizeAreBounded() {
    #expect(
      parsed(String(repeating: "(", count: 100_000))
        == "64: the expression is nested more than 64 levels deep"
    )
    #expect(
      parsed(String(repeating: "!", count: 100_000) + "1").hasSuffix("more than 500 parts")
    )
    #expect(
      parsed("1" + String(repeating: " == 1", count: 100_000)).hasSuffix("more than 500 parts")
    )
    #expect(
      parsed("params" + String(repeating: ".a", count: 100_000)).hasSuffix("more than 500 parts")
    )
  }

  @Test func textAndExpressionsAlternate() {
    let template = TemplateParser.parse(Array("a${{ 1 }}${{ '}}' }}b $x ${y}".utf8))
    #expect(
      template.segments == [
        .text("a"), .expression(.literal(1)), .expression(.literal("}}")), .text("b $x ${y}"),
      ]
    )
  }

  @Test func namesAreFoundWithTheirPlaces() throws {
    let found = try ExpressionParser.parse("params.a == tasks['b'].result[params.c].d").references
    #expect(
      found.map { "\($0.reference.context) \($0.reference.path) \($0.offset) \($0.length)" } == [
        "params [\"a\"] 0 8", "params [\"c\"] 30 8", "tasks [\"b\", \"result\"] 12 17",
      ]
    )
  }
}
