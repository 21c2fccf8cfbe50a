extension TaskAction {
  /// What it runs, as it was written.
  package var source: String {
    switch self {
    case .run(let script): script.source
    case .command(let words): words.map(\.source).joined(separator: "\u{0}")
    case .script(let file): file.source
    case .workflow(let name, let values):
      ([name] + values.map { "\($0.name)=\($0.value.source)" }).joined(separator: "\u{0}")
    }
  }
}

extension TaskDefinition {
  /// The expressions whose values the command uses, in a fixed order.
  package var usedExpressions: [Expression] {
    var found: [Expression] = []
    switch action {
    case .run(let script): found += script.expressions
    case .command(let words): for word in words { found += word.expressions }
    case .script(let file): found += file.expressions
    case .workflow(_, let values): for value in values { found += value.value.expressions }
    }
    for argument in args { found += argument.expressions }
    for entry in environment { found += entry.value.expressions }
    found += workingDirectory?.expressions ?? []
    if case .template(let template) = standardInput { found += template.expressions }
    return found
  }

  /// Every `context.name` that stands where its value counts when the task is decided or started:
  /// in its command, its arguments, its `if` and its prompt, but not in its paths and its fan-out.
  package var references: [ExpressionReference] {
    var found = usedExpressions.flatMap(\.references)
    for argument in arguments { found += (argument.value?.expressions ?? []).flatMap(\.references) }
    found += condition?.expression.references ?? []
    found += (approval?.prompt?.expressions ?? []).flatMap(\.references)
    return found
  }

  /// The expressions of its paths, which are evaluated before anything runs.
  package var pathExpressions: [Expression] {
    (inputs ?? []).flatMap(\.expressions) + outputs.flatMap(\.path.expressions)
  }
}
