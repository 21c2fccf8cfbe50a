import Engine
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
  /// What is recorded of the task: a row, or those of a fan-out.
  private let rows: [TaskRow]
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
    let workflow = try await session.workflow(of: record)
    guard let definition = workflow.tasks.first(where: { $0.name == name }) else {
      throw CommandFailure(
        .invalid,
        "workflow \"\(workflow.name)\" has no task \"\(name)\"",
        hint: Spelling.closest(to: name, among: workflow.tasks.map { $0.name })
          .map { "did you mean \"\($0)\"?" }
      )
    }
    let known = try await reader.rows(of: address.run).filter { $0.task == name }
    return DecisionMaker(
      options: options,
      session: session,
      reader: reader,
      settings: try await session.settings(),
      run: address.run,
      record: record,
      definition: definition,
      rows: known.isEmpty ? [] : try address.rows(among: known),
      task: address.instance.map { "\(name)/\($0)" } ?? name
    )
  }

  func record(
    _ kind: Decision.Kind,
    message: String?,
    result: JSONValue? = nil,
    failed: Bool = false
  ) async throws {
    let by = try await session.person()
    let now = SystemClock().now()
    try check(kind, by: by)
    try checkThatItWaits(kind, at: now)
    let decision = Decision(
      kind: kind,
      task: task,
      by: by,
      at: now,
      message: message,
      result: result,
      failed: failed
    )
    let commit = try await ledger().decide(decision, about: run.reference) {
      [task, name = definition.name] record throws(EngineError) in
      guard !record.status.isFinal else {
        throw EngineError(
          "run \(record.reference) has \(record.status.rawValue) already",
          kind: .invalid
        )
      }
      let earlier = record.decisions.first { earlier in
        // What was said about a whole fan-out was said about each of its instances.
        (earlier.task == task || earlier.task == name)
          && (earlier.kind == .complete) == (kind == .complete)
      }
      if let earlier {
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

  /// What is known to have ended cannot be decided, nor completed when its time is over.
  private func checkThatItWaits(_ kind: Decision.Kind, at now: Timestamp) throws {
    guard record.status == .waiting, !rows.isEmpty else { return }
    let waiting = rows.filter { $0.status == .waiting }
    guard let first = waiting.first else {
      let status = rows.count == 1 ? rows[0].status.rawValue : "ended"
      throw CommandFailure(
        .invalid,
        "\(task) of \(run.reference) waits no longer: it has \(status)"
      )
    }
    guard kind == .complete else { return }
    let inTime = waiting.contains { row in
      definition.completionDeadline(after: row.attempts).map { now <= $0 } ?? true
    }
    guard !inTime, let deadline = definition.completionDeadline(after: first.attempts) else {
      return
    }
    throw CommandFailure(
      .invalid,
      "the time of \(task) was over at \(RunWords.second(deadline))",
      hint: "weir run --resume \(run.reference) ends it as failed"
    )
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
