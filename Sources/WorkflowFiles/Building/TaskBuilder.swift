import Model

extension WorkflowBuilder {
  /// A task of the workflow; after a problem, what could be understood of it.
  mutating func build(task key: YAMLNode, _ fields: Fields) -> TaskDefinition {
    let shell = fields.text("shell") ?? defaults.text("shell") ?? "bash"
    let action = action(fields, key: key, shell: shell)
    let args = fields.items("args").map { templates.templates($0, .value) } ?? []
    let needs = needs(fields)
    let inputs = fields.items("inputs").map { templates.templates($0, .path) }
    let outputs = outputs(fields)
    let own = templates.environment(fields["env"], .environment)
    let directory = fields["working_directory"].flatMap { templates.template($0, .value) }
    let policy = policy(fields)
    let granted = granted(fields)
    return TaskDefinition(
      name: key.text,
      location: key.location,
      description: fields.text("description"),
      action: action ?? .command([]),
      args: args,
      needs: needs,
      inputs: inputs,
      outputs: outputs,
      params: granted,
      resultFormat: fields.text("result").flatMap(ResultFormat.init),
      environment: merged(own),
      shell: shell,
      workingDirectory: directory,
      policy: policy
    )
  }

  private func merged(_ own: [EnvironmentEntry]) -> [EnvironmentEntry] {
    guard !own.isEmpty else { return environment }
    let names = Set(own.map(\.name))
    return environment.filter { !names.contains($0.name) } + own
  }

  private mutating func action(_ fields: Fields, key: YAMLNode, shell: String) -> TaskAction? {
    let present = ["run", "command", "script"].filter { fields[$0] != nil }
    guard let kind = present.first else {
      if fields["uses"] == nil, fields["workflow"] == nil {
        templates.report.error(
          "the task \"\(key.text)\" has nothing to do",
          at: key,
          hint: "give it one of \"run\", \"command\" and \"script\""
        )
      }
      return nil
    }
    if present.count > 1, let second = fields.key(present[1]) {
      templates.report.error(
        "a task has one of \"run\", \"command\" and \"script\", not both \"\(present[0])\" and \"\(present[1])\"",
        at: second
      )
    }
    guard let node = fields[kind] else { return nil }
    switch kind {
    case "run":
      guard node.isScalar else { return nil }
      if node.text.allSatisfy(\.isWhitespace) { empty("run", node) }
      return templates.script(node, shell: shell).map { .run($0) }
    case "command":
      guard node.kind == .sequence else { return nil }
      let words = templates.templates(Array(node.elements), .value)
      if node.count == 0 || words.first?.constant == "" { empty("command", node) }
      return .command(words)
    default:
      guard let template = templates.template(node, .path) else { return nil }
      if node.text.isEmpty { empty("script", node) }
      checkExtension(template, node, fields)
      return .script(template)
    }
  }

  private mutating func empty(_ key: String, _ node: YAMLNode) {
    guard !node.isNull else { return }
    templates.report.error("\"\(key)\" is empty", at: node)
  }

  private mutating func checkExtension(_ template: Template, _ node: YAMLNode, _ fields: Fields) {
    guard fields["shell"] == nil, defaults["shell"] == nil,
      case .text(let end) = template.segments.last,
      ![".sh", ".py", ".R", ".pl", ".js"].contains(where: end.hasSuffix)
    else { return }
    templates.report.error(
      "what runs \"\(node.text)\" does not follow from its ending",
      at: node,
      hint: "set \"shell\", such as shell: ruby; .sh, .py, .R, .pl and .js need none"
    )
  }

  private mutating func needs(_ fields: Fields) -> [Need] {
    var needs: [Need] = []
    for item in fields.items("needs") ?? [] {
      let inner = item.kind == .mapping ? Fields(item) : Fields()
      let node = item.kind == .mapping ? inner["task"] : item
      guard let node else {
        templates.report.error(
          "a need must say which \"task\"",
          at: item,
          hint: "for example: {task: align, order: true}"
        )
        continue
      }
      guard let name = node.string else { continue }
      if name == templates.scope.task {
        templates.report.error("the task \"\(name)\" cannot need itself", at: node)
      } else if !templates.scope.taskNames.contains(name) {
        let hint = templates.report.suggestion(for: name, among: templates.scope.orderedTaskNames)
        templates.report.error("there is no task \"\(name)\"", at: node, hint: hint)
      } else {
        needs.append(
          Need(task: name, orderOnly: inner.bool("order") ?? false, location: node.location)
        )
      }
    }
    return needs
  }

  private mutating func outputs(_ fields: Fields) -> [OutputDeclaration] {
    var outputs: [OutputDeclaration] = []
    for item in fields.items("outputs") ?? [] {
      let inner = item.kind == .mapping ? Fields(item) : Fields()
      guard let node = item.kind == .mapping ? inner["path"] : item else {
        templates.report.error(
          "an output must say its \"path\"",
          at: item,
          hint: "for example: {path: results/table.csv, publish: true}"
        )
        continue
      }
      guard let path = templates.template(node, .path) else { continue }
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

  /// The names of params that the task gets as variables.
  private mutating func granted(_ fields: Fields) -> [String] {
    guard let node = fields["params"] else { return [] }
    var names: [String] = []
    if node.isScalar {
      names = params.map(\.name)
    } else {
      for item in node.elements {
        guard let name = item.string else { continue }
        if templates.scope.params[name] == nil {
          let hint = templates.report.suggestion(
            for: name,
            among: templates.scope.orderedParamNames
          )
          templates.report.error("there is no param \"\(name)\"", at: item, hint: hint)
        } else if !names.contains(name) {
          names.append(name)
        }
      }
    }
    var variables: [String: String] = [:]
    for name in names {
      let variable = Names.environmentName(parameter: name)
      if let other = variables.updateValue(name, forKey: variable) {
        templates.report.error(
          "the params \"\(other)\" and \"\(name)\" would both be the variable \(variable)",
          at: node,
          hint: "rename one of them"
        )
      }
    }
    return names
  }

  private func policy(_ fields: Fields) -> TaskPolicy {
    var policy = TaskPolicy()
    policy.timeout = fields.duration("timeout") ?? defaults.duration("timeout")
    policy.idleTimeout = fields.duration("idle_timeout")
    policy.retryLimit = max(0, fields.integer("retry") ?? defaults.integer("retry") ?? 0)
    policy.continueOnError = fields.bool("continue_on_error") ?? false
    policy.backend = fields.text("backend") ?? defaults.text("backend") ?? "local"
    if let cache = fields["cache"] {
      if cache.kind == .mapping {
        if let age = Fields(cache).duration("max_age") { policy.cache = .maximumAge(age) }
      } else if let isOn = cache.scalarValue.bool {
        policy.cache = isOn ? .always : .never
      }
    }
    return policy
  }
}
