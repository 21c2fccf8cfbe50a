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

  /// Checks a map with fixed keys; what is missing is told at `owner`, such as its name.
  mutating func check(_ node: YAMLNode, is structure: Structure, owner: YAMLNode? = nil) {
    for (key, value) in node.pairs {
      let name = key.text
      guard let row = structure.row(named: name) else {
        if let other = structure.otherKeys {
          if checkName(key, of: other.what) {
            check(value, is: other.type, row: nil, label: name, owner: key)
          }
        } else {
          unknown(key, in: structure)
        }
        continue
      }
      if row.support == .site, !isSite {
        report.error(
          "\"\(name)\" belongs in the site's settings, never in a commit",
          at: key,
          hint: "move it to ~/.config/weir/settings.yaml or .git/weir/state/settings.yaml"
        )
      } else {
        check(value, is: row.type, row: row, label: name, owner: key)
      }
    }
    let fields = Fields(node)
    for row in structure.rows where row.isRequired && fields.key(row.name) == nil {
      report.error(
        "\"\(row.name)\" is missing in \(structure.title)",
        at: owner ?? node,
        hint: "for example: \(row.example)"
      )
    }
    for rule in structure.rules {
      check(fields, rule, in: structure, owner: owner ?? node)
    }
  }

  private mutating func check(
    _ fields: Fields,
    _ rule: KeyRule,
    in structure: Structure,
    owner: YAMLNode
  ) {
    func words(_ names: [String]) -> String { KeyType.list(of: names.map { "\"\($0)\"" }) }
    switch rule {
    case .atMostOne(let names):
      let present = fields.keys(among: names)
      for second in present.dropFirst() {
        report.error(
          "\"\(present[0].text)\" and \"\(second.text)\" cannot stand together in \(structure.title)",
          at: second,
          hint: "keep one of them"
        )
      }
    case .atLeastOne(let names):
      guard fields.keys(among: names).isEmpty else { return }
      report.error("\(structure.title) needs one of \(words(names))", at: owner)
    case .only(let names, let others):
      guard fields.keys(among: others).isEmpty else { return }
      for key in fields.keys(among: names) {
        report.error("\"\(key.text)\" means nothing without \(words(others))", at: key)
      }
    case .never(let names, let other, let reason):
      guard fields.key(other) != nil else { return }
      for key in fields.keys(among: names) {
        report.error("\"\(key.text)\" means nothing beside \"\(other)\": \(reason)", at: key)
      }
    }
  }

  /// What every refusal of something that comes later says.
  static func notYet(_ what: String) -> String {
    "\(what) is not supported by this version of weir yet"
  }

  private mutating func unknown(_ key: YAMLNode, in structure: Structure) {
    guard !report.isFull else { return report.omitError() }
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
    let hint =
      known(name, structure) ?? report.suggestion(for: name, among: names)
      ?? elsewhere(name, structure)
    report.error("unknown key \"\(name)\" in \(structure.title)", at: key, hint: hint)
  }

  /// Names that other tools have for the same thing.
  private static let synonyms = [
    "retries": "retry", "depends_on": "needs", "runs-on": "backend", "jobs": "tasks",
    "steps": "run", "strategy": "matrix",
  ]

  /// The key that such a name means.
  private func known(_ name: String, _ structure: Structure) -> String? {
    guard let meant = Self.synonyms[name] else { return nil }
    let owner = [structure, .workflow, .task].first { $0.row(named: meant) != nil }
    return owner.map { "in \($0.title) it is called \"\(meant)\"" }
  }

  private func elsewhere(_ name: String, _ structure: Structure) -> String? {
    let others = [Structure.workflow, .task, .settings].filter {
      $0 != structure && $0.row(named: name) != nil
    }
    return others.first.map { "\"\(name)\" is a key of \($0.title)" }
  }

  /// Whether a key is a name; tells if it is none.
  mutating func checkName(_ key: YAMLNode, of what: String) -> Bool {
    let name = key.text
    if Names.isValid(name) { return true }
    guard !report.isFull else {
      report.omitError()
      return false
    }
    if name == "<<" {
      report.error(
        "the merge key \"<<\" is not part of YAML 1.2",
        at: key,
        hint: "write the keys out"
      )
    } else {
      report.error(
        "\"\(name)\" is no valid name for a \(what)",
        at: key,
        hint: NameRule.hint(for: name)
      )
    }
    return false
  }
}
