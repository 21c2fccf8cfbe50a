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
  /// `mount` is where records are shown.
  package static func parse(
    _ bytes: [UInt8],
    path: String,
    mount: String? = "runs"
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
    var builder = WorkflowBuilder(report: checker.report, path: path)
    let workflow = builder.build(root)
    report = builder.report
    report.add(WorkflowChecker.check(workflow, mount: mount))
    return ParsedWorkflow(
      workflow: report.hasErrors ? nil : workflow,
      diagnostics: report.sorted
    )
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
