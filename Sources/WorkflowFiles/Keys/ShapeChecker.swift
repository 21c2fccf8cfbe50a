import Model

/// Compares a document with the table of keys and reports every difference at its place.
struct ShapeChecker {
  var report: Report
  /// Whether keys of the site's settings may stand here.
  let isSite: Bool

  init(report: Report, isSite: Bool = false) {
    self.report = report
    self.isSite = isSite
  }

  /// Checks a map with fixed keys.
  mutating func check(_ node: YAMLNode, is structure: Structure) {
    for (key, value) in node.pairs {
      let name = key.text
      guard let row = structure.row(named: name) else {
        if let type = structure.otherKeys {
          check(value, is: type, row: nil, label: name)
        } else {
          unknown(key, in: structure)
        }
        continue
      }
      switch row.support {
      case .later:
        report.error(ShapeChecker.notYet("\"\(name)\""), at: key)
      case .site where !isSite:
        report.error(
          "\"\(name)\" belongs in the site's settings, never in a commit",
          at: key,
          hint: "move it to ~/.config/weir/settings.yaml or .git/weir/state/settings.yaml"
        )
      case .full, .inert, .site: check(value, is: row.type, row: row, label: name)
      }
    }
  }

  /// What every refusal of something that comes later says.
  static func notYet(_ what: String) -> String {
    "\(what) is not supported by this version of weir yet"
  }

  private mutating func unknown(_ key: YAMLNode, in structure: Structure) {
    let name = key.text
    if name == "<<" {
      report.error(
        "the merge key \"<<\" is not part of YAML 1.2",
        at: key,
        hint: "write the keys out, or use \"defaults\""
      )
      return
    }
    let names = structure.rows.map(\.name)
    let hint = report.suggestion(for: name, among: names) ?? elsewhere(name, structure)
    report.error("unknown key \"\(name)\" in \(structure.title)", at: key, hint: hint)
  }

  private func elsewhere(_ name: String, _ structure: Structure) -> String? {
    let others = [Structure.workflow, .task, .settings].filter {
      $0 != structure && $0.row(named: name) != nil
    }
    return others.first.map { "\"\(name)\" is a key of \($0.title)" }
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

  private mutating func check(_ node: YAMLNode, is type: KeyType, row: KeyRow?, label: String) {
    switch type {
    case .list(let element):
      guard node.kind == .sequence else { return wrong(node, type, row, label) }
      for value in node.elements { check(value, is: element, row: row, label: label) }
    case .oneOrMany(let element):
      guard node.kind == .sequence else {
        let fits = ScalarShape.fits(node, element)
        return fits
          ? check(node, is: element, row: row, label: label) : wrong(node, type, row, label)
      }
      for value in node.elements { check(value, is: element, row: row, label: label) }
    case .map(let element):
      guard node.kind == .mapping else { return wrong(node, type, row, label) }
      for (key, value) in node.pairs { check(value, is: element, row: nil, label: key.text) }
    case .named(let what, let element):
      guard node.kind == .mapping else { return wrong(node, type, row, label) }
      for (key, value) in node.pairs {
        checkName(key, of: what)
        check(value, is: element, row: row, label: key.text)
      }
    case .environment: environment(node, type, row, label)
    case .structure(let structure):
      guard node.kind == .mapping else { return wrong(node, type, row, label) }
      check(node, is: structure)
    case .alternatives(let types):
      guard let fitting = types.first(where: { ScalarShape.fits(node, $0) }) else {
        return wrong(node, type, row, label)
      }
      check(node, is: fitting, row: row, label: label)
    case .later(let inner):
      let what = node.isScalar ? "\"\(label): \(node.text)\"" : "\(inner.expected) for \"\(label)\""
      report.error(ShapeChecker.notYet(what), at: node)
    case .nullable(let inner):
      if !node.isNull { check(node, is: inner, row: row, label: label) }
    case .anything: break
    default:
      guard ScalarShape.isValid(node, type) else { return wrongScalar(node, type, row, label) }
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
    case .name:
      guard let text = node.string else { return wrong(node, type, row, label) }
      report.error("\"\(text)\" is no valid name", at: node, hint: NameRule.hint(for: text))
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

  private mutating func checkName(_ key: YAMLNode, of what: String) {
    let name = key.text
    if name == "<<" {
      report.error(
        "the merge key \"<<\" is not part of YAML 1.2",
        at: key,
        hint: "write the keys out"
      )
    } else if !Names.isValid(name) {
      report.error(
        "\"\(name)\" is no valid name for a \(what)",
        at: key,
        hint: NameRule.hint(for: name)
      )
    }
  }
}
