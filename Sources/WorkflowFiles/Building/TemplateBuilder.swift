import Model

/// Turns scalars into templates and checks what their expressions refer to.
struct TemplateBuilder {
  var report: Report
  var scope = Scope()
  /// The location of everything that is built, where the file itself is not the one that counts.
  var origin: SourceLocation?

  init(report: Report) {
    self.report = report
  }

  /// A scalar that was parsed.
  struct Parsed {
    var template: ParsedTemplate
    /// Of its expressions, in order.
    var types: [ValueType]
    var isValid: Bool
  }

  /// Where what a node says counts as written.
  func location(of node: YAMLNode) -> SourceLocation { origin ?? node.location }

  /// The template of a scalar; nil, with its problems reported, when an expression is wrong.
  mutating func template(_ node: YAMLNode, _ place: ExpressionPlace) -> Template? {
    guard node.isScalar else { return nil }
    let text = node.isNull ? "" : node.text
    guard TemplateParser.hasExpression(node.textBytes) else {
      return Template(constant: text, location: location(of: node))
    }
    let parsed = parse(node, place)
    guard parsed.isValid else { return nil }
    return Template(
      segments: parsed.template.segments,
      source: text,
      location: location(of: node)
    )
  }

  /// The templates of a list; elements with problems are left out.
  mutating func templates(_ nodes: [YAMLNode], _ place: ExpressionPlace) -> [Template] {
    var result: [Template] = []
    result.reserveCapacity(nodes.count)
    for node in nodes {
      if let template = template(node, place) { result.append(template) }
    }
    return result
  }

  /// The variables of a map in the order of the file.
  mutating func environment(_ node: YAMLNode?, _ place: ExpressionPlace) -> [EnvironmentEntry] {
    guard let node else { return [] }
    var result: [EnvironmentEntry] = []
    for (key, value) in node.pairs {
      guard let template = template(value, place) else { continue }
      let entry = EnvironmentEntry(name: key.text, value: template)
      checkVariable(entry, value)
      result.append(entry)
    }
    return result
  }

  private mutating func checkVariable(_ entry: EnvironmentEntry, _ node: YAMLNode) {
    if entry.value.constant == nil, EvaluatedVariables.inEnvironment.contains(entry.name) {
      report.error(
        "an expression cannot stand in \"\(entry.name)\", whose value a shell runs",
        at: node,
        hint: "give it another variable"
      )
    }
    guard entry.holdsSecret else { return }
    if case .member(.context("secrets"), _) = entry.value.wholeExpression { return }
    report.error(
      "a secret must be the whole value of \"\(entry.name)\"",
      at: node,
      hint: "put texts together where the variable is used"
    )
  }

  /// Parses a scalar, checks each name in it and what is done with its values.
  mutating func parse(_ node: YAMLNode, _ place: ExpressionPlace) -> Parsed {
    var template = TemplateParser.parse(Array(node.textBytes))
    for problem in template.problems { tell(problem, in: node) }
    var result = Parsed(template: template, types: [], isValid: template.problems.isEmpty)
    var expressions: [FoundExpression] = []
    for found in template.expressions {
      let (type, isValid) = check(found.parsed, in: template.bytes, place) { report, problem in
        report.problem(problem.error, in: node, isWarning: problem.isWarning)
      }
      result.isValid = result.isValid && isValid
      result.types.append(type)
      expressions.append(FoundExpression(range: found.range, parsed: named(found.parsed)))
    }
    template = ParsedTemplate(
      bytes: template.bytes,
      expressions: expressions,
      problems: template.problems
    )
    result.template = template
    return result
  }

  /// Checks the names of an expression, and what is done with their values.
  mutating func check(
    _ parsed: ParsedExpression,
    in bytes: [UInt8],
    _ place: ExpressionPlace,
    tell: (inout Report, TypeChecker.Problem) -> Void
  ) -> (type: ValueType, isValid: Bool) {
    var isValid = true
    for problem in problems(of: parsed, place).prefix(20) {
      isValid = false
      tell(&report, TypeChecker.Problem(error: problem, isWarning: false))
    }
    guard isValid else { return (.any, false) }
    for reference in parsed.references {
      if let problem = unsetVariable(reference) {
        tell(&report, TypeChecker.Problem(error: problem, isWarning: true))
      }
    }
    let (type, problems) = TypeChecker.check(parsed, in: bytes, scope: scope)
    for problem in problems.prefix(20) {
      isValid = isValid && problem.isWarning
      tell(&report, problem)
    }
    return (type, isValid)
  }

  /// In a definition `params` are what a task gives it.
  func named(_ parsed: ParsedExpression) -> ParsedExpression {
    guard scope.isDefinition else { return parsed }
    return ParsedExpression(
      expression: parsed.expression.renaming("params", to: "arguments"),
      references: parsed.references,
      calls: parsed.calls,
      spans: parsed.spans
    )
  }

  /// Reports a problem at its place inside a scalar.
  mutating func tell(_ problem: WorkflowFileError, in node: YAMLNode) {
    report.problem(problem, in: node)
  }
}

extension Report {
  /// Reports a problem at its place inside a scalar.
  mutating func problem(
    _ problem: WorkflowFileError,
    in node: YAMLNode,
    isWarning: Bool = false
  ) {
    add(
      isWarning ? .warning : .error,
      problem.message,
      at: TextPosition.location(of: node, offset: problem.offset),
      hint: problem.hint,
      length: problem.length
    )
  }
}

extension Expression {
  /// The expression with another name for one of its contexts.
  fileprivate func renaming(_ name: String, to other: String) -> Expression {
    switch self {
    case .literal: self
    case .context(let context): context == name ? .context(other) : self
    case .member(let base, let field): .member(base.renaming(name, to: other), field)
    case .index(let base, let key):
      .index(base.renaming(name, to: other), key.renaming(name, to: other))
    case .not(let operand): .not(operand.renaming(name, to: other))
    case .binary(let symbol, let left, let right):
      .binary(symbol, left.renaming(name, to: other), right.renaming(name, to: other))
    case .call(let function, let arguments):
      .call(function, arguments.map { $0.renaming(name, to: other) })
    }
  }
}
