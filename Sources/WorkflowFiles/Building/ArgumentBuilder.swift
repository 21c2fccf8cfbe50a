import Model

extension TemplateBuilder {
  /// What a task gives a definition, in the order of the definition's params.
  mutating func arguments(
    for definition: Definition,
    _ fields: Fields,
    _ uses: YAMLNode
  ) -> [TaskArgument] {
    let given = fields.map("with") ?? Fields()
    let names = definition.params.map(\.name)
    for (key, _) in fields.pairs("with") where !names.contains(key.text) {
      let hint = report.suggestion(for: key.text, among: names)
      report.error(
        "the definition \"\(definition.name)\" has no param \"\(key.text)\"",
        at: key,
        hint: hint ?? (names.isEmpty ? nil : "it has \(names.joined(separator: ", "))")
      )
    }
    var arguments: [TaskArgument] = []
    for param in definition.params {
      guard let node = given[param.name] else {
        if param.defaultValue == nil {
          report.error(
            "the definition \"\(definition.name)\" needs a value for its param \"\(param.name)\"",
            at: uses,
            hint: "with: {\(param.name): …}"
          )
        }
        arguments.append(TaskArgument(param: param, value: nil))
        continue
      }
      arguments.append(TaskArgument(param: param, value: argument(node, for: param)))
    }
    return arguments
  }

  /// A value that fits a param, as far as the file tells.
  private mutating func argument(
    _ node: YAMLNode,
    for param: ParameterDefinition
  ) -> ValueTemplate? {
    guard let found = value(node, .argument) else { return nil }
    if case .constant(let value) = found.value {
      do throws(ParameterError) {
        return .constant(try ParameterText.accept(value, for: param))
      } catch {
        report.error("\"\(param.name)\" \(error.message)", at: node, hint: error.hint)
        return nil
      }
    }
    let wanted = ValueType.param(param.kind, items: param.constraints.items)
    if wanted.kinds.isDisjoint(with: found.type.kinds) {
      report.error("\"\(param.name)\" must be \(wanted.words), not \(found.type.words)", at: node)
    }
    return found.value
  }

  /// Tells arguments that stand in a path of the definition and have no value before anything
  /// runs.
  mutating func checkPaths(of task: TaskDefinition, _ fields: Fields) {
    var paths = task.pathExpressions
    if case .script(let file) = task.action { paths += file.expressions }
    let used = paths.flatMap(\.references).filter { $0.context == "arguments" }
    guard !used.isEmpty, let given = fields.map("with") else { return }
    let asWhole = used.contains { $0.path.isEmpty }
    for argument in task.arguments {
      let name = argument.param.name
      guard asWhole || used.contains(where: { $0.path.first == name }),
        let node = given[name], let value = argument.value,
        value.expressions.contains(where: { $0.references.contains { $0.context == "tasks" } })
      else { continue }
      report.error(
        "\"tasks\" cannot stand in \"\(name)\", which the definition uses in a path",
        at: node,
        hint: "paths are fixed before anything runs"
      )
    }
  }
}
