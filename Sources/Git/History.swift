import CLibgit2
package import Hashing

/// A stretch of history, newest first.
package struct History: Equatable, Sendable {
  package let commits: [CommitInfo]
  /// Whether it ends at the border of a shallow clone rather than at its natural end.
  package let isCut: Bool
}

extension Repository {
  /// The commits that can be reached from one, newest first by commit time, a parent never before
  /// its child when their times are equal or in order.
  ///
  /// Stops after `limit` commits, and does not go beyond a commit for which `until` is true; that
  /// commit is the last of its line to be given.
  package func history(
    from start: ObjectID,
    firstParent: Bool = false,
    limit: Int = .max,
    until isLast: (CommitInfo) -> Bool = { _ in false }
  ) throws(GitError) -> History {
    let isShallow = git_repository_is_shallow(handle.pointer) == 1
    var commits: [CommitInfo] = []
    var isCut = false
    var seen: Set<ObjectID> = [start]
    // Sorted by time, the newest last; a line of history keeps it at one element.
    var open = [try database.commit(start)]
    while commits.count < limit, let commit = open.popLast() {
      commits.append(commit)
      if isLast(commit) { continue }
      for parent in commit.parents.prefix(firstParent ? 1 : .max)
      where seen.insert(parent).inserted {
        do {
          let info = try database.commit(parent)
          var place = open.count
          while place > 0, open[place - 1].committer.time >= info.committer.time { place -= 1 }
          open.insert(info, at: place)
        } catch {
          guard isShallow, error.code == .notFound else { throw error }
          isCut = true
        }
      }
    }
    return History(commits: commits, isCut: isCut)
  }
}
