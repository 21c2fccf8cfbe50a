package import Model

/// Turns execution traces of WfCommons (WfFormat 1.0 to 1.5) into workflows that do as much
/// reading and writing as the original, at a scale that suits a laptop.
package enum WfFormat {
  /// The workflow `workflows/NAME.yaml`, its script and its data.
  ///
  /// - Parameters:
  ///   - json: the trace.
  ///   - name: of the workflow; nil: the nearest valid one to the trace's own.
  ///   - scale: the limits of sizes and times.
  /// - Returns: the files, and what could not be carried over.
  /// - Throws: every problem of the trace; nothing is imported then.
  package static func files(
    from json: JSONValue,
    name: String? = nil,
    scale: WfScale = WfScale()
  ) throws(ImportError) -> ImportedFiles {
    let (trace, oddities) = try WfTraceReader.read(json)
    let graph = try WfTraceGraph(trace)
    let workflow = try workflowName(name, trace: trace)
    let plan = WfImportPlan(trace, graph, workflow: workflow, scale: scale)
    var files = [
      GeneratedFile(path: "workflows/\(workflow).yaml", text: WfWorkflowText.text(of: plan)),
      GeneratedFile(path: WfTaskScript.path, text: WfTaskScript.text, isExecutable: true),
    ]
    for file in plan.given.sorted(by: { $0.path < $1.path }) {
      files.append(
        GeneratedFile(
          path: file.path,
          contents: WfInitialData.contents(path: file.path, size: file.size)
        )
      )
    }
    return ImportedFiles(files: files, warnings: oddities + graph.warnings + plan.warnings)
  }

  private static func workflowName(
    _ wanted: String?,
    trace: WfTrace
  ) throws(ImportError) -> String {
    if let wanted {
      guard Names.isValid(wanted), !Names.reserved.contains(wanted) else {
        throw ImportError([ImportRemark(at: "", "\"\(wanted)\" is no name for a workflow")])
      }
      return wanted
    }
    let own = trace.name.hasSuffix(".json") ? String(trace.name.dropLast(5)) : trace.name
    let name = ImportNames.valid(own)
    return Names.reserved.contains(name) ? name + "-workflow" : name
  }
}
