import Model

/// The reusable definitions of a workflow, each read when it is first used.
struct DefinitionShelf {
  private let text: (String) -> DefinitionText?
  private var known: [String: Definition?] = [:]
  /// In the order of the first use.
  private var order: [String] = []

  init(_ text: @escaping (String) -> DefinitionText?) {
    self.text = text
  }

  /// The definition of a name; nil if there is no such file.
  subscript(name: String) -> Definition? {
    mutating get {
      if let definition = known[name] { return definition }
      let definition = Names.isValid(name) ? text(name).map { Definition($0, name: name) } : nil
      known[name] = definition
      order.append(name)
      return definition
    }
  }

  /// The keys of a definition, or none.
  mutating func fields(_ name: String?) -> Fields {
    name.flatMap { self[$0]?.fields } ?? Fields()
  }

  /// Keeps what building the definition for a task told.
  mutating func tell(_ report: Report, of name: String) {
    guard var definition = known[name] ?? nil else { return }
    definition.tell(report)
    known[name] = definition
  }

  /// What there is to say about the definitions, file by file.
  var diagnostics: [Diagnostic] {
    order.flatMap { (known[$0] ?? nil)?.diagnostics ?? [] }
  }
}
