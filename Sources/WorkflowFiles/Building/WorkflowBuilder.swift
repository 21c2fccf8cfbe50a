import Model

/// Builds a workflow from a document whose shape has been checked; what is missing or wrong is
/// left out, so that every problem is found in one pass.
struct WorkflowBuilder {
  let path: String
  var templates: TemplateBuilder
  var params: [ParameterDefinition] = []
  var defaults = Fields()
  var environment: [EnvironmentEntry] = []

  init(report: Report, path: String) {
    self.path = path
    templates = TemplateBuilder(report: report)
  }

  var report: Report { templates.report }

  mutating func build(_ root: YAMLNode) -> Workflow {
    let fields = Fields(root)
    let name = name(fields)
    if let node = fields["params"] {
      params = node.pairs.compactMap { key, value in
        ParameterBuilder.build(key, value, report: &templates.report)
      }
    }
    templates.scope.orderedParamNames = params.map(\.name)
    for param in params { templates.scope.params[param.name] = param.kind }
    if let node = fields["defaults"] { defaults = Fields(node) }
    let tasks = fields["tasks"]
    let names = (tasks?.pairs).map { $0.map(\.key.text) } ?? []
    templates.scope.taskNames = Set(names)
    templates.scope.orderedTaskNames = names
    environment = templates.environment(fields["env"], .workflowEnvironment)
    if let tasks {
      if tasks.kind == .mapping, tasks.count == 0 {
        templates.report.error(
          "\"tasks\" is empty",
          at: tasks,
          hint: "for example: tasks: {hello: {run: echo hello}}"
        )
      }
    } else {
      templates.report.error(
        "the workflow has no \"tasks\"",
        at: root.location,
        hint: "for example: tasks: {hello: {run: echo hello}}"
      )
    }
    return Workflow(
      name: name,
      file: path,
      description: fields.text("description"),
      params: params,
      tasks: tasks.map { build(tasks: $0) } ?? [],
      timeout: fields.duration("timeout"),
      onFailure: fields.text("on_failure").flatMap(FailurePolicy.init) ?? .proceed
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

  private mutating func build(tasks node: YAMLNode) -> [TaskDefinition] {
    var tasks: [TaskDefinition] = []
    tasks.reserveCapacity(node.count)
    for (key, value) in node.pairs where value.kind == .mapping {
      templates.scope.task = key.text
      tasks.append(build(task: key, Fields(value)))
    }
    templates.scope.task = nil
    return tasks
  }
}
