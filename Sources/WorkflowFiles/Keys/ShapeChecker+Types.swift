import Model

/// Compares one value with the type of its key.
extension ShapeChecker {
  /// Tells what is wrong with a value; `label` is what messages call it.
  mutating func check(
    _ node: YAMLNode,
    is type: KeyType,
    row: KeyRow?,
    label: String,
    owner: YAMLNode? = nil
  ) {
    switch type {
    case .list(let element):
      guard node.kind == .sequence else { return wrong(node, type, row, label) }
      for value in node.elements { check(value, is: element, row: row, label: label) }
    case .oneOrMany(let element):
      guard node.kind == .sequence else {
        let fits = ScalarShape.fits(node, element) || node.isScalar && !node.isNull
        return fits
          ? check(node, is: element, row: row, label: label, owner: owner)
          : wrong(node, type, row, label)
      }
      for value in node.elements { check(value, is: element, row: row, label: label) }
    case .map(let element):
      guard node.kind == .mapping else { return wrong(node, type, row, label) }
      for (key, value) in node.pairs { check(value, is: element, row: nil, label: key.text) }
    case .named(let what, let element):
      guard node.kind == .mapping else { return wrong(node, type, row, label) }
      for (key, value) in node.pairs {
        _ = checkName(key, of: what)
        check(value, is: element, row: row, label: key.text, owner: key)
      }
    case .environment: environment(node, type, row, label)
    case .structure(let structure):
      guard node.kind == .mapping else { return wrong(node, type, row, label) }
      check(node, is: structure, owner: owner)
    case .chosen(let key, let choices):
      guard node.kind == .mapping else { return wrong(node, type, row, label) }
      chosen(node, key, choices, label: label, owner: owner)
    case .alternatives(let types):
      guard let fitting = types.first(where: { ScalarShape.fits(node, $0) }) else {
        return wrong(node, type, row, label)
      }
      check(node, is: fitting, row: row, label: label, owner: owner)
    case .later(let inner):
      let what = node.isScalar ? "\"\(label): \(node.text)\"" : "\(inner.expected) for \"\(label)\""
      report.error(ShapeChecker.notYet(what), at: node)
    case .nullable(let inner):
      if !node.isNull { check(node, is: inner, row: row, label: label, owner: owner) }
    case .anything, .value: break
    default:
      guard ScalarShape.isValid(node, type) else { return wrongScalar(node, type, row, label) }
    }
  }

  private mutating func chosen(
    _ node: YAMLNode,
    _ key: String,
    _ choices: [KeyType.Choice],
    label: String,
    owner: YAMLNode?
  ) {
    let words = choices.map(\.word)
    guard let value = Fields(node)[key] else {
      report.error(
        "\"\(key)\" is missing in \"\(label)\"",
        at: owner ?? node,
        hint: "it is \(KeyType.list(of: words.map { "\"\($0)\"" }))"
      )
      return
    }
    guard let choice = choices.first(where: { $0.word == value.string }) else {
      return check(value, is: .choice(words), row: nil, label: key)
    }
    check(node, is: choice.structure, owner: owner)
  }

  private mutating func wrong(_ node: YAMLNode, _ type: KeyType, _ row: KeyRow?, _ label: String) {
    let hint = row.map { "for example: \($0.example)" }
    if node.isNull {
      report.error("\"\(label)\" has no value; expected \(type.expected)", at: node, hint: hint)
    } else {
      report.error(
        "\"\(label)\" must be \(type.expected), not \(node.foundText)",
        at: node,
        hint: hint
      )
    }
  }

  private mutating func wrongScalar(
    _ node: YAMLNode,
    _ type: KeyType,
    _ row: KeyRow?,
    _ label: String
  ) {
    guard node.isScalar, !node.isNull else { return wrong(node, type, row, label) }
    switch type {
    case .constant:
      report.error("no expression can stand in \"\(label)\"", at: node, hint: "write it out")
    case .name:
      guard let text = node.string else { return wrong(node, type, row, label) }
      report.error("\"\(text)\" is no valid name", at: node, hint: NameRule.hint(for: text))
    case .fileName(let folder):
      guard let text = node.string else { return wrong(node, type, row, label) }
      report.error(
        "\"\(label)\" names a file of this commit, which \"\(text)\" cannot",
        at: node,
        hint: "\(folder)/NAME.yaml is called NAME"
      )
    case .variable:
      guard let text = node.string, let problem = NameRule.environmentProblem(text) else {
        return wrong(node, type, row, label)
      }
      report.error(problem, at: node)
    case .duration, .size:
      guard case .integer = node.scalarValue else { return wrong(node, type, row, label) }
      let unit = if case .duration = type { "s" } else { "M" }
      report.error(
        "\"\(label)\" must be \(type.expected), not \(node.foundText)",
        at: node,
        hint: "add a unit, such as \(node.text)\(unit)"
      )
    case .choice(let words):
      let hint = node.string.flatMap { report.suggestion(for: $0, among: words) }
      report.error(
        "\"\(label)\" must be \(type.expected), not \(node.foundText)",
        at: node,
        hint: hint
      )
    default: wrong(node, type, row, label)
    }
  }

  private mutating func environment(
    _ node: YAMLNode,
    _ type: KeyType,
    _ row: KeyRow?,
    _ label: String
  ) {
    guard node.kind == .mapping else { return wrong(node, type, row, label) }
    for (key, value) in node.pairs {
      let name = key.text
      if let problem = NameRule.environmentProblem(name) {
        report.error(problem, at: key)
      }
      guard value.isScalar else {
        report.error(
          "the variable \"\(name)\" must be a text, not \(value.foundText)",
          at: value
        )
        continue
      }
    }
  }
}
