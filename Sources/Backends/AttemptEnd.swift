import Engine
import Glibc
import Model
import Planning
import Supervision

/// Turns ended attempts into reports: what they made is taken in, all at once.
enum AttemptEnd {
  static func reports(
    of ended: [(PreparedAttempt, EndedFact)],
    _ contents: any ContentStore,
    host: String
  ) async throws(EngineError) -> [JobReport] {
    var outcomes: [Planning.AttemptOutcome] = []
    var found: [[OutputCollector.Found]] = []
    for (attempt, fact) in ended {
      let (outcome, files) = examine(attempt, fact, host: host)
      outcomes.append(outcome)
      found.append(files)
    }
    let all = found.flatMap { $0 }
    let added = all.isEmpty ? [] : try await contents.add(all.map(\.content))
    var next = 0
    var reports: [JobReport] = []
    for (position, (attempt, fact)) in ended.enumerated() {
      for file in found[position] {
        let kept = added[next]
        next += 1
        outcomes[position].outputs.append(
          OutputRecord(
            path: file.path,
            version: FileVersion(mode: file.mode, id: kept.id),
            size: kept.size,
            store: kept.store,
            publish: file.publish
          )
        )
      }
      reports.append(
        .ended(attempt.job.token, outcomes[position], log: log(of: fact, attempt))
      )
    }
    return reports
  }

  private static func examine(
    _ attempt: PreparedAttempt,
    _ fact: EndedFact,
    host: String
  ) -> (Planning.AttemptOutcome, [OutputCollector.Found]) {
    var record = AttemptRecordBuilder.record(of: fact, number: attempt.job.token.attempt)
    let codes = attempt.exitMeaning
    var succeeded = fact.cause == .itself && codes.isSuccess(fact.outcome)
    var stops = fact.cause == .itself && codes.stops(fact.outcome)
    var found: [OutputCollector.Found] = []
    var result: JSONValue?
    if attempt.job.setup != nil, access(attempt.workspace.setupFailed, F_OK) == 0 {
      succeeded = false
      stops = false
      record.message = "its setup failed"
    }
    if let path = changedInput(of: attempt) {
      succeeded = false
      stops = false
      record.cause = .inputChanged
      record.message = "it changed its input \"\(path)\" in place; let it write to another path"
    }
    let inputs = Set(attempt.job.folder.files.map(\.path))
    let secrets = SecretScan(attempt.job.secrets)
    var collector = OutputCollector(workspace: attempt.workspace, inputs: inputs)
    if succeeded || attempt.job.collectsAfterFailure {
      do throws(OutputCollector.Refusal) {
        let missing: [String]
        (found, missing) = try collector.collect(attempt.job.outputs)
        try secrets.check(found)
        if succeeded, !missing.isEmpty {
          succeeded = false
          stops = attempt.job.missingOutputs == .stop
          record.cause = .missingOutputs
          record.message = "it did not make " + missing.map { "\"\($0)\"" }.joined(separator: ", ")
        }
      } catch {
        succeeded = false
        found = []
        record.cause = error.cause
        record.message = error.message
      }
    }
    if succeeded {
      do throws(ResultReader.Refusal) {
        try secrets.checkResult(
          isStandardOutputMasked: fact.result?.isMasked ?? false,
          attempt.workspace
        )
        result = try ResultReader.read(
          attempt.job.resultFormat,
          standardOutput: try standardOutput(of: fact, attempt),
          workspace: attempt.workspace
        )
      } catch {
        succeeded = false
        record.cause = .badResult
        record.message = error.message
      }
    }
    if !succeeded && !attempt.job.collectsAfterFailure { found = [] }
    var outcome = Planning.AttemptOutcome(
      record: record,
      succeeded: succeeded,
      result: result,
      host: host
    )
    outcome.stops = stops
    return (outcome, found)
  }

  private static func changedInput(of attempt: PreparedAttempt) -> String? {
    attempt.writer.dropDamaged()
    let placed = attempt.writer.touched().first?.path
    return placed ?? attempt.shownTree.flatMap(KeptTrees.changedFile)
  }

  private static func standardOutput(
    of fact: EndedFact,
    _ attempt: PreparedAttempt
  ) throws(ResultReader.Refusal) -> [UInt8]? {
    guard let summary = fact.result else { return nil }
    if summary.isTruncated { throw ResultReader.tooLarge }
    switch summary.place {
    case .inline(let bytes): return bytes
    case .file: return FileBytes.read(attempt.workspace.standardOutput)
    }
  }

  /// Nil for an empty log.
  ///
  /// A file is moved, since its place is used again.
  private static func log(of fact: EndedFact, _ attempt: PreparedAttempt) -> LogContent? {
    guard fact.log.total > 0 else { return nil }
    switch fact.log.place {
    case .inline(let bytes): return .bytes(bytes)
    case .file:
      let target = "\(attempt.workspace.root).log.\(attempt.job.token)"
      guard rename(attempt.workspace.log, target) == 0 else { return nil }
      return .file(path: target, bytes: Int64(fact.log.total), truncated: fact.log.isTruncated)
    }
  }
}
