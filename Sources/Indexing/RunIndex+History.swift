package import Engine
import Foundation
import GRDB
import Hashing
package import Model
package import Planning

extension RunIndex {
  /// What earlier runs of a workflow left, for a run on a branch.
  ///
  /// `isAvailable`: whether the bytes of locally stored outputs can be had.
  package func history(
    workflow: String,
    branch: String?,
    isAvailable: @escaping @Sendable ([OutputRecord]) -> Bool
  ) throws(EngineError) -> TaskHistory {
    let latest = try current(workflow, scope: "branch:\(branch ?? "")", isAvailable)
    let succeeded = try current(workflow, scope: "success", isAvailable)
    return TaskHistory(
      latest: latest,
      succeeded: succeeded,
      older: { key, fingerprint in try? self.older(workflow, key, fingerprint, isAvailable) },
      outputs: { past in (try? self.outputs(of: [past.row]))?[past.row] ?? [] }
    )
  }

  /// The outputs of outcomes, by row.
  package func outputs(of rows: [Int64]) throws(EngineError) -> [Int64: [OutputRecord]] {
    var found: [Int64: [OutputRecord]] = [:]
    for (row, fragments) in try fragments(of: rows) {
      found[row] = OutputRecord.list(fragments.outputs)
    }
    return found
  }

  /// The parts of rows as JSON text.
  package func fragments(of rows: [Int64]) throws(EngineError) -> [Int64: RowFragments] {
    try read { database in
      var found: [Int64: RowFragments] = [:]
      found.reserveCapacity(rows.count)
      let statement = try database.cachedStatement(
        sql: "SELECT inputs, outputs, result FROM outcomes WHERE id = ?"
      )
      for id in rows {
        guard let row = try Row.fetchOne(statement, arguments: [id]) else { continue }
        found[id] = RowFragments(inputs: row[0], outputs: row[1], result: row[2])
      }
      return found
    }
  }

  private func current(
    _ workflow: String,
    scope: String,
    _ isAvailable: @Sendable ([OutputRecord]) -> Bool
  ) throws(EngineError) -> [NodeKey: PastOutcome] {
    try read { database in
      var found: [NodeKey: PastOutcome] = [:]
      var names: [Int64: String] = [:]
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT task, instance, status, fingerprint, outcome, result, outputs, local, finished,
            run, row FROM current WHERE workflow = ? AND scope = ?
          """,
        arguments: [workflow, scope]
      )
      while let row = try rows.next() {
        let run: Int64 = row[9]
        let name = try names[run] ?? self.name(of: run, database)
        names[run] = name
        guard let past = try self.past(row, run: name, database, isAvailable) else { continue }
        let instance: String = row[1]
        found[NodeKey(task: row[0], instance: instance.isEmpty ? nil : instance)] = past
      }
      return found
    }
  }

  private func older(
    _ workflow: String,
    _ key: NodeKey,
    _ fingerprint: ContentDigest,
    _ isAvailable: @Sendable ([OutputRecord]) -> Bool
  ) throws(EngineError) -> PastOutcome? {
    try read { database in
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT o.task, o.instance, o.status, o.fingerprint, o.outcome, o.result,
            o.outputs IS NOT NULL, o.local, o.finished, o.run, o.id
          FROM successes s JOIN outcomes o ON o.id = s.row JOIN runs r ON r.id = o.run
          WHERE s.fingerprint = ? AND o.task = ? AND o.instance = ? AND r.workflow = ?
          ORDER BY o.finished DESC LIMIT 1
          """,
        arguments: [fingerprint.data, key.task, key.instance ?? "", workflow]
      )
      guard let row else { return nil }
      return try self.past(
        row,
        run: self.name(of: row[9], database),
        database,
        isAvailable
      )
    }
  }

  private func past(
    _ row: Row,
    run: String,
    _ database: Database,
    _ isAvailable: @Sendable ([OutputRecord]) -> Bool
  ) throws -> PastOutcome? {
    guard let status = TaskStatus(rawValue: row[2]),
      let fingerprint = try Self.digest(row, 3)
    else { return nil }
    let outcome = try Self.digest(row, 4)
    let result: String? = row[5]
    let isLocal: Bool = row[7]
    var available = true
    if isLocal {
      let text = try String.fetchOne(
        database,
        sql: "SELECT outputs FROM outcomes WHERE id = ?",
        arguments: [row[10] as Int64]
      )
      available = isAvailable(OutputRecord.list(text).filter { $0.store == .local })
    }
    return PastOutcome(
      run: run,
      status: status,
      fingerprint: fingerprint,
      outcome: outcome,
      result: result.flatMap { try? JSONReader.parse($0) },
      hasOutputs: row[6],
      isAvailable: available,
      isLocal: isLocal,
      finishedAt: Timestamp(milliseconds: row[8]),
      row: row[10]
    )
  }

  private static func digest(_ row: Row, _ column: Int) throws -> ContentDigest? {
    try row.withUnsafeData(atIndex: column) { data in
      data?.withUnsafeBytes { ContentDigest(loading: $0) }
    }
  }

  private func name(of run: Int64, _ database: Database) throws -> String {
    try String.fetchOne(
      database,
      sql: "SELECT workflow || '/' || run FROM runs WHERE id = ?",
      arguments: [run]
    ) ?? ""
  }
}

extension RunIndex {
  /// The record of a run, `WORKFLOW/ID`; nil if it is not known.
  package func record(of run: String) throws(EngineError) -> RunRecord? {
    let text = try read { database in
      try String.fetchOne(
        database,
        sql: "SELECT record FROM runs WHERE workflow || '/' || run = ?",
        arguments: [run]
      )
    }
    return text.flatMap { try? RunRecord(json: JSONReader.parse($0)) }
  }

  /// The results of the tasks that ran in a run, by task.
  package func results(of run: String) throws(EngineError) -> [String: JSONValue] {
    try read { database in
      var found: [String: JSONValue] = [:]
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT o.task, o.result FROM outcomes o JOIN runs r ON r.id = o.run
          WHERE r.workflow || '/' || r.run = ? AND o.result IS NOT NULL
          """,
        arguments: [run]
      )
      while let row = try rows.next() {
        found[row[0]] = try? JSONReader.parse(row[1] as String)
      }
      return found
    }
  }
}
