import Model

extension TemplateBuilder {
  /// The script of `run`, in which each expression became a reference to a variable.
  mutating func script(_ node: YAMLNode, shell: String) -> ScriptTemplate? {
    guard node.isScalar, !node.isNull else { return nil }
    guard TemplateParser.hasExpression(node.textBytes) else {
      return ScriptTemplate(constant: node.text, location: location(of: node))
    }
    let found = parse(node, .value)
    let parsed = found.template
    guard parsed.problems.isEmpty else { return nil }
    var refused: [(range: Range<Int>, reason: String)] = []
    let places = ScriptPlaces.find(parsed, shell: shell)
    var pieces: [ScriptTemplate.Piece] = []
    var position = 0
    func refuse(_ range: Range<Int>, _ reason: String) {
      refused.append((range, reason))
    }
    for (index, range) in parsed.expressions.map(\.range).enumerated() {
      if range.lowerBound > position {
        pieces.append(.text(parsed.text(position..<range.lowerBound)))
      }
      position = range.upperBound
      let isInteger = found.types[index].kinds == .integer
      switch places[index] {
      case .bare: pieces.append(.reference(index: index, quoted: true))
      case .quoted: pieces.append(.reference(index: index, quoted: false))
      case .command(let quoted) where isInteger:
        pieces.append(.reference(index: index, quoted: quoted))
      case .digits where isInteger: pieces.append(.integer(index: index))
      case .command: refuse(range, "as a command")
      case .digits(let reason), .nowhere(let reason): refuse(range, reason)
      }
    }
    if position < parsed.bytes.count {
      pieces.append(.text(parsed.text(position..<parsed.bytes.count)))
    }
    for (range, reason) in refused.prefix(20) {
      tell(
        WorkflowFileError(
          "an expression cannot stand \(reason)",
          hint: "pass it with env: {VALUE: \"\(parsed.text(range))\"}, or with args",
          offset: range.lowerBound,
          length: range.count
        ),
        in: node
      )
    }
    guard found.isValid, refused.isEmpty else { return nil }
    return ScriptTemplate(
      pieces: pieces,
      expressions: parsed.expressions.map(\.parsed.expression),
      source: node.text,
      location: location(of: node)
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
