import Dispatch
import Glibc
package import Hashing
import Synchronization

/// How a tree is written into a folder.
package struct CheckoutOptions: Sendable {
  /// The permissions of files, before the user's mask.
  package var fileMode: UInt32 = 0o666
  /// The permissions of executable files, before the user's mask.
  package var executableMode: UInt32 = 0o777
  /// Files and whole folders to leave out, as paths from the root of the tree.
  package var excluded: Set<String> = []
  /// Whether what stands in the way of a file is removed; otherwise that is an error.
  package var replacing = false
  /// How many threads write.
  package var threads = 2

  package init() {}

  /// Whether a path or a folder above it is left out.
  func leavesOut(_ path: String) -> Bool {
    if excluded.isEmpty { return false }
    var rest = path[...]
    while true {
      if excluded.contains(String(rest)) { return true }
      guard let slash = rest.utf8.lastIndex(of: UInt8(ascii: "/")) else { return false }
      rest = rest[..<slash]
    }
  }
}

extension Repository {
  /// Writes the files of a tree into a folder that exists, as they are stored; gives their number.
  ///
  /// No filter, hook or attribute has a say. Throws `invalid` for names that git refuses,
  /// `unsupported` for submodules and names that are not UTF-8, before anything is written; `io` (EEXIST) for what is there
  /// already. Nothing is synced.
  @discardableResult
  package nonisolated func checkOut(
    _ tree: ObjectID,
    into folder: String,
    options: CheckoutOptions = CheckoutOptions()
  ) async throws(GitError) -> Int {
    let all = try await flatten(tree)
    let entries = options.excluded.isEmpty ? all : all.filter { !options.leavesOut($0.path) }
    return try await write(entries, into: folder, options: options).count
  }

  /// Writes entries into a folder and gives what the file system says about each, in their order.
  nonisolated func write(
    _ entries: [TreeEntry],
    into folder: String,
    options: CheckoutOptions
  ) async throws(GitError) -> [stat] {
    let objects = location.objectsDirectory
    return try await Blocking.run { () throws(GitError) in
      try FileWriter.check(entries)
      let parts = entries.count < 200 ? 1 : max(1, options.threads)
      let size = (entries.count + parts - 1) / parts
      let results = Mutex<[Int: Result<[stat], GitError>]>([:])
      DispatchQueue.concurrentPerform(iterations: parts) { part in
        let range = min(part * size, entries.count)..<min((part + 1) * size, entries.count)
        let result = Result { () throws(GitError) -> [stat] in
          let writer = try FileWriter(objects: objects, folder: folder, options: options)
          var statuses: [stat] = []
          statuses.reserveCapacity(range.count)
          for entry in entries[range] { statuses.append(try writer.write(entry)) }
          return statuses
        }
        results.withLock { $0[part] = result }
      }
      var statuses: [stat] = []
      for part in 0..<parts {
        if let result = results.withLock({ $0[part] }) { statuses += try result.get() }
      }
      return statuses
    }
  }
}
