package import Hashing
package import Model
package import Planning

/// Short ways to say what a test is about.
package enum Sample {
  package static let commit = String(repeating: "c", count: 40)
  package static let start = Timestamp(milliseconds: 1_795_230_725_000)

  /// An id that holds a number.
  package static func id(_ number: UInt64) -> ObjectID {
    let digits = String(number, radix: 16)
    return ObjectID(hex: String(repeating: "0", count: 40 - digits.count) + digits) ?? .zero
  }

  /// A file of a commit.
  package static func file(_ path: String, _ id: UInt64) -> InputRecord.InputFile {
    .init(path: path, version: FileVersion(mode: 0o100644, id: Self.id(id)))
  }

  /// Something that a task made.
  package static func output(
    _ path: String,
    _ id: UInt64,
    publish: Bool = false
  ) -> OutputRecord {
    OutputRecord(
      path: path,
      version: FileVersion(mode: 0o100644, id: Self.id(id)),
      size: 1,
      publish: publish
    )
  }

  package static func reference(
    _ random: UInt64 = 0,
    workflow: String = "build",
    at: Timestamp = start
  ) -> RunReference {
    RunReference(workflow: workflow, id: RunID(start: at, random: random))
  }

  /// A run by hand of Ann's on the branch main.
  package static func run(
    _ random: UInt64 = 0,
    workflow: String = "build",
    commit: String = commit,
    branch: String? = "main",
    at: Timestamp = start,
    status: RunStatus = .pending
  ) -> RunRecord {
    RunRecord(
      reference: reference(random, workflow: workflow, at: at),
      status: status,
      owner: RunOwner(host: "here", token: "t"),
      source: RunSource(commit: commit, branch: branch, file: "workflows/\(workflow).yaml"),
      trigger: Trigger(kind: .manual, by: "Ann <ann@example.org>", at: at),
      params: [:],
      requestedAt: at,
      host: "here",
      version: "0.1.0"
    )
  }

  package static func request(of run: RunRecord) -> RunRequest {
    RunRequest(
      workflow: run.reference.workflow,
      trigger: run.trigger,
      params: run.params,
      tasks: [],
      commit: run.source.commit,
      branch: run.source.branch
    )
  }

  /// The end of an attempt whose process was killed.
  package static func killed(by signal: Int32) -> AttemptOutcome {
    var outcome = outcome(exit: 0)
    outcome.record.exit = nil
    outcome.record.signal = signal
    outcome.succeeded = false
    return outcome
  }

  /// The end of an attempt.
  package static func outcome(
    exit: Int32 = 0,
    cause: AttemptRecord.Cause? = nil,
    outputs: [OutputRecord] = [],
    result: JSONValue? = nil
  ) -> AttemptOutcome {
    var record = AttemptRecord(number: 0, startedAt: start)
    record.finishedAt = start
    record.exit = exit
    record.cause = cause
    return AttemptOutcome(
      record: record,
      succeeded: exit == 0 && cause == nil,
      outputs: outputs,
      result: result,
      host: "here"
    )
  }
}
