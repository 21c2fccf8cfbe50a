import Databases
package import Engine
import GRDB
import Glibc
package import Model

/// Looks into a journal that another process may write to; it is neither made nor changed.
package enum JournalReader {
  /// The records of runs whose final record is not in git, as they were when the runs began; none
  /// where there is no journal.
  package static func unrecorded(path: String) throws(EngineError) -> [RunRecord] {
    guard access(path, F_OK) == 0 else { return [] }
    do {
      return try DatabaseFile.openToRead(path).read { database in
        guard try database.tableExists("requests") else { return [] }
        return try String.fetchAll(database, sql: "SELECT record FROM requests ORDER BY rowid")
          .map { try RunRecord(json: JSONReader.parse($0)) }
      }
    } catch {
      throw EngineError("could not read the journal: \(error)")
    }
  }
}
