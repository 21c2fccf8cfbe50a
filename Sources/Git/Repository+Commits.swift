import CLibgit2
package import Hashing

/// Where HEAD points.
package enum Head: Equatable, Sendable {
  /// A branch, by its full ref name, and the commit at its tip.
  case branch(name: String, commit: ObjectID)
  /// A commit without a branch.
  case detached(ObjectID)
  /// A branch, by its full ref name, that has no commit yet.
  case unborn(branch: String)

  /// The commit; nil if there is none yet.
  package var commit: ObjectID? {
    switch self {
    case .branch(_, let commit), .detached(let commit): commit
    case .unborn: nil
    }
  }

  /// The full ref name of the branch; nil if detached.
  package var branch: String? {
    switch self {
    case .branch(let name, _), .unborn(let name): name
    case .detached: nil
    }
  }
}

extension Repository {
  /// What HEAD of this work tree says.
  package func head() throws(GitError) -> Head {
    let reference = try LibraryCall.own("HEAD", release: git_reference_free) {
      git_reference_lookup($0, handle.pointer, "HEAD")
    }
    guard let target = git_reference_symbolic_target(reference.pointer) else {
      guard let id = git_reference_target(reference.pointer) else { throw .notFound("HEAD") }
      return .detached(ObjectID(id.pointee))
    }
    let name = String(cString: target)
    guard let commit = try self.reference(name) else { return .unborn(branch: name) }
    return .branch(name: name, commit: commit)
  }

  /// The commit that a revision names: a branch, a tag, an id or its beginning, `HEAD~2`.
  ///
  /// Throws `unborn` for HEAD without a commit, `notFound`, `ambiguous`.
  package func resolve(_ revision: String) throws(GitError) -> ObjectID {
    var pointer: OpaquePointer?
    let code = git_revparse_single(&pointer, handle.pointer, revision)
    guard code >= 0, let pointer else {
      let failure = LibraryCall.failure(code, "revision \(revision)")
      if revision == "HEAD" || revision == "@", case .unborn(let branch) = try head() {
        throw .unborn(branch: branch)
      }
      throw failure
    }
    let object = Owned(pointer: pointer, release: git_object_free)
    let commit = try LibraryCall.own("commit \(revision)", release: git_object_free) {
      git_object_peel($0, object.pointer, GIT_OBJECT_COMMIT)
    }
    guard let id = git_object_id(commit.pointer) else { throw .notFound("revision \(revision)") }
    return ObjectID(id.pointee)
  }

  /// What a commit says; throws `notFound` if there is no such commit.
  package func commit(_ id: ObjectID) throws(GitError) -> CommitInfo {
    try database.commit(id)
  }

  /// Whether a commit can be reached from another one; a commit is its own ancestor.
  package func isAncestor(_ ancestor: ObjectID, of commit: ObjectID) throws(GitError) -> Bool {
    if ancestor == commit { return true }
    var old = ancestor.raw
    var new = commit.raw
    let code = git_graph_descendant_of(handle.pointer, &new, &old)
    try LibraryCall.check(code, "history of \(commit)")
    return code == 1
  }

  /// The best common ancestor of two commits; nil if they share none.
  package func mergeBase(_ one: ObjectID, _ two: ObjectID) throws(GitError) -> ObjectID? {
    var result = git_oid()
    var left = one.raw
    var right = two.raw
    let code = git_merge_base(&result, handle.pointer, &left, &right)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try LibraryCall.check(code, "merge base of \(one) and \(two)")
    return ObjectID(result)
  }
}

extension ObjectDatabase {
  func commit(_ id: ObjectID) throws(GitError) -> CommitInfo {
    try CommitInfo(id: id, bytes: bytes(id, as: .commit))
  }
}
