package import Engine
import Glibc

/// The folders below `.git/weir/` of the common git directory.
package struct StateFolders: Sendable {
  /// `.git/weir`.
  package let root: String

  package init(commonDirectory: String) {
    root = commonDirectory + "/weir"
  }

  /// May be deleted at any moment: index, workspaces, parsed workflows.
  package var cache: String { root + "/cache" }
  /// Data: journal, supervisors' logs, the writer's lock.
  package var state: String { root + "/state" }
  /// Data: outputs and logs too large for git, by id.
  package var store: String { root + "/store" }

  /// Makes the folders that are missing, for their owner alone.
  package func create() throws(EngineError) {
    for folder in [root, cache, state, store] where mkdir(folder, 0o700) != 0 && errno != EEXIST {
      throw EngineError(
        "could not make \(folder): \(String(cString: strerror(errno)))",
        hint: "check the rights and the room of the git directory"
      )
    }
  }

  /// The path of a stored object: two digits, then the others.
  package func stored(_ hex: String) -> String {
    "\(store)/\(hex.prefix(2))/\(hex.dropFirst(2))"
  }
}
