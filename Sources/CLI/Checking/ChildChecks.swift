import Ledger
import Model
import Planning

/// Looks at the graphs of the workflows that a run is going to call, as far as their params are
/// known before anything runs.
struct ChildChecks {
  private let prepared: PreparedRun

  init(_ prepared: PreparedRun) {
    self.prepared = prepared
  }

  /// - Throws: the problems of the first that cannot run.
  func require() async throws {
    var seen: Set<[String]> = []
    try await require(prepared, depth: 1, &seen)
  }

  private func require(
    _ caller: PreparedRun,
    depth: Int,
    _ seen: inout Set<[String]>
  ) async throws {
    guard depth <= ChildRunner.deepest else { return }
    for task in caller.workflow.tasks {
      // A task that may be skipped, or whose items are not known yet, may never need its values.
      guard case .workflow(let name, let values) = task.action, task.condition == nil,
        task.fanOut == nil, let params = known(values, caller),
        seen.insert([name, JSONWriter.compact(.object(params))]).inserted,
        let child = try await child(name, params, task, caller)
      else { continue }
      _ = try await child.graph(run: Self.someRun)
      try await require(child, depth: depth + 1, &seen)
    }
  }

  /// The values of a call; nil if only the run knows one.
  private func known(_ values: [NamedValue], _ caller: PreparedRun) -> [String: JSONValue]? {
    let references = values.flatMap { $0.value.expressions }.flatMap(\.references)
    guard references.allSatisfy({ $0.context == "params" }) else { return nil }
    let evaluator = Evaluator(EvaluationContext(params: caller.params))
    var params: [String: JSONValue] = [:]
    for value in values {
      guard let known = try? evaluator.value(value.value) else { return nil }
      params[value.name] = known
    }
    return params
  }

  /// The run of a call; nil where files that were given to this run count.
  private func child(
    _ name: String,
    _ params: [String: JSONValue],
    _ task: TaskDefinition,
    _ caller: PreparedRun
  ) async throws -> PreparedRun? {
    let catalog = WorkflowCatalog(
      repository: caller.session.repository,
      tree: caller.target.tree,
      cache: caller.session.folders.cache
    )
    guard let (workflow, file) = try await catalog.search(name, in: catalog.files()),
      !workflow.params.contains(where: { $0.kind == .file })
    else { return nil }
    let read = ParameterValues.values(for: workflow, given: params, assignments: [])
    guard read.problems.isEmpty else {
      throw try await caller.invalid(
        read.problems.map { problem in
          Diagnostic(
            .error,
            file: caller.file.path,
            location: task.location,
            message: "the task \"\(task.name)\" calls \"\(name)\": \(problem)"
          )
        }
      )
    }
    return PreparedRun(
      session: caller.session,
      target: caller.target,
      settings: caller.settings,
      workflow: workflow,
      file: file,
      params: read.values,
      place: caller.place
    )
  }

  /// Values of a run that has no name yet.
  private static let someRun: [String: JSONValue] = [
    "id": "run", "workflow": "workflow", "commit": "commit", "branch": "branch",
    "trigger": "manual", "scheduled_at": .null,
  ]
}
