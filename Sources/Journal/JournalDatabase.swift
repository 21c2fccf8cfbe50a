import Databases
package import Engine
import GRDB
package import Model

/// The SQLite journal: what happened and is not in git yet. Each call is one synced transaction.
package actor JournalDatabase: RunJournal {
  private let path: String
  private var opened: DatabaseQueue?

  /// A journal that is opened, or made, when it is first used.
  /// - Parameter path: of the file; its folder must exist by then.
  package init(path: String) {
    self.path = path
  }

  private func queue() throws -> DatabaseQueue {
    if let opened { return opened }
    let queue = try DatabaseFile.open(path, .full)
    try queue.write { database in try JournalSchema.create(in: database) }
    opened = queue
    return queue
  }

  package func requested(_ run: RunRecord, request: RunRequest) async throws(EngineError) {
    let runText = JSONWriter.compact(run.json)
    let requestText = JSONWriter.compact(request.json)
    try write("keep the request of \(run.reference)") { database in
      try database.execute(
        sql: "INSERT OR REPLACE INTO requests (run, record, request) VALUES (?, ?, ?)",
        arguments: [run.reference.description, runText, requestText]
      )
    }
  }

  package func settled(_ rows: [TaskRow], of run: RunReference) async throws(EngineError) {
    try write("keep what tasks of \(run) came to") { database in
      let statement = try database.cachedStatement(
        sql:
          "INSERT OR REPLACE INTO facts (run, task, instance, attempt, row) VALUES (?, ?, ?, ?, ?)"
      )
      for row in rows {
        try statement.execute(arguments: [
          run.description, row.task, row.instance ?? "", row.attempts.count,
          JSONWriter.compact(row.json),
        ])
      }
    }
  }

  package func recorded(_ run: RunReference) async throws(EngineError) {
    try write("mark \(run) as recorded") { database in
      try database.execute(sql: "DELETE FROM facts WHERE run = ?", arguments: [run.description])
      try database.execute(sql: "DELETE FROM requests WHERE run = ?", arguments: [run.description])
    }
  }

  /// The runs that were asked for and whose final record is not in git, oldest first.
  package func unrecorded() throws(EngineError) -> [RunReference] {
    do {
      return try queue().read { database in
        try String.fetchAll(database, sql: "SELECT run FROM requests ORDER BY rowid")
          .compactMap { RunReference($0) }
      }
    } catch {
      throw EngineError("could not read the journal: \(error)")
    }
  }

  /// What tasks of an unrecorded run came to, in the order of settling.
  package func facts(of run: RunReference) throws(EngineError) -> [TaskRow] {
    do {
      return try queue().read { database in
        try String.fetchAll(
          database,
          sql: "SELECT row FROM facts WHERE run = ? ORDER BY rowid",
          arguments: [run.description]
        ).map { try TaskRow(json: JSONReader.parse($0)) }
      }
    } catch {
      throw EngineError("could not read the journal's facts of \(run): \(error)")
    }
  }

  private func write(
    _ what: String,
    _ body: (Database) throws -> Void
  ) throws(EngineError) {
    do {
      try queue().write(body)
    } catch {
      throw EngineError(
        "could not \(what) in the journal: \(error)",
        hint: "check that the disk has room"
      )
    }
  }
}

private enum JournalSchema {
  static func create(in database: Database) throws {
    guard try database.tableExists("requests") == false else { return }
    try database.execute(
      sql: """
        CREATE TABLE requests (run TEXT PRIMARY KEY, record TEXT NOT NULL, request TEXT NOT NULL);
        CREATE TABLE facts (
          run TEXT NOT NULL, task TEXT NOT NULL, instance TEXT NOT NULL, attempt INTEGER NOT NULL,
          row TEXT NOT NULL, PRIMARY KEY (run, task, instance, attempt));
        """
    )
  }
}
