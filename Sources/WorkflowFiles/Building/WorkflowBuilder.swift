import Model

/// Builds a workflow from a document whose shape has been checked; what is missing or wrong is
/// left out, so that every problem is found in one pass.
struct WorkflowBuilder {
  let path: String
  var templates: TemplateBuilder
  var params: [ParameterDefinition] = []
  var defaults = TaskDefaults()
  var environment: [EnvironmentEntry] = []
  var definitions: DefinitionShelf

  init(report: Report, path: String, definitions: @escaping (String) -> DefinitionText?) {
    self.path = path
    self.definitions = DefinitionShelf(definitions)
    templates = TemplateBuilder(report: report)
  }

  var report: Report { templates.report }

  mutating func build(_ root: YAMLNode) -> Workflow {
    let fields = Fields(root)
    let name = name(fields)
    TriggerCheck.check(fields["on"], of: name, report: &templates.report)
    params = fields.pairs("params").compactMap { key, value in
      ParameterBuilder.build(key, value, report: &templates.report)
    }
    templates.scope.declare(params)
    if let node = fields["defaults"] { defaults = TaskDefaults(Fields(node), &templates) }
    outline(fields.pairs("tasks"), isFinally: false)
    outline(fields.pairs("finally"), isFinally: true)
    templates.scope.task.variables = Set(fields.pairs("env").map(\.0.text))
    environment = templates.environment(fields["env"], .workflowEnvironment)
    templates.scope.task.variables = nil
    if let tasks = fields["tasks"], tasks.kind == .mapping, tasks.count == 0 {
      templates.report.error(
        "\"tasks\" is empty",
        at: tasks,
        hint: "for example: tasks: {hello: {run: echo hello}}"
      )
    }
    return Workflow(
      name: name,
      file: path,
      description: fields.text("description"),
      params: params,
      tasks: tasks(fields["tasks"], isFinally: false) + tasks(fields["finally"], isFinally: true),
      timeout: fields.duration("timeout"),
      onFailure: fields.text("on_failure").flatMap(FailurePolicy.init) ?? .proceed,
      concurrency: concurrency(fields["concurrency"]),
      outputs: templates.namedValues(fields["outputs"], .runOutput)
    )
  }

  private mutating func name(_ fields: Fields) -> String {
    let node = fields["name"]
    let name = node?.string ?? WorkflowFile.defaultName(path: path)
    if Names.reserved.contains(name) {
      templates.report.error(
        "\"\(name)\" is reserved and cannot be a workflow's name",
        at: node?.location,
        hint: node == nil ? "set \"name\", or rename the file" : nil,
        length: node?.displayLength ?? 1
      )
    } else if node == nil, !Names.isValid(name) {
      templates.report.error(
        "the file's name \"\(name)\" is no valid name for a workflow",
        at: nil,
        hint: "set \"name\": \(NameRule.hint(for: name))"
      )
    }
    return name
  }

  private mutating func concurrency(_ node: YAMLNode?) -> Concurrency? {
    guard let node, node.kind == .mapping else { return nil }
    let fields = Fields(node)
    return Concurrency(
      group: fields["group"].flatMap { templates.template($0, .group) },
      limit: max(1, fields.integer("limit") ?? 1),
      whenFull: fields.text("when_full").flatMap(Concurrency.WhenFull.init) ?? .queue
    )
  }

  /// Notes what the file says of tasks that others may name.
  private mutating func outline(
    _ pairs: [(key: YAMLNode, value: YAMLNode)],
    isFinally: Bool
  ) {
    for (key, value) in pairs {
      let name = key.text
      if let first = templates.scope.tasks[name], first.isFinally != isFinally {
        templates.report.error("\"\(name)\" is a task of \"tasks\" too", at: key)
        continue
      }
      let fields = value.kind == .mapping ? Fields(value) : Fields()
      templates.scope.orderedTaskNames.append(name)
      templates.scope.tasks[name] = Scope.TaskOutline(
        isFinally: isFinally,
        isFanOut: fields.key("foreach") != nil || fields.key("matrix") != nil,
        result: ValueType.result(of: fields, below: definitions.fields(fields.text("uses")))
      )
    }
  }

  private mutating func tasks(_ node: YAMLNode?, isFinally: Bool) -> [TaskDefinition] {
    guard let node else { return [] }
    var tasks: [TaskDefinition] = []
    tasks.reserveCapacity(node.count)
    for (key, value) in node.pairs where value.kind == .mapping {
      tasks.append(build(task: key, Fields(value), isFinally: isFinally))
    }
    templates.scope.task = Scope.TaskScope()
    return tasks
  }
}

extension ValueType {
  /// Of a task's result, as its `result` says.
  fileprivate static func result(of task: Fields, below definition: Fields) -> ValueType {
    switch (task.text("result") ?? definition.text("result")).flatMap(ResultFormat.init) {
    case .text: .string
    case .lines: .list(of: .string)
    case .json, nil: .any
    }
  }
}
