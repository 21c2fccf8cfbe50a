import Engine
import Git
import Hashing
import Ledger
import Model

/// Records what a person decides about a task that waits.
struct DecisionMaker {
  private let options: GlobalOptions
  private let session: Session
  private let reader: RecordsReader
  private let settings: Settings
  private let run: StoredRun
  private let record: RunRecord
  private let definition: TaskDefinition
  /// `TASK`, or `TASK/KEY`.
  private let task: String

  /// Finds the task that a person means by `RUN/TASK[/KEY]`.
  static func find(_ subject: String, _ options: GlobalOptions) async throws -> DecisionMaker {
    let session = try await Session.open(options)
    let records = try await RecordsView.open(session, options)
    let reader = records.reader
    let address = try await RunAddress.find(subject, in: records)
    guard let name = address.task else {
      throw CommandFailure(
        .invalid,
        "\(subject) names a run, and no task of it",
        hint: "for example: \(address.run.reference)/deploy"
      )
    }
    guard let record = try await reader.records(of: [address.run]).first else {
      throw CommandFailure(.infrastructure, "the record of \(address.run.reference) is not whole")
    }
    let workflow = try await workflow(of: record, session)
    guard let definition = workflow.tasks.first(where: { $0.name == name }) else {
      throw CommandFailure(
        .invalid,
        "workflow \"\(workflow.name)\" has no task \"\(name)\"",
        hint: Spelling.closest(to: name, among: workflow.tasks.map { $0.name })
          .map { "did you mean \"\($0)\"?" }
      )
    }
    return DecisionMaker(
      options: options,
      session: session,
      reader: reader,
      settings: try await session.settings(),
      run: address.run,
      record: record,
      definition: definition,
      task: address.instance.map { "\(name)/\($0)" } ?? name
    )
  }

  private static func workflow(of record: RunRecord, _ session: Session) async throws -> Workflow {
    guard let commit = ObjectID(hex: record.source.commit) else {
      throw CommandFailure(.infrastructure, "the record of \(record.reference) names no commit")
    }
    let tree = try await session.repository.commit(commit).tree
    let catalog = WorkflowCatalog(
      repository: session.repository,
      tree: tree,
      cache: session.folders.cache
    )
    return try await catalog.find(record.reference.workflow).0
  }

  func record(
    _ kind: Decision.Kind,
    message: String?,
    result: JSONValue? = nil,
    failed: Bool = false
  ) async throws {
    let by = try await session.person()
    try check(kind, by: by)
    let decision = Decision(
      kind: kind,
      task: task,
      by: by,
      at: SystemClock().now(),
      message: message,
      result: result,
      failed: failed
    )
    let commit = try await ledger().decide(decision, about: run.reference) {
      [task] record throws(EngineError) in
      guard !record.status.isFinal else {
        throw EngineError(
          "run \(record.reference) has \(record.status.rawValue) already",
          kind: .invalid
        )
      }
      if let earlier = record.decisions.first(where: { $0.task == task && $0.kind != .cancel }) {
        throw EngineError(
          "\(task) was decided already: \(earlier.kind.rawValue) by \(earlier.by)",
          kind: .invalid
        )
      }
    }
    tell(decision, commit)
  }

  /// Whether this kind of decision is one for this task, and this person's to make.
  private func check(_ kind: Decision.Kind, by: String) throws {
    if kind == .complete {
      guard definition.completesExternally else {
        throw CommandFailure(.invalid, "task \"\(definition.name)\" ends with its command")
      }
      return
    }
    guard let approval = definition.approval else {
      throw CommandFailure(.invalid, "task \"\(definition.name)\" waits for no approval")
    }
    guard !approval.by.isEmpty else { return }
    let address = by.split(separator: "<").last.map { String($0.dropLast()) } ?? by
    let name = String(by.prefix { $0 != "<" }).split(separator: " ").joined(separator: " ")
    guard !Set(approval.by).isDisjoint(with: [by, address, name]) else {
      throw CommandFailure(
        .refused,
        "\(by) may not decide about \"\(definition.name)\"",
        hint: "its approval is by \(approval.by.joined(separator: ", "))"
      )
    }
  }

  private func ledger() async throws -> GitLedger {
    GitLedger(
      repository: session.repository,
      contents: try await RunContents(
        repository: session.repository,
        folders: session.folders,
        limits: settings.records
      ),
      folders: session.folders,
      writers: WriterQueue(folders: session.folders),
      options: .init(settings: settings.records, place: reader.place) {
        Output.error("note: \($0)")
      },
      clock: SystemClock()
    )
  }

  private func tell(_ decision: Decision, _ commit: String) {
    if options.json {
      Output.line(
        JSONWriter.compact([
          "run": .string(run.reference.description), "task": .string(task),
          "kind": .string(decision.kind.rawValue), "commit": .string(commit),
        ])
      )
      return
    }
    guard !options.quiet else { return }
    let word =
      switch decision.kind {
      case .approve: "approved"
      case .reject: "rejected"
      case .complete: decision.failed ? "ended as failed" : "completed"
      case .cancel: "cancelled"
      }
    Output.line("\(word) \(run.reference)/\(task), recorded as \(commit.prefix(10))")
    if record.status == .waiting {
      Output.line("go on with it: weir run --resume \(run.reference)")
    }
  }
}
