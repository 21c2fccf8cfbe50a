import Model

/// The values that a reusable definition was given, checked by the types that it declares.
enum ArgumentValues {
  /// By name; `skipping`: leave out what cannot be known before tasks have run.
  static func values(
    of task: TaskDefinition,
    _ evaluator: Evaluator,
    skippingTasks: Bool = false
  ) throws(EvaluationError) -> [String: JSONValue] {
    var values: [String: JSONValue] = [:]
    for argument in task.arguments {
      let name = argument.param.name
      guard let template = argument.value else {
        values[name] = argument.param.defaultValue ?? .null
        continue
      }
      if skippingTasks && template.refersToTasks { continue }
      values[name] = try accepted(try evaluator.value(template), argument.param, of: task)
    }
    return values
  }

  /// Texts, such as those of tables, are read as `-p name=value` is.
  private static func accepted(
    _ value: JSONValue,
    _ param: ParameterDefinition,
    of task: TaskDefinition
  ) throws(EvaluationError) -> JSONValue {
    do throws(ParameterError) {
      if case .string(let text) = value { return try ParameterText.value(of: text, for: param) }
      return try ParameterText.accept(value, for: param)
    } catch {
      throw EvaluationError("\"\(param.name)\" of task \"\(task.name)\" \(error.message)")
    }
  }
}

extension ValueTemplate {
  /// Whether a value of another task stands in it.
  var refersToTasks: Bool {
    expressions.contains { $0.references.contains { $0.context == "tasks" } }
  }
}
