import Model

/// Turns scalars into templates and checks what their expressions refer to.
struct TemplateBuilder {
  var report: Report
  var scope = Scope()

  init(report: Report) {
    self.report = report
  }

  /// The template of a scalar; nil, with its problems reported, when an expression is wrong.
  mutating func template(_ node: YAMLNode, _ place: ExpressionPlace) -> Template? {
    guard node.isScalar else { return nil }
    let text = node.isNull ? "" : node.text
    guard TemplateParser.hasExpression(node.textBytes) else {
      return Template(constant: text, location: node.location)
    }
    let (parsed, isValid) = parse(node, place)
    guard isValid else { return nil }
    return Template(segments: parsed.segments, source: text, location: node.location)
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
      result.append(EnvironmentEntry(name: key.text, value: template))
    }
    return result
  }

  /// Parses a scalar and checks each name in it.
  mutating func parse(
    _ node: YAMLNode,
    _ place: ExpressionPlace
  ) -> (parsed: ParsedTemplate, isValid: Bool) {
    let parsed = TemplateParser.parse(Array(node.textBytes))
    for problem in parsed.problems { tell(problem, in: node) }
    var isValid = parsed.problems.isEmpty
    var told = 0
    for found in parsed.expressions where told < 20 {
      for name in found.parsed.calls.sorted()
      where ["success", "failure", "cancelled", "always"].contains(name) {
        isValid = false
        tell(
          WorkflowFileError(
            "\"\(name)()\" may stand only in \"if\"",
            offset: found.range.lowerBound
          ),
          in: node
        )
      }
      for reference in found.parsed.references {
        guard let problem = problem(with: reference, place) else { continue }
        isValid = false
        tell(problem, in: node)
        told += 1
      }
    }
    return (parsed, isValid)
  }

  /// Reports a problem at its place inside a scalar.
  mutating func tell(_ problem: WorkflowFileError, in node: YAMLNode) {
    report.error(
      problem.message,
      at: TextPosition.location(of: node, offset: problem.offset),
      hint: problem.hint,
      length: problem.length
    )
  }

  private mutating func problem(
    with found: FoundReference,
    _ place: ExpressionPlace
  ) -> WorkflowFileError? {
    func error(_ message: String, _ hint: String? = nil) -> WorkflowFileError {
      WorkflowFileError(message, hint: hint, offset: found.offset, length: found.length)
    }
    let context = found.reference.context
    let path = found.reference.path
    if context == "item" || context == "matrix" {
      return error(ShapeChecker.notYet("\"\(context)\" in an expression"))
    }
    if context == "secrets" {
      guard case .environment = place else {
        return error(
          "a secret may stand only in the env of a task",
          "env: {TOKEN: \"${{ secrets.TOKEN }}\"}"
        )
      }
      return error(ShapeChecker.notYet("\"secrets\" in an expression"))
    }
    guard place.contexts.contains(context) else {
      return error(
        place.refusal(of: context),
        "params and run may stand here\(place.contexts.contains("env") ? ", env too" : "")"
      )
    }
    switch context {
    case "params":
      guard let name = path.first, scope.params[name] == nil else { return nil }
      let near = report.suggestion(for: name, among: scope.orderedParamNames)
      return error("there is no param \"\(name)\"", near ?? "declare it under \"params\"")
    case "run":
      guard let name = path.first, !ExpressionLanguage.runFields.contains(name) else { return nil }
      let near = report.suggestion(for: name, among: ExpressionLanguage.runFields)
      return error(
        "a run has no \"\(name)\"",
        near ?? "it has \(ExpressionLanguage.runFields.joined(separator: ", "))"
      )
    case "tasks": return taskProblem(path, error)
    default: return nil
    }
  }

  private mutating func taskProblem(
    _ path: [String],
    _ error: (String, String?) -> WorkflowFileError
  ) -> WorkflowFileError? {
    guard let name = path.first else {
      return error("\"tasks\" must be followed by a task's name", "tasks.NAME.result")
    }
    guard scope.taskNames.contains(name) else {
      let near = report.suggestion(for: name, among: scope.orderedTaskNames)
      return error("there is no task \"\(name)\"", near)
    }
    guard name != scope.task else { return error("a task cannot use its own result", nil) }
    guard path.count > 1 else {
      return error("a value of task \"\(name)\" must be named", "tasks.\(name).result")
    }
    guard ExpressionLanguage.taskFields.contains(path[1]) else {
      let near = report.suggestion(for: path[1], among: ExpressionLanguage.taskFields)
      return error(
        "a task has no \"\(path[1])\"",
        near ?? "it has \(ExpressionLanguage.taskFields.joined(separator: ", "))"
      )
    }
    return nil
  }
}
