import Databases
package import Engine
import GRDB
import Model

/// What can be asked quickly of the records: a disposable SQLite database.
///
/// A damaged file, or one of another version, is made anew; filling it is its owner's business.
package final class RunIndex: Sendable {
  let queue: DatabaseQueue
  /// Whether it was empty when it was opened.
  package let isNew: Bool

  /// Opens the index, or makes an empty one.
  ///
  /// `path`: of the file, or nil for one in memory, where nothing may be written.
  package init(path: String?) throws(EngineError) {
    do {
      guard let path else {
        queue = try DatabaseQueue()
        try queue.write { try IndexSchema.create(in: $0) }
        isNew = true
        return
      }
      (queue, isNew) = try RunIndex.open(path)
    } catch {
      throw EngineError(
        "could not open the index: \(error)",
        hint: "delete .git/weir/cache/index.sqlite; it is made again"
      )
    }
  }

  private static func open(_ path: String) throws -> (DatabaseQueue, Bool) {
    do {
      return try attempt(path)
    } catch let error as DatabaseError where error.isDamage {
      remove(path: path)
      return try attempt(path)
    }
  }

  /// Deletes an index, whatever state it is in; the next one starts empty.
  package static func remove(path: String) {
    for ending in ["", "-wal", "-shm"] { FileRemoval.remove(path + ending) }
  }

  private static func attempt(_ path: String) throws -> (DatabaseQueue, Bool) {
    let queue = try DatabaseFile.open(path, .off)
    let version = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
    if version == IndexSchema.version { return (queue, false) }
    if version != 0 { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    let isMade = try queue.write { database in
      // Another process may have made it meanwhile.
      guard try Int.fetchOne(database, sql: "PRAGMA user_version") == 0 else { return false }
      try IndexSchema.create(in: database)
      return true
    }
    return (queue, isMade)
  }

  /// The tip of a ref that the index knows all runs of; nil if it knows none.
  package func tip(of ref: String) throws(EngineError) -> String? {
    try read {
      try String.fetchOne($0, sql: "SELECT tip FROM tips WHERE ref = ?", arguments: [ref])
    }
  }

  /// Remembers that all runs at a tip are known.
  package func setTip(of ref: String, to tip: String) throws(EngineError) {
    try write {
      try $0.execute(
        sql: "INSERT OR REPLACE INTO tips (ref, tip) VALUES (?, ?)",
        arguments: [ref, tip]
      )
    }
  }

  /// Whether a decision with this key found everything up to date, and for how many tasks.
  package func upToDateTasks(key: String) throws(EngineError) -> Int? {
    try read {
      try Int.fetchOne($0, sql: "SELECT tasks FROM decisions WHERE key = ?", arguments: [key])
    }
  }

  /// Remembers that a decision with this key found everything up to date.
  package func setUpToDate(key: String, tasks: Int) throws(EngineError) {
    try write { database in
      // They are cheap to make again, so no order is kept among them.
      let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM decisions") ?? 0
      if count >= 200 { try database.execute(sql: "DELETE FROM decisions") }
      try database.execute(
        sql: "INSERT OR REPLACE INTO decisions (key, tasks) VALUES (?, ?)",
        arguments: [key, tasks]
      )
    }
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(EngineError) -> Value {
    do {
      return try queue.read(body)
    } catch {
      throw EngineError("could not read the index: \(error)", hint: "run weir reindex")
    }
  }

  func write<Value>(_ body: (Database) throws -> Value) throws(EngineError) -> Value {
    do {
      return try queue.write(body)
    } catch {
      throw EngineError("could not write the index: \(error)", hint: "run weir reindex")
    }
  }
}

extension DatabaseError {
  /// Whether the file itself is bad, so that only a new one helps.
  var isDamage: Bool {
    [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT].contains(resultCode.primaryResultCode)
      || extendedResultCode == .SQLITE_IOERR_SHORT_READ || resultCode == .SQLITE_ERROR
  }
}
