package import Model

/// What became of a workflow's file.
package struct ParsedWorkflow: Sendable {
  /// Nil when there is an error.
  package let workflow: Workflow?
  /// In the order of the file.
  package let diagnostics: [Diagnostic]
}

/// Reads files under `workflows/`.
package enum WorkflowFile {
  /// The workflow of a file, or every problem at once.
  ///
  /// `mount` is where records are shown, `definitions` gives the text of a reusable definition by
  /// its name. What is wrong inside a definition is told with the definition's file.
  package static func parse(
    _ bytes: [UInt8],
    path: String,
    mount: String? = "runs",
    definitions: (String) -> DefinitionText? = { _ in nil }
  ) -> ParsedWorkflow {
    var report = Report(file: path)
    guard let document = YAMLReader.read(bytes, report: &report) else {
      if !report.hasErrors {
        report.error("the file is empty", at: nil, hint: "a workflow needs \"tasks\"")
      }
      return ParsedWorkflow(workflow: nil, diagnostics: report.sorted)
    }
    let root = document.root
    guard root.kind == .mapping else {
      report.error(
        "a workflow must be a map, not \(root.foundText)",
        at: root,
        hint: "for example: tasks: {hello: {run: echo hello}}"
      )
      return ParsedWorkflow(workflow: nil, diagnostics: report.sorted)
    }
    var checker = ShapeChecker(report: report)
    checker.check(root, is: .workflow)
    return withoutActuallyEscaping(definitions) { definitions in
      var builder = WorkflowBuilder(report: checker.report, path: path, definitions: definitions)
      let workflow = builder.build(root)
      report = builder.report
      report.add(WorkflowChecker.check(workflow, mount: mount))
      let inside = builder.definitions.diagnostics
      let isValid = !report.hasErrors && !inside.contains { $0.severity == .error }
      return ParsedWorkflow(
        workflow: isValid ? workflow : nil,
        diagnostics: report.sorted + inside
      )
    }
  }

  /// The names of the reusable definitions that a file uses, each once, as they stand in it.
  ///
  /// Each that is a name belongs to a file `workflows/tasks/NAME.yaml`, `.yml` or `.json`.
  package static func usedDefinitions(_ bytes: [UInt8]) -> [String] {
    var report = Report(file: "")
    guard let root = YAMLReader.read(bytes, report: &report)?.root else { return [] }
    var names: [String] = []
    var seen: Set<String> = []
    for key in ["tasks", "finally"] {
      for (_, task) in Fields(root).pairs(key) {
        guard task.kind == .mapping, let name = Fields(task)["uses"]?.string,
          Names.isValid(name), seen.insert(name).inserted
        else { continue }
        names.append(name)
      }
    }
    return names
  }

  /// Everything that is wrong with the file of a reusable definition, whoever uses it.
  package static func checkDefinition(_ text: DefinitionText) -> [Diagnostic] {
    Definition(text, name: defaultName(path: text.path)).diagnostics
  }

  /// The name that a workflow has when its file does not say one.
  package static func defaultName(path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    for ending in [".yaml", ".yml", ".json"] where file.hasSuffix(ending) {
      return String(file.dropLast(ending.count))
    }
    return file
  }
}
