import Model

/// What the file tells of a path: a text in which `*` stands for what follows from the item.
struct PathShape {
  /// Without `.` parts and doubled separators.
  let text: String
  /// Whether the item of an instance stands in it.
  let hasItem: Bool

  /// Nil where other expressions stand in the path.
  init?(_ template: Template, of task: TaskDefinition) {
    if let constant = template.constant {
      text = PathRule.normalized(constant)
      hasItem = false
      return
    }
    var text = ""
    var hasItem = false
    for segment in template.segments {
      switch segment {
      case .text(let part): text += part
      case .expression(let expression):
        if let constant = task.constantText(of: expression) {
          text += constant
        } else if task.followsFromItem(expression) {
          text += "*"
          hasItem = true
        } else {
          return nil
        }
      }
    }
    self.text = PathRule.normalized(text)
    self.hasItem = hasItem
  }

  var isPattern: Bool { GlobPattern.isPattern(text) }
}

extension TaskDefinition {
  /// Whether the value of an expression is another one for another item.
  func followsFromItem(_ expression: Expression) -> Bool {
    expression.references.contains { reference in
      switch reference.context {
      case "item", "matrix": true
      case "arguments":
        arguments.contains { argument in
          (reference.path.first ?? argument.param.name) == argument.param.name
            && (argument.value?.expressions ?? []).contains { followsFromItem($0) }
        }
      default: false
      }
    }
  }

  /// The text of an argument of a definition, if the file tells it.
  fileprivate func constantText(of expression: Expression) -> String? {
    guard case .member(.context("arguments"), let name) = expression,
      let argument = arguments.first(where: { $0.param.name == name })
    else { return nil }
    guard let value = argument.value else { return argument.param.defaultValue?.plainText }
    return value.constant?.plainText
  }
}
