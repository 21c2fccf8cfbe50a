import Model

extension TemplateBuilder {
  /// What a task runs; nil after a problem.
  ///
  /// `shell` is the one that counts; without one the ending of a script tells.
  mutating func action(_ fields: Fields, shell: String?) -> TaskAction? {
    let key = ["run", "command", "script"].first { fields[$0] != nil }
    guard let key, let node = fields[key] else { return nil }
    switch key {
    case "run":
      guard node.isScalar else { return nil }
      if node.text.allSatisfy(\.isWhitespace) { empty("run", node) }
      return script(node, shell: shell ?? "bash").map { .run($0) }
    case "command":
      guard node.kind == .sequence else { return nil }
      let words = templates(Array(node.elements), .value)
      if node.count == 0 || words.first?.constant == "" { empty("command", node) }
      return .command(words)
    default:
      if node.isScalar, node.text.isEmpty { empty("script", node) }
      guard let template = path(node, .script) else { return nil }
      if shell == nil { checkEnding(template, node) }
      return .script(template)
    }
  }

  private mutating func empty(_ key: String, _ node: YAMLNode) {
    guard !node.isNull else { return }
    report.error("\"\(key)\" is empty", at: node)
  }

  private mutating func checkEnding(_ template: Template, _ node: YAMLNode) {
    guard case .text(let end) = template.segments.last,
      ![".sh", ".py", ".R", ".pl", ".js"].contains(where: end.hasSuffix)
    else { return }
    report.error(
      "what runs \"\(node.text)\" does not follow from its ending",
      at: node,
      hint: "set \"shell\", such as shell: ruby; .sh, .py, .R, .pl and .js need none"
    )
  }

  /// The files and globs that a task makes.
  mutating func outputs(_ fields: Fields) -> [OutputDeclaration] {
    var outputs: [OutputDeclaration] = []
    for item in fields.items("outputs") ?? [] {
      let inner = item.kind == .mapping ? Fields(item) : Fields()
      guard let node = item.kind == .mapping ? inner["path"] : item,
        let path = path(node, .output)
      else { continue }
      outputs.append(
        OutputDeclaration(
          path: path,
          optional: inner.bool("optional") ?? false,
          publish: inner.bool("publish") ?? false
        )
      )
    }
    return outputs
  }

  /// What a task reads from its stdin.
  mutating func standardInput(_ fields: Fields, isFanOut: Bool) -> StandardInput? {
    guard let node = fields["stdin"], node.isScalar else { return nil }
    if node.string == "items" {
      if !isFanOut {
        report.error(
          "there are items only in a task with \"foreach\" or \"matrix\"",
          at: node
        )
      }
      return .items
    }
    guard expression(node, .value) != nil else { return nil }
    return template(node, .value).map { .template($0) }
  }

  /// What is made once a host and content.
  mutating func setup(_ fields: Fields) -> SetupDefinition? {
    guard let node = fields["setup"], node.kind == .mapping else { return nil }
    let inner = Fields(node)
    let inputs = constantPaths(inner.items("inputs"), .setupInput)
    guard let place = inner["path"], let path = constantPath(place, .setup),
      let run = inner["run"], run.isScalar, !run.isNull
    else { return nil }
    if run.text.allSatisfy(\.isWhitespace) { empty("run", run) }
    if GlobPattern.isPattern(path) {
      report.error("\"\(path)\" is a pattern, where one path must be named", at: place)
    }
    return SetupDefinition(
      run: run.text,
      inputs: inputs,
      path: PathRule.normalized(path),
      location: location(of: node)
    )
  }

  /// Who is asked before it starts.
  mutating func approval(_ fields: Fields) -> Approval? {
    guard let node = fields["approval"], node.kind == .mapping else { return nil }
    let inner = Fields(node)
    return Approval(
      prompt: inner["prompt"].flatMap { template($0, .value) },
      by: inner.items("by")?.compactMap(\.string) ?? []
    )
  }

  /// Commands whose output counts; an empty one is a mistake.
  mutating func versions(_ fields: Fields) -> [String] {
    var commands: [String] = []
    for node in fields.items("versions") ?? [] where node.isScalar {
      if node.text.allSatisfy(\.isWhitespace) {
        empty("versions", node)
      } else {
        commands.append(node.text)
      }
    }
    return commands
  }
}
