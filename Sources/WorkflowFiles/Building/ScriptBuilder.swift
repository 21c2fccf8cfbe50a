import Model

extension TemplateBuilder {
  /// The script of `run`, in which each expression became a reference to a variable.
  mutating func script(_ node: YAMLNode, shell: String) -> ScriptTemplate? {
    guard node.isScalar, !node.isNull else { return nil }
    guard TemplateParser.hasExpression(node.textBytes) else {
      return ScriptTemplate(constant: node.text, location: node.location)
    }
    let (parsed, namesAreValid) = parse(node, .value)
    guard parsed.problems.isEmpty else { return nil }
    var isValid = namesAreValid
    var told = 0
    let places = ScriptPlaces.find(parsed, shell: shell)
    var pieces: [ScriptTemplate.Piece] = []
    var position = 0
    for (index, found) in parsed.expressions.enumerated() {
      if found.range.lowerBound > position {
        pieces.append(.text(parsed.text(position..<found.range.lowerBound)))
      }
      position = found.range.upperBound
      switch places[index] {
      case .bare: pieces.append(.reference(index: index, quoted: true))
      case .quoted: pieces.append(.reference(index: index, quoted: false))
      case .digits where scope.isInteger(found.parsed.expression):
        pieces.append(.integer(index: index))
      case .digits(let reason), .nowhere(let reason):
        isValid = false
        told += 1
        guard told <= 20 else { continue }
        let text = parsed.text(found.range)
        tell(
          WorkflowFileError(
            "an expression cannot stand \(reason)",
            hint: "pass it with env: {VALUE: \"\(text)\"}, or with args",
            offset: found.range.lowerBound,
            length: found.range.count
          ),
          in: node
        )
      }
    }
    if position < parsed.bytes.count {
      pieces.append(.text(parsed.text(position..<parsed.bytes.count)))
    }
    guard isValid else { return nil }
    return ScriptTemplate(
      pieces: pieces,
      expressions: parsed.expressions.map(\.parsed.expression),
      source: node.text,
      location: node.location
    )
  }
}

/// Decides where the expressions of a script stand.
private enum ScriptPlaces {
  static func find(_ parsed: ParsedTemplate, shell: String) -> [ShellPlace] {
    guard let dialect = ShellDialect(rawValue: shell) else {
      return parsed.expressions.map { _ in .nowhere("in a script of \(shell)") }
    }
    return ShellScanner.places(
      of: parsed.expressions.map(\.range),
      in: parsed.bytes,
      dialect: dialect
    )
  }
}
