import Model

extension TemplateBuilder {
  /// The condition of `if`, with or without `${{ }}`; nil when it is wrong.
  mutating func condition(_ node: YAMLNode) -> Condition? {
    guard node.isScalar, !node.isNull else { return nil }
    do throws(WorkflowFileError) {
      let bytes = Array(node.textBytes)
      let parsed = try ExpressionParser.parse(node.text)
      let (_, isValid) = check(parsed, in: bytes, .condition) { report, problem in
        report.problemInside(problem.error, in: node, isWarning: problem.isWarning)
      }
      guard isValid else { return nil }
      return Condition(
        expression: named(parsed).expression,
        source: node.text,
        location: location(of: node)
      )
    } catch {
      report.problemInside(error, in: node, isWarning: false)
      return nil
    }
  }
}

extension Report {
  /// Like a problem in a template, but there need not be a `${{ }}` to count from.
  mutating func problemInside(
    _ error: WorkflowFileError,
    in node: YAMLNode,
    isWarning: Bool = false
  ) {
    guard !TemplateParser.hasExpression(node.textBytes) else {
      return problem(error, in: node, isWarning: isWarning)
    }
    let before = node.textBytes.prefix(error.offset)
    let style = node.entry.style
    let special = style == .singleQuoted ? "\n'" : "\n\\\""
    let isAsWritten = node.textBytes.allSatisfy { !special.utf8.contains($0) }
    let quote = style == .singleQuoted || style == .doubleQuoted ? 1 : 0
    let isBlock = style == .literal || style == .folded
    let canCount = !isBlock && (style == .plain ? !node.textBytes.contains(0x0A) : isAsWritten)
    let place = node.location
    let column =
      canCount
      ? place.column + quote + String(decoding: before, as: UTF8.self).unicodeScalars.count
      : place.column
    add(
      isWarning ? .warning : .error,
      error.message,
      at: SourceLocation(line: place.line, column: column),
      hint: error.hint,
      length: error.length
    )
  }
}
