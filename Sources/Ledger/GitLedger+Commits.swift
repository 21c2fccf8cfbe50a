import Engine
import Git
import Hashing
import Model

extension GitLedger {
  /// A commit before its parent is known.
  struct TreeDraft: Sendable {
    let updates: [String: TreeUpdate]
    let author: Signature
    let committer: Signature
    let message: String
  }

  /// What became of one try to write a commit.
  enum Written: Equatable {
    case done(ObjectID)
    /// The tip has moved on.
    case stale
    /// The branch that ran cannot be written at this moment.
    case busy(BranchObstacle)
    /// The branch that ran cannot take it, for this reason, which does not pass.
    case refused(String)
  }

  /// Writes what is known of a run; nil if its branch is busy and the record is not the final one,
  /// for which it waits.
  func commit(_ snapshot: RunSnapshot, isFinal: Bool) async throws(EngineError) -> ObjectID? {
    var writer =
      self.writer
      ?? RunFolderWriter(
        batch: contents.batch,
        folders: folders,
        settings: options.settings,
        run: snapshot.run.reference,
        place: place
      )
    let updates = try await writer.updates(for: snapshot, total: snapshot.taskCount)
    self.writer = writer
    pending.merge(updates) { _, new in new }
    var patience = BranchPatience(
      branch: place.shortName,
      isEndless: isFinal,
      notify: options.notify,
      interrupts: options.interrupts
    )
    while true {
      switch try await attempt(snapshot, isFinal: isFinal, inside: patience.isTried) {
      case .done(let commit):
        pending = [:]
        standing = commit
        return commit
      case .stale: continue
      case .refused(let reason):
        try await leaveBranch(snapshot.run.reference, because: reason)
      case .busy(let obstacle):
        if await patience.wait(for: obstacle) { continue }
        guard isFinal else { return nil }
        try await leaveBranch(
          snapshot.run.reference,
          because: "the wait for \(place.shortName) was ended"
        )
      }
    }
  }

  /// One try, as the one writer of the repository.
  private func attempt(
    _ snapshot: RunSnapshot,
    isFinal: Bool,
    inside: Bool
  ) async throws(EngineError) -> Written {
    let lock = try await lock()
    defer { writers.release(lock) }
    let place = place
    let tip = try await git("read \(place.shortName)") { repository throws(GitError) in
      try repository.reference(place.ref)
    }
    let reader = RecordsReader(repository: repository, place: place)
    var updates = pending
    if let merged = try await decided(snapshot.run, tip: tip) {
      updates["\(place.prefix)\(snapshot.run.reference.folder)/run.json"] = merged
    }
    if isFinal {
      let publishing = Publishing(reader: reader, place: place)
      for (path, update) in try await publishing.updates(for: snapshot, tip: tip) {
        updates[path] = update
      }
    }
    let committer = signature()
    let written = try await write(
      TreeDraft(
        updates: updates,
        author: author(of: snapshot.run),
        committer: committer,
        message: CommitMessage.text(for: snapshot.run, duration: snapshot.duration)
      ),
      on: tip,
      inside: inside
    )
    if isFinal, case .done = written {
      let removal = RunRemoval(reader: reader, keep: options.settings.keep)
      try await removal.run(committer: committer, ledger: self)
    }
    return written
  }

  /// Writes one commit on top of a tip; on a branch that holds source too, on top of whatever its
  /// tip is by then.
  func write(
    _ draft: TreeDraft,
    on tip: ObjectID?,
    inside: Bool = false
  ) async throws(EngineError) -> Written {
    let (written, objects, pack): (Written, [ObjectID], String?)
    var missing: [ObjectID] = []
    do throws(GitError) {
      (written, objects, pack) =
        place.isShared ? try await put(draft, inside) : try await swap(draft, on: tip)
      if case .done = written {
        missing = try await repository.rescue(objects, from: contents.batch)
      }
    } catch {
      throw EngineError("commit the record on \(place.shortName)", error)
    }
    guard missing.isEmpty else {
      throw EngineError(
        "\(missing.count) objects of the record vanished while it was written",
        hint: "a git gc --prune=now ran at that moment; run the workflow again"
      )
    }
    if let pack {
      try await PackUpkeep(repository: repository, folders: folders).made(pack)
    }
    return written
  }

  /// A commit on a ref that is Weir's own.
  private func swap(
    _ draft: TreeDraft,
    on tip: ObjectID?
  ) async throws(GitError) -> (Written, [ObjectID], pack: String?) {
    let base = try await repository.perform { repository throws(GitError) in
      try tip.map { tip throws(GitError) in try repository.tree(of: tip) }
    }
    let (commit, result) = try await contents.batch.perform { batch throws(GitError) in
      let tree = try batch.updateTree(base, draft.updates)
      let commit = try batch.addCommit(
        CommitDraft(
          tree: tree,
          parents: tip.map { [$0] } ?? [],
          author: draft.author,
          committer: draft.committer,
          message: draft.message
        )
      )
      return (commit, try batch.finish())
    }
    let subject = String(draft.message.prefix { $0 != "\n" })
    let (outcome, _) = try await repository.swing(
      place.ref,
      from: tip,
      to: commit,
      holding: result.ids,
      of: contents.batch,
      message: subject,
      by: draft.committer
    )
    return (outcome == .done ? .done(commit) : .stale, result.ids, result.pack)
  }

  /// A commit on the branch that ran.
  private func put(
    _ draft: TreeDraft,
    _ inside: Bool
  ) async throws(GitError) -> (Written, [ObjectID], pack: String?) {
    let result = try await contents.batch.finish()
    let change = BranchChange(
      updates: draft.updates,
      author: draft.author,
      committer: draft.committer,
      message: draft.message
    )
    do throws(GitError) {
      let claim = folders.state + "/commit-in-progress"
      let outcome = try await repository.commit(
        change,
        to: place.ref,
        claims: [claim],
        inside: inside
      )
      switch outcome {
      case .done(let commit, let objects):
        return (.done(commit), result.ids + objects, result.pack)
      case .busy(let obstacle): return (.busy(obstacle), [], result.pack)
      case .gone: return (.refused("\(place.shortName) is gone"), [], result.pack)
      }
    } catch {
      guard [.unsupported, .invalid].contains(error.code) else { throw error }
      return (.refused("\(place.shortName) cannot take it: \(error)"), [], result.pack)
    }
  }

  /// Takes the record to the branch of all other records, with what of it stands already.
  private func leaveBranch(
    _ run: RunReference,
    because reason: String
  ) async throws(EngineError) {
    let old = place
    place = RecordsPlace(.same, sourceBranch: nil)
    writer?.move(to: place)
    var moved: [String: TreeUpdate] = [:]
    if let standing {
      let tree = try await git("read the record of \(run)") { repository throws(GitError) in
        try repository.entry(at: old.prefix + run.folder, in: repository.tree(of: standing))
      }
      if let tree { moved[place.prefix + run.folder] = .setTree(tree.id) }
    }
    for (path, update) in pending {
      moved[place.prefix + path.dropFirst(old.prefix.count)] = update
    }
    pending = moved
    options.notify("\(reason); the run is recorded on \(place.shortName)")
  }
}
