/// What went wrong with a repository: what was tried, on what, and what was said about it.
package enum GitError: Error, Equatable, Sendable {
  /// The thing named is not there.
  case notFound(String)
  /// No repository holds this path.
  case notARepository(path: String)
  /// The branch, a full ref name, has no commit yet.
  case unborn(branch: String)
  /// A short id or a prefix fits several objects.
  case ambiguous(String)
  /// A lock file stands in the way; its age in whole seconds if it could be read.
  case locked(path: String, age: Int?)
  /// Git does not trust the owner of the repository.
  case ownership(path: String, message: String)
  /// A feature that is refused in one line.
  case unsupported(String)
  /// What is stored cannot be what was written.
  case corrupt(String, message: String)
  /// An argument cannot be used: a ref name, a path, a message.
  case invalid(String)
  /// A system call failed; `errno` tells how.
  case io(operation: String, path: String, errno: Int32)
  /// A file changed while it was read.
  case changed(path: String)
  /// The git program ended with an exit code or ran out of time.
  case program(arguments: [String], exit: Int32, message: String)
  /// Libgit2 refused for another reason: its return code, the class of its error and its text.
  case library(operation: String, code: Int32, category: Int32, message: String)
}

extension GitError {
  /// The kinds that callers tell apart; stable.
  package enum Code: String, Sendable {
    case notFound
    case notARepository
    case unborn
    case ambiguous
    case locked
    case ownership
    case unsupported
    case corrupt
    case invalid
    case noSpace
    case permission
    case io
    case changed
    case program
    case other
  }
}
