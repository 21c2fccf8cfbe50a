import Model

/// What a path is for, which decides what it may be.
enum PathUse: String {
  case input
  case output
  case script
  case workingDirectory = "working directory"
  case keep = "kept path"
  case setup = "path"
  case setupInput = "input of the setup"
  case items = "file"

  /// Where its expressions stand.
  var place: ExpressionPlace {
    switch self {
    case .workingDirectory: .value
    case .items: .itemsPath
    default: .path
    }
  }
}

extension TemplateBuilder {
  /// The template of a path; nil, with the problem reported, where it may not be used.
  mutating func path(_ node: YAMLNode, _ use: PathUse) -> Template? {
    guard let template = template(node, use.place) else { return nil }
    if use == .workingDirectory, template.constant == "." { return template }
    return accept(template, node, use) ? template : nil
  }

  /// The templates of a list of paths; those with problems are left out.
  mutating func paths(_ nodes: [YAMLNode], _ use: PathUse) -> [Template] {
    var result: [Template] = []
    result.reserveCapacity(nodes.count)
    for node in nodes {
      if let template = path(node, use) { result.append(template) }
    }
    return result
  }

  /// The texts of a list of paths in which no expression may stand.
  mutating func constantPaths(_ nodes: [YAMLNode]?, _ use: PathUse) -> [String] {
    var result: [String] = []
    for node in nodes ?? [] where node.isScalar && !TemplateParser.hasExpression(node.textBytes) {
      if let path = constantPath(node, use) { result.append(path) }
    }
    return result
  }

  /// A path in which no expression may stand.
  mutating func constantPath(_ node: YAMLNode, _ use: PathUse) -> String? {
    guard node.isScalar, !TemplateParser.hasExpression(node.textBytes) else { return nil }
    let template = Template(constant: node.isNull ? "" : node.text)
    return accept(template, node, use) ? template.source : nil
  }

  /// Whether a path may stand; an expression counts as a harmless name.
  private mutating func accept(_ template: Template, _ node: YAMLNode, _ use: PathUse) -> Bool {
    let text =
      template.constant
      ?? template.segments.map { if case .text(let text) = $0 { text } else { "x" } }.joined()
    guard let problem = PathRule.problem(with: text) else { return true }
    // Its own check tells that nothing is to be run.
    if use == .script, template.source.isEmpty { return false }
    let article = use == .input || use == .output ? "an" : "a"
    let shown =
      template.source.isEmpty
      ? "\(article) \(use.rawValue)" : "the \(use.rawValue) \"\(template.source)\""
    report.error(
      "\(shown) \(problem)",
      at: node.location,
      length: template.source.unicodeScalars.count
    )
    return false
  }
}
