package import Engine
package import Git

extension EngineError {
  /// What git said, as the engine's callers know errors.
  package init(_ what: String, _ error: GitError) {
    self.init("could not \(what): \(error)", hint: error.hint)
  }
}

extension GitError {
  /// What helps, where something does.
  package var hint: String? {
    switch code {
    case .noSpace: "make room on the disk and try again"
    case .permission: "check who owns the git directory"
    case .locked: "another git process may be running; if none is, remove the lock file"
    case .ownership: "git config --global --add safe.directory PATH, with the path above"
    case .notARepository: "run this inside a git repository, or name one with -C"
    case .unborn: "commit something first"
    default: nil
    }
  }
}
