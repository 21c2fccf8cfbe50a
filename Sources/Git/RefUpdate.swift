import CLibgit2
import Glibc
package import Hashing

/// What became of a compare-and-swap on a ref.
package enum RefOutcome: Equatable, Sendable {
  case done
  /// It points elsewhere than expected: there, or nowhere if nil. Nothing was changed.
  case stale(actual: ObjectID?)
}

extension Repository {
  /// Moves a ref from one object to another, or makes it when `old` is nil, and writes its reflog.
  ///
  /// The new object must be in the repository. A lock is waited for up to two seconds; then
  /// `locked` is thrown. Throws `invalid` for a name that git refuses.
  package func updateRef(
    _ name: String,
    from old: ObjectID?,
    to new: ObjectID,
    message: String,
    by who: Signature
  ) throws(GitError) -> RefOutcome {
    guard try Repository.isValidReference(name) else { throw .invalid("\(name) is no ref name") }
    let log = try RefLog(of: name, in: location, configuration: Configuration(of: handle.pointer))
    if log.keeper == .libraryOnceThere {
      try LibraryCall.check(
        git_reference_ensure_log(handle.pointer, name),
        "making the reflog of \(name)"
      )
    }
    try LibraryCall.check(
      git_repository_set_ident(handle.pointer, who.name, who.email),
      "identity \(who.line)"
    )
    let text = RefLog.line(message)
    var expected = (old ?? .zero).raw
    var target = new.raw
    let outcome = try retryingLocks(name) { () throws(GitError) in
      var reference: OpaquePointer?
      let code = git_reference_create_matching(
        &reference,
        handle.pointer,
        name,
        &target,
        1,
        &expected,
        text
      )
      git_reference_free(reference)
      return code
    }
    guard outcome else { return .stale(actual: try self.reference(name)) }
    if log.keeper == .us { try log.append(from: old, to: new, message: text, by: who) }
    return .done
  }

  /// Deletes a ref if it points where expected; a ref that is not there is `stale(nil)`.
  package func deleteRef(_ name: String, expecting old: ObjectID) throws(GitError) -> RefOutcome {
    guard try Repository.isValidReference(name) else { throw .invalid("\(name) is no ref name") }
    var actual: ObjectID?
    let outcome = try retryingLocks(name) { () throws(GitError) in
      var pointer: OpaquePointer?
      let found = git_reference_lookup(&pointer, handle.pointer, name)
      guard found >= 0, let pointer else {
        actual = nil
        return found == GIT_ENOTFOUND.rawValue ? GIT_EMODIFIED.rawValue : found
      }
      let reference = Owned(pointer: pointer, release: git_reference_free)
      actual = git_reference_target(reference.pointer).map { ObjectID($0.pointee) }
      // The library compares again with what it has just read, under the lock.
      return actual == old ? git_reference_delete(reference.pointer) : GIT_EMODIFIED.rawValue
    }
    return outcome ? .done : .stale(actual: actual == old ? try reference(name) : actual)
  }

  /// Repeats a call while a lock file is in its way; true when done, false when the ref was not as
  /// expected.
  private func retryingLocks(
    _ name: String,
    _ call: () throws(GitError) -> Int32
  ) throws(GitError) -> Bool {
    var waited: UInt32 = 0
    var pause: UInt32 = 1000
    while true {
      let code = try call()
      if code == GIT_EMODIFIED.rawValue { return false }
      guard code == GIT_ELOCKED.rawValue else {
        try LibraryCall.check(code, "ref \(name)")
        return true
      }
      guard waited < 2_000_000 else { throw lockFailure(name) }
      let jittered = UInt32.random(in: pause / 2...pause)
      usleep(jittered)
      waited += jittered
      pause = min(pause * 2, 100_000)
    }
  }

  private func lockFailure(_ name: String) -> GitError {
    let candidates = [name, "packed-refs"].map { "\(location.commonDirectory)/\($0).lock" }
    for path in candidates {
      var status = stat()
      if lstat(path, &status) == 0 {
        return .locked(path: path, age: max(0, time(nil) - status.st_mtim.tv_sec))
      }
    }
    return .locked(path: candidates[0], age: nil)
  }
}
