import Model

/// The text of a file that a workflow uses.
package struct DefinitionText: Hashable, Sendable {
  /// Below the repository's root, as diagnostics show it.
  package let path: String
  package let bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// A reusable definition that was read, and what there is to say about its file.
struct Definition {
  let name: String
  let path: String
  let fields: Fields
  let params: [ParameterDefinition]
  private(set) var diagnostics: [Diagnostic] = []
  private var told: Set<Diagnostic> = []

  /// Reads a definition and checks all of it, whatever a task replaces.
  init(_ text: DefinitionText, name: String) {
    self.name = name
    path = text.path
    var report = Report(file: text.path)
    guard let root = YAMLReader.read(text.bytes, report: &report)?.root, root.kind == .mapping
    else {
      if !report.hasErrors {
        report.error(
          "a definition must be a map",
          at: nil,
          hint: "for example: run: make all"
        )
      }
      fields = Fields()
      params = []
      tell(report)
      return
    }
    var checker = ShapeChecker(report: report)
    checker.check(root, is: .definition)
    report = checker.report
    fields = Fields(root)
    params = fields.pairs("params").compactMap { key, value in
      Definition.refuseValidators(value, &report)
      return ParameterBuilder.build(key, value, report: &report)
    }
    tell(report)
    var task = TaskBuilder(
      outer: TemplateBuilder(report: Report(file: text.path)),
      inner: templates,
      own: Fields(),
      definition: fields
    )
    _ = task.body()
    if let inner = task.inner { tell(inner.report) }
  }

  /// Builds what stands in the definition, for one task.
  var templates: TemplateBuilder {
    var templates = TemplateBuilder(report: Report(file: path))
    templates.scope.isDefinition = true
    templates.scope.declare(params)
    return templates
  }

  /// Keeps what was not told before: each task that uses the definition builds it once more.
  mutating func tell(_ report: Report) {
    for diagnostic in report.sorted where told.insert(diagnostic).inserted {
      diagnostics.append(diagnostic)
    }
  }

  private static func refuseValidators(_ node: YAMLNode, _ report: inout Report) {
    guard node.kind == .mapping, let key = Fields(node).key("validate") else { return }
    report.error(
      "\"validate\" means nothing in a definition: only what a run is given is validated",
      at: key
    )
  }
}
