package import Model

/// What the fan-outs of a workflow read of the commit, as far as it is known before a run.
package struct FanOutQuestion: Hashable, Sendable {
  package var files: Set<String> = []
  package var globs: Set<String> = []
  /// The folder of the records, which no glob looks into unless it begins there.
  package let records: String

  package var isEmpty: Bool { files.isEmpty && globs.isEmpty }

  package init(
    _ workflow: Workflow,
    params: [String: JSONValue],
    run: [String: JSONValue] = [:],
    records: String = "runs"
  ) {
    self.records = records
    guard workflow.tasks.contains(where: { $0.fanOut != nil }) else { return }
    let maker = GraphMaker(workflow, params: params, run: run, instanceLimit: 0)
    for task in workflow.tasks {
      // What has no value is told when the graph is built.
      guard let paths = try? maker.sourcePaths(of: task) else { continue }
      files.formUnion(paths.files.filter { RepositoryPath.problem(with: $0) == nil })
      globs.formUnion(paths.globs.filter { RepositoryPath.problem(with: $0) == nil })
    }
  }
}
