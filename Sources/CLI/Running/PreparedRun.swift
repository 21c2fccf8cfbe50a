import Engine
import Git
import Hashing
import Indexing
import Ledger
import Model
import Planning
import WorkflowFiles

/// A workflow at a commit with its parameters, ready to be planned or run.
struct PreparedRun: Sendable {
  let session: Session
  let target: Session.Target
  let settings: Settings
  let workflow: Workflow
  let file: WorkflowCatalog.File
  let params: [String: JSONValue]
  let place: RecordsPlace

  /// What a person asks for.
  struct Wish: Sendable {
    var workflow: String?
    var tasks: [String] = []
    var params: [String: JSONValue] = [:]
    /// `name=value` pairs, to be read by the types that the workflow declares.
    var assignments: [String] = []
    var revision: String?
    var force = false
    var failFast = false
    var keepGoing = false
  }

  static func make(
    _ wish: Wish,
    session: Session,
    target: Session.Target
  ) async throws
    -> PreparedRun
  {
    let catalog = WorkflowCatalog(
      repository: session.repository,
      tree: target.tree,
      cache: session.folders.cache
    )
    let settings = try await catalog.settings(session.environment, state: session.folders.state)
    let (workflow, file) = try await catalog.find(wish.workflow)
    let params = try ParameterValues.values(
      for: workflow,
      given: wish.params,
      assignments: wish.assignments
    )
    return PreparedRun(
      session: session,
      target: target,
      settings: settings,
      workflow: workflow,
      file: file,
      params: params,
      place: RecordsPlace(settings.records.mode, sourceBranch: target.branch)
    )
  }

  /// The mount, or the folder of records, which no task sees.
  var recordsFolder: String {
    if case .path(let path) = settings.records.mount, !place.isShared { path } else { "runs" }
  }

  /// The graph; problems are shown as those of the file.
  func graph(run: [String: JSONValue] = [:]) async throws -> Graph {
    do throws(GraphProblems) {
      return try GraphBuilder.build(workflow, params: params, run: run)
    } catch {
      let text = try await session.repository.blob(file.id)
      throw InvalidFiles([
        .init(
          path: file.path,
          text: text,
          diagnostics: error.all.map {
            Diagnostic(
              .error,
              file: file.path,
              location: $0.location,
              message: $0.message,
              hint: $0.hint
            )
          }
        )
      ])
    }
  }

  /// Expressions' `run.…`.
  func runValues(_ record: RunRecord) -> [String: JSONValue] {
    [
      "id": .string(record.reference.id.text), "workflow": .string(record.reference.workflow),
      "commit": .string(record.source.commit),
      "branch": record.source.branch.map(JSONValue.string) ?? .null,
      "trigger": .string(record.trigger.kind.rawValue), "scheduled_at": .null,
    ]
  }

  /// The names of tasks that a person gave, each of which must be one.
  func selection(_ tasks: [String], in graph: Graph) throws -> Set<Int>? {
    guard !tasks.isEmpty else { return nil }
    let known = graph.workflow.tasks.map(\.name)
    for task in tasks where !known.contains(task) {
      throw CommandFailure(
        .invalid,
        "workflow \"\(workflow.name)\" has no task \"\(task)\"",
        hint: Spelling.closest(to: task, among: known).map { "did you mean \"\($0)\"?" }
      )
    }
    return graph.closure(of: tasks)
  }

  /// What all decisions of this run depend on, as one value: if it is known to be up to date,
  /// nothing else needs to be looked at.
  func decisionKey(recordsTip: ObjectID?, tasks: [String]) -> String {
    var writer = FingerprintWriter()
    writer.add(Weir.version)
    writer.add(workflow.name)
    writer.add(file.id)
    writer.add(target.tree)
    writer.add(target.branch ?? "")
    writer.add(recordsTip ?? .zero)
    writer.add(place.ref)
    writer.add(recordsFolder)
    writer.add(JSONWriter.compact(.object(params)))
    for task in tasks { writer.add(task) }
    return writer.digest.hex
  }
}
