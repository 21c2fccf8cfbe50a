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

  private static func accept(
    _ node: YAMLNode,
    _ param: ParameterDefinition,
    _ what: String,
    _ report: inout Report
  ) -> JSONValue? {
    do throws(WorkflowFileError) {
      return try ParameterText.accept(node.value, for: param)
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
    if let pattern = limits.pattern, (try? Regex(pattern)) == nil, let node = fields["pattern"] {
      report.error("\"pattern\" is no regular expression that weir knows", at: node)
    }
  }
}
