package import Engine
import GRDB
import Hashing
package import Model
import Planning

/// A run as the index takes it in.
package struct IndexedRun: Sendable {
  package var record: RunRecord
  /// The id of its folder's tree, to see whether it changed; empty if not known.
  package var tree: String
  package var rows: [TaskRow]

  package init(record: RunRecord, tree: String, rows: [TaskRow]) {
    self.record = record
    self.tree = tree
    self.rows = rows
  }
}

extension RunIndex {
  /// The runs that are known, with the tree that each had: `WORKFLOW/ID` to tree id.
  package func knownRuns() throws(EngineError) -> [String: String] {
    try read { database in
      var known: [String: String] = [:]
      let rows = try Row.fetchCursor(database, sql: "SELECT workflow, run, tree FROM runs")
      while let row = try rows.next() {
        known["\(row[0] as String)/\(row[1] as String)"] = row[2]
      }
      return known
    }
  }

  /// Takes runs in, oldest first; one that is known already is replaced.
  package func learn(_ runs: [IndexedRun]) throws(EngineError) {
    guard !runs.isEmpty else { return }
    try write { database in
      for run in runs { try IndexLearning(database).learn(run) }
    }
  }

  /// Forgets everything.
  package func clear() throws(EngineError) {
    try write { database in
      for table in ["tips", "runs", "outcomes", "current", "successes", "decisions"] {
        try database.execute(sql: "DELETE FROM \(table)")
      }
    }
  }
}

/// Takes one run into the tables, within a transaction.
private struct IndexLearning {
  private let database: Database

  init(_ database: Database) {
    self.database = database
  }

  func learn(_ run: IndexedRun) throws {
    let reference = run.record.reference
    let scopes = try forget(reference)
    try database.execute(
      sql: "INSERT INTO runs (workflow, run, tree, branch, record) VALUES (?, ?, ?, ?, ?)",
      arguments: [
        reference.workflow, reference.id.text, run.tree, run.record.source.branch ?? "",
        JSONWriter.compact(run.record.json),
      ]
    )
    let id = database.lastInsertedRowID
    for row in run.rows where row.status.isFinal && row.status != .cached {
      guard let fingerprint = row.fingerprint, !row.attempts.isEmpty else { continue }
      try insert(row, fingerprint: fingerprint, run: id, of: run.record)
    }
    for scope in scopes where try !isKnown(scope, reference.workflow) {
      try restore(scope, of: reference.workflow)
    }
  }

  /// Says which entries of `current` went with it.
  private func forget(_ reference: RunReference) throws -> [Scope] {
    let known = try Int64.fetchOne(
      database,
      sql: "SELECT id FROM runs WHERE workflow = ? AND run = ?",
      arguments: [reference.workflow, reference.id.text]
    )
    guard let known else { return [] }
    let scopes = try Row.fetchAll(
      database,
      sql: "SELECT scope, task, instance FROM current WHERE run = ?",
      arguments: [known]
    ).map { Scope(name: $0[0], task: $0[1], instance: $0[2]) }
    try database.execute(
      sql: "DELETE FROM successes WHERE row IN (SELECT id FROM outcomes WHERE run = ?)",
      arguments: [known]
    )
    for statement in [
      "DELETE FROM current WHERE run = ?", "DELETE FROM outcomes WHERE run = ?",
      "DELETE FROM runs WHERE id = ?",
    ] {
      try database.execute(sql: statement, arguments: [known])
    }
    return scopes
  }

  private struct Scope {
    let name: String
    let task: String
    let instance: String
  }

  private func isKnown(_ scope: Scope, _ workflow: String) throws -> Bool {
    let sql = """
      SELECT 1 FROM current WHERE workflow = ? AND scope = ? AND task = ? AND instance = ?
      """
    let statement = try database.cachedStatement(sql: sql)
    return try Bool.fetchOne(
      statement,
      arguments: [workflow, scope.name, scope.task, scope.instance]
    ) ?? false
  }

  /// Where the new record of a run says no more of a task, the one before it counts again.
  private func restore(_ scope: Scope, of workflow: String) throws {
    let arguments: StatementArguments = [
      "workflow": workflow, "scope": scope.name, "task": scope.task, "instance": scope.instance,
    ]
    try database.execute(
      sql: """
        INSERT OR IGNORE INTO current
        SELECT r.workflow, :scope, o.task, o.instance, o.status, o.fingerprint, o.outcome,
          o.result, o.outputs IS NOT NULL, o.local, o.finished, o.run, o.id
        FROM outcomes o JOIN runs r ON r.id = o.run
        WHERE r.workflow = :workflow AND o.task = :task AND o.instance = :instance
          AND (:scope = 'branch:' || r.branch OR :scope = 'success' AND o.status = 'succeeded')
        ORDER BY o.finished DESC, o.id DESC LIMIT 1
        """,
      arguments: arguments
    )
  }

  private func insert(
    _ row: TaskRow,
    fingerprint: ContentDigest,
    run: Int64,
    of record: RunRecord
  ) throws {
    let succeeded = row.status == .succeeded
    let outcome = Fingerprint.outcome(
      succeeded: succeeded,
      outputs: row.outputs,
      result: row.result
    )
    let finished = row.attempts.last?.finishedAt ?? record.requestedAt
    let fragments = row.fragments
    let isLocal = row.outputs.contains { $0.store == .local }
    try database.cachedStatement(
      sql: """
        INSERT INTO outcomes (run, task, instance, status, fingerprint, outcome, result, outputs,
          inputs, local, finished) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      run, row.task, row.instance ?? "", row.status.rawValue, fingerprint.data,
      succeeded ? outcome.data : nil, fragments.result, fragments.outputs, fragments.inputs,
      isLocal, finished.milliseconds,
    ])
    let id = database.lastInsertedRowID
    var scopes = ["branch:\(record.source.branch ?? "")"]
    if succeeded {
      scopes.append("success")
      try database.cachedStatement(
        sql: "INSERT OR IGNORE INTO successes (fingerprint, row) VALUES (?, ?)"
      ).execute(arguments: [fingerprint.data, id])
    }
    for scope in scopes {
      try database.cachedStatement(
        sql: """
          INSERT INTO current (workflow, scope, task, instance, status, fingerprint, outcome,
            result, outputs, local, finished, run, row)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET status = excluded.status, fingerprint = excluded.fingerprint,
            outcome = excluded.outcome, result = excluded.result, outputs = excluded.outputs,
            local = excluded.local, finished = excluded.finished, run = excluded.run,
            row = excluded.row WHERE excluded.finished >= finished
          """
      ).execute(arguments: [
        record.reference.workflow, scope, row.task, row.instance ?? "", row.status.rawValue,
        fingerprint.data, succeeded ? outcome.data : nil, fragments.result,
        !row.outputs.isEmpty, isLocal, finished.milliseconds, run, id,
      ])
    }
  }
}
