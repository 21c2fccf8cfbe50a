package import Engine
package import Git
import Hashing
package import Model

/// Writes the records of runs as commits; one process at a time, by compare-and-swap.
package actor GitLedger: RunLedger {
  /// What a ledger needs to know of its surroundings.
  package struct Options: Sendable {
    package var settings: RecordSettings
    package var place: RecordsPlace
    /// Name and address of the committer, which is Weir.
    package var committer: (name: String, email: String)
    /// Told what a person should know, such as that another process holds the lock.
    package var notify: @Sendable (String) -> Void

    package init(
      settings: RecordSettings, place: RecordsPlace,
      committer: (name: String, email: String) = ("Weir", "weir@localhost"),
      notify: @escaping @Sendable (String) -> Void = { _ in }
    ) {
      self.settings = settings
      self.place = place
      self.committer = committer
      self.notify = notify
    }
  }

  private let repository: Repository
  private let contents: RunContents
  private let folders: StateFolders
  private let options: Options
  private let clock: any WallClock
  private var writer: RunFolderWriter?
  private var lastCommit: Timestamp?
  private var isPersistent = false

  package init(
    repository: Repository, contents: RunContents, folders: StateFolders, options: Options,
    clock: any WallClock
  ) {
    self.repository = repository
    self.contents = contents
    self.folders = folders
    self.options = options
    self.clock = clock
  }

  package func hold(_ run: RunRecord) async throws(EngineError) {
    guard let source = ObjectID(hex: run.source.commit) else { return }
    let who = signature()
    try await swapping(RecordsPlace.sourcesRef) { repository, tip throws(GitError) in
      if let tip, try repository.commit(tip).parents.contains(source) { return nil }
      if let tip, try repository.isAncestor(source, of: tip) { return nil }
      return CommitDraft(
        tree: emptyTreeID, parents: (tip.map { [$0] } ?? []) + [source], author: who,
        committer: who, message: "weir: sources\n")
    }
  }

  package func commitProgress(_ snapshot: RunSnapshot) async throws(EngineError) {
    let now = clock.now()
    let step = options.settings.interval.wholeMilliseconds * Int64(1 + snapshot.rows.count / 5000)
    if let lastCommit, now.since(lastCommit).wholeMilliseconds < step { return }
    lastCommit = now
    _ = try await commit(snapshot, isFinal: false)
  }

  package func commitEnd(_ snapshot: RunSnapshot) async throws(EngineError) -> RecordedRun {
    let commit = try await commit(snapshot, isFinal: true)
    try await note(snapshot)
    return RecordedRun(commit: commit.hex, ref: options.place.ref)
  }

  // MARK: - Commits

  private func commit(
    _ snapshot: RunSnapshot, isFinal: Bool
  ) async throws(EngineError) -> ObjectID {
    let lock = try WriterLock(at: folders.state + "/writer.lock") {
      options.notify("another weir process is recording; waiting for it")
    }
    defer { lock.release() }
    var writer =
      self.writer
      ?? RunFolderWriter(
        batch: contents.batch, folders: folders, settings: options.settings,
        run: snapshot.run.reference, place: options.place)
    let updates = try await writer.updates(for: snapshot, total: snapshot.rows.count)
    self.writer = writer
    let reader = RecordsReader(repository: repository, place: options.place)
    let publishing = Publishing(reader: reader, place: options.place)
    let removal = RunRemoval(reader: reader, keep: options.settings.keep)
    let message = CommitMessage.text(for: snapshot.run, duration: snapshot.duration)
    let (author, committer) = (self.author(of: snapshot.run), signature())
    while true {
      let tip = try await git("read \(options.place.shortName)") { repository throws(GitError) in
        try repository.reference(self.options.place.ref)
      }
      var all = updates
      if isFinal {
        for (path, update) in try await publishing.updates(for: snapshot, tip: tip) {
          all[path] = update
        }
      }
      let draft = TreeDraft(
        updates: all, author: author, committer: committer, message: message)
      if let done = try await write(draft, on: tip) {
        if isFinal { try await removal.run(committer: committer, ledger: self) }
        return done
      }
    }
  }

  /// A commit before its parent is known.
  struct TreeDraft: Sendable {
    let updates: [String: TreeUpdate]
    let author: Signature
    let committer: Signature
    let message: String
  }

  /// Writes one commit on top of a tip; nil if the tip is no longer the tip.
  func write(_ draft: TreeDraft, on tip: ObjectID?) async throws(EngineError) -> ObjectID? {
    let (commit, missing, pack): (ObjectID?, Int, String?)
    do throws(GitError) {
      (commit, missing, pack) = try await swap(draft, on: tip)
    } catch {
      throw EngineError("commit the record on \(options.place.shortName)", error)
    }
    guard missing == 0 else {
      throw EngineError(
        "\(missing) objects of the record vanished while it was written",
        hint: "a git gc --prune=now ran at that moment; run the workflow again")
    }
    if let pack {
      try await PackUpkeep(repository: repository, folders: folders).made(pack)
    }
    return commit
  }

  /// The commit, nil if the tip has moved on, and how many of its objects are gone already.
  private func swap(
    _ draft: TreeDraft, on tip: ObjectID?
  ) async throws(GitError) -> (commit: ObjectID?, missing: Int, pack: String?) {
    let base = try await repository.perform { repository throws(GitError) in
      try tip.map { tip throws(GitError) in try repository.tree(of: tip) }
    }
    let (commit, result) = try await contents.batch.perform { batch throws(GitError) in
      let tree = try batch.updateTree(base, draft.updates)
      let commit = try batch.addCommit(
        CommitDraft(
          tree: tree, parents: tip.map { [$0] } ?? [], author: draft.author,
          committer: draft.committer, message: draft.message))
      return (commit, try batch.finish())
    }
    let subject = String(draft.message.prefix { $0 != "\n" })
    let outcome = try await repository.updateRef(
      options.place.ref, from: tip, to: commit, message: subject, by: draft.committer)
    guard outcome == .done else { return (nil, 0, result.pack) }
    return (commit, try await repository.missing(among: result.ids).count, result.pack)
  }

  private func note(_ snapshot: RunSnapshot) async throws(EngineError) {
    guard let source = ObjectID(hex: snapshot.run.source.commit) else { return }
    let who = signature()
    do throws(GitError) {
      let old = try await repository.note(for: source, in: RecordsPlace.notesRef)
      let text = RunNotes.adding(snapshot.run, duration: snapshot.duration, to: old)
      try await repository.setNotes(
        [source: text], in: RecordsPlace.notesRef, by: who, message: "weir: notes\n")
    } catch {
      throw EngineError("note the run under \(source.short)", error)
    }
  }

  // MARK: - Helpers

  /// Makes a commit on a ref of Weir's own until the swap succeeds; no draft, nothing to do.
  private func swapping(
    _ ref: String,
    _ draft: @Sendable (isolated Repository, ObjectID?) throws(GitError) -> CommitDraft?
  ) async throws(EngineError) {
    let who = signature()
    while true {
      do throws(GitError) {
        let (tip, made) = try await repository.perform { repository throws(GitError) in
          let tip = try repository.reference(ref)
          return (tip, try draft(repository, tip))
        }
        guard let made else { return }
        let batch = try await repository.makeBatch()
        let commit = try await batch.perform { batch throws(GitError) in
          if made.tree == emptyTreeID { try batch.add(.tree, []) }
          let commit = try batch.addCommit(made)
          _ = try batch.finish()
          return commit
        }
        let outcome = try await repository.updateRef(
          ref, from: tip, to: commit, message: "weir", by: who)
        if outcome == .done { return }
      } catch {
        throw EngineError("write \(ref)", error)
      }
    }
  }

  private func git<Value: Sendable>(
    _ what: String, _ body: @Sendable (isolated Repository) throws(GitError) -> Value
  ) async throws(EngineError) -> Value {
    do throws(GitError) {
      return try await repository.perform(body)
    } catch {
      throw EngineError(what, error)
    }
  }

  private func signature() -> Signature {
    Signature(
      name: options.committer.name, email: options.committer.email,
      time: clock.now().milliseconds / 1000)
  }

  /// The author of a record is who asked for the run.
  private func author(of run: RunRecord) -> Signature {
    let by = run.trigger.by
    guard let open = by.lastIndex(of: "<"), by.hasSuffix(">") else {
      return Signature(name: by, email: "", time: clock.now().milliseconds / 1000)
    }
    let name = by[..<open].trimmingPrefix { $0 == " " }
    return Signature(
      name: String(name.reversed().drop { $0 == " " }.reversed()),
      email: String(by[by.index(after: open)...].dropLast()),
      time: clock.now().milliseconds / 1000)
  }
}
