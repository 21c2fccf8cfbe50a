import Glibc
package import Hashing

/// A commit that shall go on top of a branch, wherever that is when it is made.
package struct BranchChange: Sendable {
  package var updates: [String: TreeUpdate]
  package var author: Signature
  package var committer: Signature
  package var message: String

  package init(
    updates: [String: TreeUpdate],
    author: Signature,
    committer: Signature,
    message: String
  ) {
    self.updates = updates
    self.author = author
    self.committer = committer
    self.message = message
  }
}

/// What became of a commit on a branch.
package enum BranchOutcome: Equatable, Sendable {
  /// It stands, made of these objects.
  case done(ObjectID, objects: [ObjectID])
  /// Nothing was changed, for this reason, which passes.
  case busy(BranchObstacle)
  /// There is no such branch.
  case gone
}

/// Why nothing can be put on a branch at this moment.
package enum BranchObstacle: Hashable, Sendable {
  /// A git command is at work in a work tree.
  case command(process: Int32, name: String)
  /// A lock file stands; its age in seconds.
  case lock(path: String, age: Int)
  /// The user has begun something, such as `a merge`, in this folder.
  case operation(String, folder: String)
  /// The user has changed a path that the commit changes too.
  case changed(path: String, folder: String)
  /// Somebody was faster: it can be tried again at once.
  case raced

  /// Waits until it may have passed, at most so long.
  package func wait(milliseconds: Int32) async {
    let process: Int32? = if case .command(let id, _) = self { id } else { nil }
    try? await Blocking.run { () throws(GitError) in
      if let process {
        _ = GitProcesses.awaitExit(of: process, milliseconds: milliseconds)
      } else {
        usleep(UInt32(milliseconds) * 1000)
      }
    }
  }
}

extension Repository {
  /// Puts a commit on top of a branch; where that is checked out, index and files follow.
  ///
  /// Only the changed paths follow, and no command of the user's fails because of it.
  ///
  /// The objects that the updates name must be in the repository. Where a branch is checked out the
  /// steps are: prepare; keep git commands from beginning (`HeadGuard`); look again; put the files in
  /// place; then, one right after the other, rename the new index over the old one and the ref's lock
  /// over the ref. A crash between those two leaves an index that has the new paths staged: the
  /// commit can be made again then, and a user's commit takes them along. One call at a time in a
  /// repository, and nothing in this process may wait for HEAD meanwhile.
  ///
  /// `claims` are files that hold the number of a process which says that it is committing. Throws
  /// `unsupported` for an index that libgit2 cannot write, `invalid` for paths that need a folder
  /// where the branch has a file.
  ///
  /// With `inside` the commit is made only when git commands wait: they do so for longer, but somebody
  /// who commits again and again cannot make it useless before it is there.
  package nonisolated func commit(
    _ change: BranchChange,
    to branch: String,
    claims: [String] = [],
    inside: Bool = false
  ) async throws(GitError) -> BranchOutcome {
    // A handle of its own: nobody else's work waits before or behind it.
    let own = try Repository(at: location)
    return try await own.carryOut(change, BranchSwap(branch, claims, own.location), inside)
  }

  private func carryOut(
    _ change: BranchChange,
    _ swap: BranchSwap,
    _ inside: Bool
  ) async throws(GitError) -> BranchOutcome {
    let places = try workPlaces()
    var holders: [WorkPlace] = []
    for place in places where try place.holds(swap.ref.name) { holders.append(place) }
    if let obstacle = try swap.obstacle(in: places, holders) { return .busy(obstacle) }
    if let process = GitProcesses.first(in: places, holders: holders) {
      return .busy(.command(process: process.id, name: process.name))
    }
    guard let tip = try swap.ref.read() else { return .gone }
    let folder = try SwapFolder(for: swap.ref.name, in: location)
    let updates = try placeUpdates(holders, folder)
    var known: BranchSwap.Draft?
    if !inside {
      let draft = try await draft(of: change, on: tip)
      for update in updates {
        if let obstacle = try update.prepare(draft.changes) { return .busy(obstacle) }
      }
      try folder.write(draft.commit, draft.sharing)
      known = draft
    }

    let door = try HeadGuard(over: places)
    defer { door.open() }
    if let process = GitProcesses.first(in: places, holders: holders) {
      return .busy(.command(process: process.id, name: process.name))
    }
    guard door.shut() else { return .busy(.raced) }
    for place in places {
      let branch = WorkPlace.branch(inHead: try door.head(of: place))
      let holds = place.root != nil && branch == swap.ref.name
      if holds != holders.contains(place) { return .busy(.raced) }
    }
    if let obstacle = try swap.obstacle(in: places, holders) { return .busy(obstacle) }
    guard let now = try swap.ref.read() else { return .gone }
    let draft: BranchSwap.Draft
    if let known, known.tip == now {
      draft = known
    } else {
      draft = try await self.draft(of: change, on: now)
      try folder.write(draft.commit, draft.sharing)
    }
    for update in updates {
      if let obstacle = try update.prepare(draft.changes) { return .busy(obstacle) }
    }
    if let obstacle = try swap.run(updates, draft, folder, door) { return .busy(obstacle) }
    swap.writeLogs(draft, change, holders)
    door.open()
    try swap.ref.sync()
    for update in updates { update.finish() }
    return .done(draft.commit, objects: draft.objects)
  }

  private func draft(
    of change: BranchChange,
    on tip: ObjectID
  ) async throws(GitError) -> BranchSwap.Draft {
    let base = try tree(of: tip)
    let batch = try makeBatch()
    let (tree, commit, objects) = try await batch.perform { (batch) throws(GitError) in
      let tree = try batch.updateTree(base, change.updates)
      let commit = try batch.addCommit(
        CommitDraft(
          tree: tree,
          parents: [tip],
          author: change.author,
          committer: change.committer,
          message: change.message
        )
      )
      return (tree, commit, try batch.finish().ids)
    }
    try refresh()
    let changes = try diff(base, tree)
    if let lost = BranchSwap.firstLost(changes, change.updates) {
      throw .invalid("the branch has a file \(lost) where a folder is needed, or the reverse")
    }
    return BranchSwap.Draft(
      tip: tip,
      commit: commit,
      objects: objects,
      changes: changes,
      sharing: SharedPermissions(setting: try configString("core.sharedrepository"))
    )
  }

  private func placeUpdates(
    _ holders: [WorkPlace],
    _ folder: SwapFolder
  ) throws(GitError) -> [PlaceUpdate] {
    let settings = PlaceUpdate.Settings(
      trustsMode: try configBool("core.filemode") ?? true,
      objects: location.objectsDirectory
    )
    var updates: [PlaceUpdate] = []
    for place in holders {
      guard let root = place.root else { continue }
      updates.append(try PlaceUpdate(place, root: root, in: folder, settings))
    }
    return updates
  }
}
