import Engine
import Hashing
import Model
import Planning
import Testing

@testable import CLI

/// A run of a made-up workflow, moved on by the test.
struct SampleRun {
  static let start = Timestamp(milliseconds: 1_795_230_725_000)
  static let style = Style(.never, environment: [:])

  var machine: RunMachine
  var record: RunRecord

  /// A run that has just begun.
  init(_ tasks: [TaskDefinition]) throws {
    let workflow = Workflow(name: "hello", file: "workflows/hello.yaml", tasks: tasks)
    machine = RunMachine(
      graph: try GraphBuilder.build(workflow, params: [:]),
      sources: SourceListing(),
      history: TaskHistory(),
      run: [:],
      options: .init(window: 1000)
    )
    let id = try #require(RunID("20261121-031205-7f3a9k2m"))
    record = RunRecord(
      reference: RunReference(workflow: "hello", id: id),
      status: .running,
      owner: RunOwner(host: "host", token: "t"),
      source: RunSource(
        commit: "0123456789abcdef0123456789abcdef01234567",
        branch: "main",
        file: workflow.file
      ),
      trigger: Trigger(kind: .manual, by: "Ann <ann@example.org>", at: Self.start),
      params: ["a": "x < y"],
      requestedAt: Self.start,
      host: "host",
      version: "0"
    )
    record.startedAt = Self.start
    _ = machine.apply(.began, at: Self.start)
  }

  static func task(
    _ name: String,
    line: Int = 3,
    needs: [String] = [],
    retry: Int = 0,
    tolerated: Bool = false
  ) -> TaskDefinition {
    TaskDefinition(
      name: name,
      location: SourceLocation(line: line, column: 3),
      action: .run(ScriptTemplate(constant: "true")),
      needs: needs.map { Need(task: $0) },
      inputs: [],
      policy: TaskPolicy(retry: RetryPolicy(limit: retry), continueOnError: tolerated)
    )
  }

  /// Lets an attempt end after a second.
  @discardableResult
  mutating func end(
    _ node: Int,
    exit: Int32? = 0,
    signal: Int32? = nil,
    cause: AttemptRecord.Cause? = nil,
    message: String? = nil
  ) -> [Int] {
    var attempt = AttemptRecord(number: 1, startedAt: Self.start)
    attempt.finishedAt = Self.start.adding(.seconds(1))
    attempt.exit = exit
    attempt.signal = signal
    attempt.cause = cause
    attempt.message = message
    let outcome = AttemptOutcome(
      record: attempt,
      succeeded: exit == 0 && cause == nil,
      host: "host"
    )
    return machine.apply(.attemptEnded(node: node, outcome), at: Self.start).compactMap {
      if case .settled(let node) = $0 { node } else { nil }
    }
  }

  /// The record as it is once the run is over, 41 seconds later.
  func ended(_ status: RunStatus) -> RunRecord {
    var record = record
    record.status = status
    record.counts = machine.counts
    record.finishedAt = Self.start.adding(.seconds(41))
    return record
  }
}

func log(_ text: String) -> LogContent { .bytes(Array(text.utf8)) }
