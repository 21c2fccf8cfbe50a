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
  /// Files that were given as values of params.
  var submitted: [SubmittedFile] = []
  /// Those of this machine, whose bytes are not kept yet.
  var given: [FileParameters.Given] = []

  /// What a person asks for.
  struct Wish: Sendable {
    var workflow: String?
    var tasks: [String] = []
    var params: [String: JSONValue] = [:]
    /// `name=value` pairs, to be read by the types that the workflow declares.
    var assignments: [String] = []
    var revision: String?
    /// Files that another run was given, and that its params name.
    var passedOn: [SubmittedFile] = []
    var force = false
    var failFast = false
    var keepGoing = false
    /// Whether the run that it stands in was checked, and what that calls with it.
    var isChecked = false
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
    try await refuseSourceBranch(settings.records, session, target)
    let (workflow, file) = try await catalog.find(wish.workflow)
    if !wish.isChecked { try await CommitChecks(catalog, settings).require(workflow, file) }
    let read = ParameterValues.values(
      for: workflow,
      given: wish.params,
      assignments: wish.assignments
    )
    let files = FileParameters(
      repository: session.repository,
      tree: target.tree,
      environment: session.environment,
      limit: settings.records.maximumOutput
    )
    var params = read.values
    let passedOn = Set(wish.passedOn.map(\.param))
    let (given, problems) = try await files.resolve(
      workflow.params.filter { !passedOn.contains($0.name) },
      given: read.given,
      values: &params
    )
    guard read.problems.isEmpty, problems.isEmpty else {
      throw ParameterValues.failure(read.problems + problems)
    }
    let prepared = PreparedRun(
      session: session,
      target: target,
      settings: settings,
      workflow: workflow,
      file: file,
      params: params,
      place: RecordsPlace(settings.records.mode, sourceBranch: target.branch),
      submitted: wish.passedOn + given.map(\.file),
      given: given
    )
    if !wish.isChecked { try await ChildChecks(prepared).require() }
    return prepared
  }

  /// Records on top of somebody's source would go on with it, and be gone with its next commit.
  private static func refuseSourceBranch(
    _ records: RecordSettings,
    _ session: Session,
    _ target: Session.Target
  ) async throws {
    guard case .branch(let name) = records.mode else { return }
    let head = try await session.repository.head().branch
    guard head == "refs/heads/\(name)" || target.branch == name else { return }
    throw CommandFailure(
      .invalid,
      "records.branch is \"\(name)\", a branch of source",
      hint: "name a branch of its own, such as weir/runs, or set records.branch: same"
    )
  }

  /// A recorded run as it was asked for.
  static func make(_ waiting: WaitingRun, session: Session) async throws -> PreparedRun {
    let target = try await waiting.target(session)
    let catalog = WorkflowCatalog(
      repository: session.repository,
      tree: target.tree,
      cache: session.folders.cache
    )
    let (workflow, file) = try await catalog.find(waiting.record.reference.workflow)
    let settings = try await catalog.settings(session.environment, state: session.folders.state)
    return PreparedRun(
      session: session,
      target: target,
      settings: settings,
      workflow: workflow,
      file: file,
      params: waiting.record.params,
      place: RecordsPlace(settings.records.mode, sourceBranch: target.branch),
      submitted: waiting.request.files
    )
  }

  /// The mount, or the folder of records, which no task sees.
  var recordsFolder: String {
    if case .path(let path) = settings.records.mount, !place.isShared { path } else { "runs" }
  }

  /// The graph; problems are shown as those of the file.
  func graph(run: [String: JSONValue] = [:]) async throws -> Graph {
    do {
      let files = try await SourceReader(repository: session.repository, tree: target.tree)
        .answer(FanOutQuestion(workflow, params: params, run: run, records: recordsFolder))
      return try build(run, files)
    } catch let error as GraphProblems {
      throw try await invalid(
        error.all.map {
          Diagnostic(
            .error,
            file: file.path,
            location: $0.location,
            message: $0.message,
            hint: $0.hint
          )
        }
      )
    }
  }

  /// The workflow's file with problems of it.
  func invalid(_ diagnostics: [Diagnostic]) async throws -> InvalidFiles {
    let text = try await session.repository.blob(file.id)
    return InvalidFiles([.init(path: file.path, text: text, diagnostics: diagnostics)])
  }

  private func build(
    _ run: [String: JSONValue],
    _ files: FanOutFiles
  ) throws(GraphProblems) -> Graph {
    try GraphBuilder.build(
      workflow,
      params: params,
      run: run,
      files: files,
      submitted: submitted,
      instanceLimit: settings.limits.instances
    )
  }

  /// Expressions' `run.…`.
  func runValues(_ record: RunRecord) -> [String: JSONValue] {
    runValues(id: record.reference.id.text, trigger: record.trigger.kind)
  }

  /// Those of a run by hand that is only thought of, and has no id yet.
  var thoughtRunValues: [String: JSONValue] {
    runValues(id: SampleRun.id, trigger: .manual)
  }

  private func runValues(id: String, trigger: Trigger.Kind) -> [String: JSONValue] {
    [
      "id": .string(id), "workflow": .string(workflow.name), "commit": .string(target.commit.hex),
      "branch": target.branch.map(JSONValue.string) ?? .null,
      "trigger": .string(trigger.rawValue), "scheduled_at": .null,
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
          ?? "weir plan \(workflow.name) lists its tasks"
      )
    }
    return graph.closure(of: tasks)
  }

  /// What all decisions of this run depend on, as one value: if it is known to be up to date,
  /// nothing else needs to be looked at.
  func decisionKey(
    recordsTip: ObjectID?,
    tasks: [String],
    versions: [String: VersionOutput]
  ) -> String {
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
    for file in submitted { writer.add(file.id) }
    for (command, output) in versions.sorted(by: { $0.key < $1.key }) {
      writer.add(command)
      writer.add("\(output)")
    }
    for task in tasks { writer.add(task) }
    return writer.digest.hex
  }
}
