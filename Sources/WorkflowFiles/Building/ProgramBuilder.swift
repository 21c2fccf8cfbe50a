import Model

extension TemplateBuilder {
  /// Tells the expressions of some words of a command that stand in what a shell or an interpreter
  /// runs.
  mutating func checkPrograms(_ words: [Template], in range: Range<Int>) {
    for refusal in CommandListJudge.refusals(in: words) where range.contains(refusal.word) {
      let word = words[refusal.word]
      let parsed = TemplateParser.parse(Array(word.source.utf8))
      guard parsed.expressions.indices.contains(refusal.expression) else { continue }
      let found = parsed.expressions[refusal.expression]
      let type = check(found.parsed, in: parsed.bytes, .value) { _, _ in }.type
      if type.kinds == .integer { continue }
      let text = parsed.text(found.range)
      report.error(
        "an expression cannot stand \(refusal.reason)",
        at: word.location,
        hint: "pass it as an argument behind the program, or with env: {VALUE: \"\(text)\"}"
      )
    }
  }
}
