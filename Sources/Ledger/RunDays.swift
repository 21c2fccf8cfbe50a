package import Engine
import Git
package import Hashing
import Model

/// The runs of one day, not read yet.
package struct RunDay: Hashable, Sendable {
  /// `2026-11-21`, in UTC.
  package let name: String
  /// The day's folder in each workflow's that has one.
  package let folders: [Folder]

  package struct Folder: Hashable, Sendable {
    package let workflow: String
    package let tree: ObjectID
    package let commit: ObjectID
  }
}

extension RecordsReader {
  /// The days on which runs stand in some tips, newest first; no run is read, so whoever wants the
  /// newest ones reads few trees of many.
  package func days(
    in tips: [Tip],
    workflow: String? = nil
  ) async throws(EngineError) -> [RunDay] {
    let folders = try await reading("the list of days") { repository throws(GitError) in
      var found: [String: [RunDay.Folder]] = [:]
      for tip in tips {
        for entry in try repository.list(tip.tree) where entry.isTree && Names.isValid(entry.path) {
          guard workflow == nil || workflow == entry.path else { continue }
          for day in try repository.list(entry.id) where day.isTree && Self.isDay(day.path) {
            found[day.path, default: []].append(
              RunDay.Folder(workflow: entry.path, tree: day.id, commit: tip.commit)
            )
          }
        }
      }
      return found
    }
    return folders.sorted { $0.key > $1.key }.map { RunDay(name: $0.key, folders: $0.value) }
  }

  /// The runs of a day, newest first.
  package func runs(on day: RunDay) async throws(EngineError) -> [StoredRun] {
    try await reading("the runs of \(day.name)") { repository throws(GitError) in
      var found: [StoredRun] = []
      for folder in day.folders {
        for run in try repository.list(folder.tree) where run.isTree {
          guard let id = RunID(day: day.name, name: run.path) else { continue }
          found.append(
            StoredRun(
              reference: RunReference(workflow: folder.workflow, id: id),
              tree: run.id,
              commit: folder.commit
            )
          )
        }
      }
      return try Self.newestFirst(found, repository)
    }
  }

  private static func isDay(_ text: String) -> Bool {
    let units = Array(text.utf8)
    return units.count == 10
      && units.indices.allSatisfy { position in
        position == 4 || position == 7
          ? units[position] == UInt8(ascii: "-")
          : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(units[position])
      }
  }
}
