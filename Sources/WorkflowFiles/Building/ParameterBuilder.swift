import Model

/// Builds the declaration of a param and checks that it agrees with itself.
enum ParameterBuilder {
  static func build(
    _ key: YAMLNode,
    _ value: YAMLNode,
    report: inout Report
  ) -> ParameterDefinition? {
    guard value.kind == .mapping else { return nil }
    let fields = Fields(value)
    let kind = fields.text("type").flatMap(ParameterDefinition.Kind.init) ?? .string
    var param = ParameterDefinition(
      name: key.text,
      kind: kind,
      description: fields.text("description"),
      location: key.location
    )
    param.constraints.items = fields.text("items").flatMap(ParameterDefinition.Kind.init)
    param.constraints.pattern = fields.text("pattern")
    param.constraints.minimum = fields.number("minimum")
    param.constraints.maximum = fields.number("maximum")
    param.constraints.minimumLength = fields.integer("min_length")
    param.constraints.maximumLength = fields.integer("max_length")
    param.constraints.validators = (fields.items("validate") ?? []).compactMap(validator)
    fitting(param, fields, &report)
    if let node = fields["enum"], node.kind == .sequence {
      if node.count == 0 { report.error("\"enum\" is empty", at: node) }
      var allowed: [JSONValue] = []
      for element in node.elements {
        if let accepted = accept(element, param, "a value of \"enum\"", &report) {
          allowed.append(accepted)
        }
      }
      param.constraints.allowed = allowed
    }
    if let node = fields["default"] {
      param.defaultValue = accept(node, param, "\"default\"", &report)
    }
    return param
  }

  private static func validator(_ node: YAMLNode) -> ValidatorReference? {
    if node.kind == .mapping { return Fields(node).text("regex").map { .pattern($0) } }
    return node.string.map { .named($0) }
  }

  private static func accept(
    _ node: YAMLNode,
    _ param: ParameterDefinition,
    _ what: String,
    _ report: inout Report
  ) -> JSONValue? {
    let value = node.value
    guard value.isFinite else {
      report.error("\(what) of \"\(param.name)\" holds a number that JSON has not", at: node)
      return nil
    }
    do throws(ParameterError) {
      return try ParameterText.accept(value, for: param)
    } catch {
      report.error("\(what) of \"\(param.name)\" \(error.message)", at: node, hint: error.hint)
      return nil
    }
  }

  private static func fitting(
    _ param: ParameterDefinition,
    _ fields: Fields,
    _ report: inout Report
  ) {
    let texts: Set<ParameterDefinition.Kind> = [.string, .path, .file]
    func only(_ name: String, _ kinds: Set<ParameterDefinition.Kind>) {
      guard !kinds.contains(param.kind), let key = fields.key(name) else { return }
      report.error("\"\(name)\" means nothing for the type \(param.kind.rawValue)", at: key)
    }
    only("items", [.list])
    only("pattern", texts)
    only("minimum", [.integer, .number])
    only("maximum", [.integer, .number])
    only("min_length", texts.union([.list]))
    only("max_length", texts.union([.list]))
    only("validate", [.file])
    let limits = param.constraints
    if let least = limits.minimum, let most = limits.maximum, least > most,
      let key = fields.key("maximum")
    {
      report.error("\"maximum\" is less than \"minimum\"", at: key)
    }
    if let least = limits.minimumLength, let most = limits.maximumLength, least > most,
      let key = fields.key("max_length")
    {
      report.error("\"max_length\" is less than \"min_length\"", at: key)
    }
    if let node = fields["pattern"] { check(pattern: node, "pattern", &report) }
    for node in fields.items("validate") ?? [] where node.kind == .mapping {
      if let pattern = Fields(node)["regex"] { check(pattern: pattern, "regex", &report) }
    }
  }

  private static func check(pattern node: YAMLNode, _ key: String, _ report: inout Report) {
    guard node.isScalar, !node.isNull else { return }
    do throws(PatternProblem) {
      _ = try LinearPattern(node.text)
    } catch {
      let before = String(String.UnicodeScalarView(node.text.unicodeScalars.prefix(error.offset)))
      report.problemInside(
        WorkflowFileError("\"\(key)\": \(error.message)", offset: before.utf8.count),
        in: node
      )
    }
  }
}

extension JSONValue {
  /// Whether JSON can write it, which has neither `.nan` nor `.inf`.
  var isFinite: Bool {
    switch self {
    case .number(let number): number.isFinite
    case .array(let elements): elements.allSatisfy(\.isFinite)
    case .object(let members): members.values.allSatisfy(\.isFinite)
    case .null, .bool, .integer, .string: true
    }
  }
}
