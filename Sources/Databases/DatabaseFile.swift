package import GRDB
import Glibc

/// An SQLite file that several processes open, in WAL mode.
package enum DatabaseFile {
  /// How much of a transaction is on the disk when it returns.
  package enum Synchronous: String, Sendable {
    /// All of it.
    case full = "FULL"
    /// Nothing; for what can be made again.
    case off = "OFF"
  }

  /// Opens or makes a file; its folder must exist.
  /// - Throws: what SQLite says; a lock of another process is waited for, ten seconds at most.
  package static func open(_ path: String, _ synchronous: Synchronous) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { database in
      try useWriteAheadLog(in: database)
      try database.execute(
        sql: "PRAGMA synchronous = \(synchronous.rawValue); PRAGMA temp_store = MEMORY"
      )
    }
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// Opens a file that is there, for nothing but reading.
  package static func openToRead(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// Switches a new file to WAL.
  ///
  /// SQLite does not wait for that lock by itself, and another process may be making the same file.
  private static func useWriteAheadLog(in database: Database) throws {
    for attempt in 1... {
      do {
        if try String.fetchOne(database, sql: "PRAGMA journal_mode") != "wal" {
          try database.execute(sql: "PRAGMA journal_mode = WAL")
        }
        return
      } catch let error as DatabaseError
        where error.resultCode == .SQLITE_BUSY && attempt < 1000
      {
        usleep(10_000)
      }
    }
  }
}
