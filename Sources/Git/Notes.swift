package import Hashing

extension Repository {
  /// The text of a commit's note in a notes ref such as `refs/notes/weir`; nil if it has none.
  package func note(for commit: ObjectID, in ref: String) throws(GitError) -> String? {
    guard let tip = try reference(ref) else { return nil }
    let tree = try tree(of: tip)
    for path in Repository.notePaths(commit) {
      if let entry = try entry(at: path, in: tree), entry.isFile {
        return String(decoding: try blob(entry.id), as: UTF8.self)
      }
    }
    return nil
  }

  /// Sets the notes of many commits in one commit on the notes ref, and removes those that are nil.
  ///
  /// Starts again on top of what others wrote meanwhile. Gives the tip of the ref, nil if there was
  /// nothing to write and no ref.
  @discardableResult
  package func setNotes(
    _ notes: [ObjectID: String?],
    in ref: String,
    by who: Signature,
    message: String
  ) async throws(GitError) -> ObjectID? {
    while true {
      let tip = try reference(ref)
      let base = try tip.map { (id) throws(GitError) in try tree(of: id) }
      let places = try notePlaces(of: notes.keys, in: base)
      let batch = try makeBatch()
      let made = try await batch.perform { (batch) throws(GitError) -> (ObjectID, [ObjectID])? in
        var updates: [String: TreeUpdate] = [:]
        for (commit, text) in notes {
          for path in places.taken[commit] ?? [] { updates[path] = .remove }
          guard let text, let path = places.chosen[commit] else { continue }
          updates[path] = .set(mode: FileMode.file, id: try batch.addBlob(Array(text.utf8)))
        }
        let tree = try batch.updateTree(base, updates)
        if tree == base || (base == nil && tree == emptyTreeID) { return nil }
        let commit = try batch.addCommit(
          CommitDraft(
            tree: tree,
            parents: tip.map { [$0] } ?? [],
            author: who,
            committer: who,
            message: message
          )
        )
        return (commit, try batch.finish().ids)
      }
      guard let (commit, objects) = made else { return tip }
      let (outcome, missing) = try await swing(
        ref,
        from: tip,
        to: commit,
        holding: objects,
        of: batch,
        message: message,
        by: who
      )
      if let lost = missing.first { throw .notFound("object \(lost) of the notes") }
      if outcome == .done { return commit }
    }
  }

  /// Where the notes of commits stand, and where they shall: git spreads many notes over folders
  /// named after the first digits, and what it began is kept up.
  private func notePlaces(
    of commits: some Sequence<ObjectID>,
    in tree: ObjectID?
  ) throws(GitError) -> (taken: [ObjectID: [String]], chosen: [ObjectID: String]) {
    var chosen: [ObjectID: String] = [:]
    var taken: [ObjectID: [String]] = [:]
    let commits = Array(commits)
    guard let tree else {
      for commit in commits { chosen[commit] = commit.hex }
      return (taken, chosen)
    }
    let found = try entries(at: commits.flatMap { Repository.notePaths($0) }, in: tree)
    let spread = try list(tree).contains { $0.isTree && $0.path.utf8.count == 2 }
    for commit in commits {
      let paths = Repository.notePaths(commit)
      taken[commit] = paths.filter { found[$0]?.isFile == true }
      chosen[commit] = taken[commit]?.first ?? paths[spread ? 1 : 0]
    }
    return (taken, chosen)
  }

  /// The paths at which git looks for a note: flat, and spread over one, two or three folders.
  private static func notePaths(_ commit: ObjectID) -> [String] {
    let hex = commit.hex
    return (0...3).map { depth in
      let folders = (0..<depth).map { String(hex.dropFirst($0 * 2).prefix(2)) }
      return (folders + [String(hex.dropFirst(depth * 2))]).joined(separator: "/")
    }
  }
}
