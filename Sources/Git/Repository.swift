import CLibgit2
import Hashing

/// An open repository. Its methods block, on a queue of its own, and run one after another.
///
/// Every call from outside is a hop of some microseconds: do many reads inside one `perform`.
package actor Repository {
  /// Where it is.
  package nonisolated let location: RepositoryLocation
  let executor: BlockingExecutor
  let handle: Owned
  let database: ObjectDatabase

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// Opens the repository that holds a path: a folder inside a work tree, a git directory, a bare
  /// repository.
  ///
  /// Throws `notARepository`, `ownership` or `unsupported` (SHA-256 ids, reftable refs).
  package static func discover(from path: String) throws(GitError) -> Repository {
    try Repository(path: path, flags: 0)
  }

  /// Opens a repository whose place is known; a second handle works beside the first.
  package init(at location: RepositoryLocation) throws(GitError) {
    try self.init(path: location.gitDirectory, flags: GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue)
  }

  private init(path: String, flags: UInt32) throws(GitError) {
    try Library.start()
    var pointer: OpaquePointer?
    let code = git_repository_open_ext(&pointer, path, flags, nil)
    guard code >= 0, let pointer else {
      let failure = LibraryCall.failure(code, path)
      if case .notFound = failure { throw .notARepository(path: path) }
      throw failure
    }
    handle = Owned(pointer: pointer, release: git_repository_free)
    location = RepositoryLocation(of: pointer)
    executor = BlockingExecutor(label: "git")
    database = try ObjectDatabase(of: pointer)
    try Configuration(of: pointer).refuseWhatLibraryCannotRead()
  }

  /// Does many things in one hop: the closure runs on the repository's queue and calls its
  /// methods without `await`.
  package func perform<Value: Sendable, Failure: Error>(
    _ body: @Sendable (isolated Repository) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try body(self)
  }

  /// Looks again for packs that others have written.
  package func refresh() throws(GitError) {
    try LibraryCall.check(git_odb_refresh(database.pointer), "looking for new packs")
  }
}
