import Model

/// What the names in an expression may be.
extension TemplateBuilder {
  /// What is wrong with the names of an expression, in the order of the text.
  mutating func problems(
    of parsed: ParsedExpression,
    _ place: ExpressionPlace
  ) -> [WorkflowFileError] {
    var found: [WorkflowFileError] = []
    for name in ExpressionLanguage.statusFunctions where !place.knowsStatus {
      guard let offset = parsed.calls[name] else { continue }
      found.append(
        WorkflowFileError(
          "\"\(name)()\" may stand only in \"if\"",
          offset: offset,
          length: name.utf8.count
        )
      )
    }
    for reference in parsed.references {
      if let problem = problem(with: reference, place) { found.append(problem) }
    }
    return found
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
    if context == "secrets" { return secretProblem(path, place, error) }
    let known = scope.contexts(at: place)
    guard known.contains(context) else {
      return error(refusal(of: context, place), "\(Scope.listed(known)) may stand here")
    }
    switch context {
    case "params": return paramProblem(path, error)
    case "run":
      guard let name = path.first, !ExpressionLanguage.runFields.contains(name) else { return nil }
      let near = report.suggestion(for: name, among: ExpressionLanguage.runFields)
      return error(
        "a run has no \"\(name)\"",
        near ?? "it has \(ExpressionLanguage.runFields.joined(separator: ", "))"
      )
    case "env": return environmentProblem(path, error)
    case "tasks": return taskProblem(path, place, error)
    case "item", "matrix": return itemProblem(context, path, error)
    default: return nil
    }
  }

  private func refusal(of context: String, _ place: ExpressionPlace) -> String {
    guard place.contexts.contains(context) else { return place.refusal(of: context) }
    if scope.isDefinition {
      return "\"\(context)\" cannot stand in a definition, which knows its params alone"
    }
    let key = context == "item" ? "foreach" : context
    return "\"\(context)\" has a value only in a task with \"\(key)\""
  }

  private func secretProblem(
    _ path: [String],
    _ place: ExpressionPlace,
    _ error: (String, String?) -> WorkflowFileError
  ) -> WorkflowFileError? {
    guard case .environment = place else {
      return error(
        "a secret may stand only in the env of a task",
        "env: {TOKEN: \"${{ secrets.TOKEN }}\"}"
      )
    }
    guard path.count == 1, let name = path.first, Names.isValid(name) else {
      return error("\"secrets\" must be followed by one name", "secrets.TOKEN")
    }
    return nil
  }

  private mutating func paramProblem(
    _ path: [String],
    _ error: (String, String?) -> WorkflowFileError
  ) -> WorkflowFileError? {
    guard let name = path.first, scope.params[name] == nil else { return nil }
    let near = report.suggestion(for: name, among: scope.orderedParamNames)
    return error("there is no param \"\(name)\"", near ?? "declare it under \"params\"")
  }

  /// A variable that nobody sets: those of the host stand in the environment of the process alone.
  mutating func unsetVariable(_ found: FoundReference) -> WorkflowFileError? {
    guard found.reference.context == "env", let name = found.reference.path.first,
      let known = scope.task.variables, !known.contains(name)
    else { return nil }
    let near = report.suggestion(for: name, among: known.sorted())
    return WorkflowFileError(
      "\"env.\(name)\" is null: no \"env\" sets it",
      hint: near ?? "a script reads variables of the host itself: $\(name)",
      offset: found.offset,
      length: found.length
    )
  }

  /// A value that holds a secret would be copied to where nobody masks it.
  private func environmentProblem(
    _ path: [String],
    _ error: (String, String?) -> WorkflowFileError
  ) -> WorkflowFileError? {
    let secrets = scope.task.secretVariables
    guard let name = path.first else {
      return secrets.isEmpty
        ? nil : error("\"env\" as a whole holds a secret, which would be copied", "name a variable")
    }
    guard secrets.contains(name) else { return nil }
    return error(
      "\"env.\(name)\" holds a secret, which would be copied",
      "the task reads it from its variable \(name)"
    )
  }

  private mutating func taskProblem(
    _ path: [String],
    _ place: ExpressionPlace,
    _ error: (String, String?) -> WorkflowFileError
  ) -> WorkflowFileError? {
    guard let name = path.first else {
      return error("\"tasks\" must be followed by a task's name", "tasks.NAME.result")
    }
    guard let outline = scope.tasks[name] else {
      let near = report.suggestion(for: name, among: scope.orderedTaskNames)
      return error("there is no task \"\(name)\"", near)
    }
    guard name != scope.task.name else {
      return error("a task cannot use its own result", nil)
    }
    if outline.isFinally, scope.task.name != nil, !scope.task.isFinally {
      return error("the task \"\(name)\" stands in \"finally\", which comes after this one", nil)
    }
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
    if outline.isFanOut, path[1] == "result", !scope.task.pairedTasks.contains(name) {
      return error("the task \"\(name)\" has many results", "tasks.\(name).results")
    }
    if !outline.isFanOut, path[1] == "results" {
      return error("the task \"\(name)\" has one result", "tasks.\(name).result")
    }
    return nil
  }

  private mutating func itemProblem(
    _ context: String,
    _ path: [String],
    _ error: (String, String?) -> WorkflowFileError
  ) -> WorkflowFileError? {
    guard let name = path.first, let type = scope.task.item?.type else { return nil }
    guard type.kinds.contains(.map) else {
      return error("\"\(context)\" is \(type.words), which has no \"\(name)\"", nil)
    }
    guard type.member(name) == nil, let members = type.members?.keys.sorted() else { return nil }
    let near = report.suggestion(for: name, among: members)
    return error(
      "\"\(context)\" has no \"\(name)\"",
      near ?? "it has \(members.joined(separator: ", "))"
    )
  }
}

extension Scope {
  /// `params, run and env`.
  fileprivate static func listed(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "nothing" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
