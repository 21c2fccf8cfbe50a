import Model

extension WorkflowBuilder {
  /// A task of the workflow; after a problem, what could be understood of it.
  mutating func build(task key: YAMLNode, _ own: Fields, isFinally: Bool) -> TaskDefinition {
    templates.scope.task = Scope.TaskScope(name: key.text, isFinally: isFinally)
    var task = TaskDefinition(
      name: key.text,
      location: key.location,
      description: own.text("description"),
      isFinally: isFinally,
      action: .command([])
    )
    // What its expressions may name depends on its fan-out, its pairs and its secrets.
    let fanOut = templates.fanOut(own)
    templates.scope.task.item = fanOut.map { ($0.context, $0.type) }
    task.fanOut = fanOut?.fanOut
    task.needs = templates.needs(own)
    let definition = definition(of: own)
    templates.scope.task.secretVariables = secretVariables(own, definition?.fields)
    templates.scope.task.variables = Set(
      environment.map(\.name)
        + [definition?.fields, own].flatMap { ($0?.pairs("env") ?? []).map(\.0.text) }
    )
    task.params = granted(own)
    task.condition = own["if"].flatMap { templates.condition($0) }
    task.approval = templates.approval(own)
    if let uses = own["uses"], let definition {
      task.description = task.description ?? definition.fields.text("description")
      task.uses = DefinitionUse(
        name: definition.name,
        file: definition.path,
        location: uses.location
      )
      task.arguments = templates.arguments(for: definition, own, uses)
    }
    checkVariables(of: task, own["params"] ?? own["uses"])
    if let name = own.text("workflow") {
      task.action = .workflow(name, templates.namedValues(own["with"], .argument))
      task.policy = workflowPolicy(own)
      return task
    }
    complete(&task, own, definition)
    templates.checkPaths(of: task, own)
    if let uses = own["uses"], own["stdin"] == nil, task.standardInput == .items, fanOut == nil {
      templates.report.error(
        "the definition reads items, which only a task with \"foreach\" or \"matrix\" has",
        at: uses
      )
    }
    return task
  }

  /// The policy of a node whose tasks are another workflow's.
  private func workflowPolicy(_ own: Fields) -> TaskPolicy {
    TaskPolicy(
      continueOnError: own.bool("continue_on_error") ?? false,
      cache: .never,
      maxParallel: templates.maxParallel(own)
    )
  }

  /// Reads what an attempt is.
  private mutating func complete(
    _ task: inout TaskDefinition,
    _ own: Fields,
    _ definition: Definition?
  ) {
    var defaults = defaults
    if task.isFinally { defaults.timeout = .seconds(300) }
    var inner = definition?.templates
    inner?.origin = own["uses"]?.location
    inner?.scope.task = templates.scope.task
    var builder = TaskBuilder(
      outer: templates,
      inner: inner,
      own: own,
      definition: definition?.fields ?? Fields(),
      defaults: defaults
    )
    let body = builder.body()
    templates.report = builder.outer.report
    if let definition, let inner = builder.inner {
      definitions.tell(inner.report, of: definition.name)
    }
    task.action = body.action ?? .command([])
    task.args = body.args
    task.inputs = body.inputs
    task.outputs = body.outputs
    task.resultFormat = body.resultFormat
    task.standardInput = body.standardInput
    task.environment = ordered(environment.overlaid(with: body.environment))
    task.inherit = body.inherit
    task.shell = body.shell ?? "bash"
    task.workingDirectory = body.workingDirectory
    task.versions = body.versions
    task.keep = body.keep
    task.setup = body.setup
    task.completesExternally = body.completesExternally
    task.policy = body.policy
    if task.isFinally {
      task.policy.cache = .never
      if let key = own.key("cache") {
        templates.report.error("\"cache\" means nothing in \"finally\", which always runs", at: key)
      }
    }
  }

  /// Variables behind those that they are made of.
  private mutating func ordered(_ entries: [EnvironmentEntry]) -> [EnvironmentEntry] {
    entries.inOrderOfUse { entry in
      let message = "the variable \"\(entry.name)\" is made of itself"
      guard !templates.report.diagnostics.contains(where: { $0.message == message }) else { return }
      templates.report.error(
        message,
        at: entry.value.location,
        hint: "in a script the shell knows what it was before: $\(entry.name)"
      )
    }
  }

  private mutating func definition(of own: Fields) -> Definition? {
    guard let node = own["uses"], let name = node.string, Names.isValid(name) else { return nil }
    if let definition = definitions[name] { return definition }
    templates.report.error(
      "there is no definition \"\(name)\"",
      at: node,
      hint: "it would stand in workflows/tasks/\(name).yaml"
    )
    return nil
  }

  /// The variables of a task in whose values a secret stands.
  private func secretVariables(_ own: Fields, _ definition: Fields?) -> Set<String> {
    var names: Set<String> = []
    for fields in [definition, own] {
      for (key, value) in fields?.pairs("env") ?? [] {
        let holdsSecret =
          TemplateParser.hasExpression(value.textBytes)
          && TemplateParser.parse(Array(value.textBytes)).expressions.contains { found in
            found.parsed.references.contains { $0.reference.context == "secrets" }
          }
        if holdsSecret { names.insert(key.text) } else { names.remove(key.text) }
      }
    }
    return names
  }

  /// The names of params that the task gets as variables.
  private mutating func granted(_ fields: Fields) -> [String] {
    guard let node = fields["params"] else { return [] }
    if node.isScalar { return params.map(\.name) }
    var names: [String] = []
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
    return names
  }

  /// Tells params that would be the same variable.
  private mutating func checkVariables(of task: TaskDefinition, _ node: YAMLNode?) {
    guard let node else { return }
    var variables: [String: String] = [:]
    for name in task.params + task.arguments.map(\.param.name) {
      let variable = Names.environmentName(parameter: name)
      guard let other = variables.updateValue(name, forKey: variable) else { continue }
      templates.report.error(
        "the params \"\(other)\" and \"\(name)\" would both be the variable \(variable)",
        at: node,
        hint: "rename one of them"
      )
    }
  }
}
