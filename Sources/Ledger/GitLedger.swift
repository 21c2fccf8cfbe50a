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
    /// How often a person asked for the end; asked while a record waits for a branch, it waits no
    /// longer.
    package var interrupts: @Sendable () -> Int

    package init(
      settings: RecordSettings,
      place: RecordsPlace,
      committer: (name: String, email: String) = ("Weir", "weir@localhost"),
      notify: @escaping @Sendable (String) -> Void = { _ in },
      interrupts: @escaping @Sendable () -> Int = { 0 }
    ) {
      self.settings = settings
      self.place = place
      self.committer = committer
      self.notify = notify
      self.interrupts = interrupts
    }
  }

  let repository: Repository
  let contents: RunContents
  let folders: StateFolders
  let writers: WriterQueue
  let options: Options
  private let clock: any WallClock
  /// Where records go; another place than wished once the branch cannot be had.
  var place: RecordsPlace
  var writer: RunFolderWriter?
  /// What no commit holds yet.
  var pending: [String: TreeUpdate] = [:]
  /// The last commit of this run's record.
  var standing: ObjectID?
  /// When a run in progress was committed last, and how many rows its record had then.
  private var lastCommit: (at: Timestamp, rows: Int)?

  /// `writers`: shared by all ledgers of this process that write to the repository.
  package init(
    repository: Repository,
    contents: RunContents,
    folders: StateFolders,
    writers: WriterQueue,
    options: Options,
    clock: any WallClock
  ) {
    self.repository = repository
    self.contents = contents
    self.folders = folders
    self.writers = writers
    self.options = options
    place = options.place
    self.clock = clock
  }

  package func hold(_ run: RunRecord) async throws(EngineError) {
    guard let source = ObjectID(hex: run.source.commit) else { return }
    let who = signature()
    try await swapping(RecordsPlace.sourcesRef) { repository, tip throws(GitError) in
      if let tip, try repository.commit(tip).parents.contains(source) { return nil }
      if let tip, try repository.isAncestor(source, of: tip) { return nil }
      return CommitDraft(
        tree: emptyTreeID,
        parents: (tip.map { [$0] } ?? []) + [source],
        author: who,
        committer: who,
        message: "weir: sources\n"
      )
    }
  }

  /// A file of rows that is not full is written again by the next commit, so that the more it holds
  /// the longer the next one waits.
  package func progressStart(rows: Int) -> Int? {
    guard let lastCommit else { return 0 }
    let again = lastCommit.rows % RunFolderWriter.rowsPerFile
    let pause = options.settings.interval.wholeMilliseconds * Int64(1 + again / 500)
    guard clock.now().since(lastCommit.at).wholeMilliseconds >= pause else { return nil }
    return lastCommit.rows - again
  }

  package func commitProgress(_ snapshot: RunSnapshot) async throws(EngineError) -> Bool {
    let (now, rows) = (clock.now(), lastCommit?.rows ?? 0)
    lastCommit = (now, rows)
    guard try await commit(snapshot, isFinal: false) != nil else { return false }
    lastCommit = (now, snapshot.firstRow + snapshot.rows.count)
    return true
  }

  package func commitEnd(_ snapshot: RunSnapshot) async throws(EngineError) -> RecordedRun {
    let commit = try await commit(snapshot, isFinal: true)
    var recorded = RecordedRun(commit: commit?.hex, ref: place.ref)
    guard snapshot.run.status.isFinal else { return recorded }
    do throws(EngineError) {
      try await note(snapshot)
    } catch {
      // The record is safe; notes follow from it and can be made again.
      recorded.notices.append("\(error.message); weir reindex makes the notes anew")
    }
    return recorded
  }

  private func note(_ snapshot: RunSnapshot) async throws(EngineError) {
    guard let source = ObjectID(hex: snapshot.run.source.commit) else { return }
    let who = signature()
    do throws(GitError) {
      let old = try await repository.note(for: source, in: RecordsPlace.notesRef)
      let text = RunNotes.adding(snapshot.run, duration: snapshot.duration, to: old)
      try await repository.setNotes(
        [source: text],
        in: RecordsPlace.notesRef,
        by: who,
        message: "weir: notes\n"
      )
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
        let (commit, objects) = try await batch.perform { batch throws(GitError) in
          if made.tree == emptyTreeID { try batch.add(.tree, []) }
          let commit = try batch.addCommit(made)
          return (commit, try batch.finish().ids)
        }
        let (outcome, missing) = try await repository.swing(
          ref,
          from: tip,
          to: commit,
          holding: objects,
          of: batch,
          message: "weir",
          by: who
        )
        if let lost = missing.first { throw .notFound("object \(lost) of \(ref)") }
        if outcome == .done { return }
      } catch {
        throw EngineError("write \(ref)", error)
      }
    }
  }

  /// Waits until this ledger is the one writer of the repository, and says so if it takes time.
  func lock() async throws(EngineError) -> WriterLock {
    try await writers.take {
      options.notify("another weir process is recording; waiting for it")
    }
  }

  func git<Value: Sendable>(
    _ what: String,
    _ body: @Sendable (isolated Repository) throws(GitError) -> Value
  ) async throws(EngineError) -> Value {
    do throws(GitError) {
      return try await repository.perform(body)
    } catch {
      throw EngineError(what, error)
    }
  }

  func signature() -> Signature {
    Signature(
      name: options.committer.name,
      email: options.committer.email,
      time: clock.now().milliseconds / 1000
    )
  }

  /// The author of a record is who asked for the run.
  func author(of run: RunRecord) -> Signature { author(run.trigger.by) }

  /// Takes `Name <email>` apart.
  func author(_ by: String) -> Signature {
    guard let open = by.lastIndex(of: "<"), by.hasSuffix(">") else {
      return Signature(name: by, email: "", time: clock.now().milliseconds / 1000)
    }
    let name = by[..<open].trimmingPrefix { $0 == " " }
    return Signature(
      name: String(name.reversed().drop { $0 == " " }.reversed()),
      email: String(by[by.index(after: open)...].dropLast()),
      time: clock.now().milliseconds / 1000
    )
  }
}
