package import Engine
package import Git
package import Hashing
package import Model

/// Reads records from git alone: no index, no journal.
package struct RecordsReader: Sendable {
  package let repository: Repository
  package let place: RecordsPlace

  package init(repository: Repository, place: RecordsPlace) {
    self.repository = repository
    self.place = place
  }

  /// The commit at the tip of the records, and the tree that holds the workflows' folders.
  package struct Tip: Hashable, Sendable {
    package let commit: ObjectID
    package let tree: ObjectID

    package init(commit: ObjectID, tree: ObjectID) {
      self.commit = commit
      self.tree = tree
    }
  }

  /// The newest records; nil if there are none.
  package func tip() async throws(EngineError) -> Tip? {
    let place = place
    return try await reading("the tip of \(place.shortName)") { repository throws(GitError) in
      guard let commit = try repository.reference(place.ref) else { return nil }
      return try Self.tip(at: commit, place, repository)
    }
  }

  /// Every run in a tree, newest first, with the id of its folder.
  package func runs(
    in tip: Tip,
    workflow: String? = nil
  ) async throws(EngineError) -> [StoredRun] {
    try await reading("the list of runs") { repository throws(GitError) in
      var found: [StoredRun] = []
      for entry in try repository.list(tip.tree) where entry.isTree && Names.isValid(entry.path) {
        guard workflow == nil || workflow == entry.path else { continue }
        for day in try repository.list(entry.id) where day.isTree {
          for run in try repository.list(day.id) where run.isTree {
            guard let id = RunID(day: day.path, name: run.path) else { continue }
            found.append(
              StoredRun(
                reference: RunReference(workflow: entry.path, id: id),
                tree: run.id,
                commit: tip.commit
              )
            )
          }
        }
      }
      return try Self.newestFirst(found, repository)
    }
  }

  /// Runs that left the tip and stand in history, newest first.
  package func removedRuns(before tip: Tip) async throws(EngineError) -> [StoredRun] {
    let place = place
    let earlier = try await reading("the history of runs") { repository throws(GitError) in
      var earlier: [Tip] = []
      for commit in try repository.history(from: tip.commit, firstParent: true).commits
      where commit.trailer("Weir-Removed") != nil {
        guard let parent = commit.parents.first,
          let tip = try Self.tip(at: parent, place, repository)
        else { continue }
        earlier.append(tip)
      }
      return earlier
    }
    var seen: Set<RunReference> = []
    for run in try await runs(in: tip) { seen.insert(run.reference) }
    var found: [StoredRun] = []
    for tip in earlier {
      for run in try await runs(in: tip) where seen.insert(run.reference).inserted {
        found.append(run)
      }
    }
    return try await newestFirst(found)
  }

  /// Runs of several places in order, the newest first.
  package func newestFirst(_ runs: [StoredRun]) async throws(EngineError) -> [StoredRun] {
    try await reading("the records of runs") { repository throws(GitError) in
      try Self.newestFirst(runs, repository)
    }
  }

  /// `run.json` of many runs, in their order.
  package func records(of runs: [StoredRun]) async throws(EngineError) -> [RunRecord] {
    let texts = try await reading("run.json") { repository throws(GitError) in
      try runs.map { run throws(GitError) in try Self.file("run.json", of: run, repository) ?? [] }
    }
    var records: [RunRecord] = []
    for (run, text) in zip(runs, texts) {
      do {
        records.append(try RunRecord(json: JSONReader.parse(text)))
      } catch {
        throw EngineError(
          "the record of \(run.reference) cannot be read: \(error)",
          hint: "weir verify tells more"
        )
      }
    }
    return records
  }

  /// The rows of a run, in the order of its record.
  package func rows(of run: StoredRun) async throws(EngineError) -> [TaskRow] {
    let texts = try await reading("the tasks of \(run.reference)") { repository throws(GitError) in
      var texts: [[UInt8]] = []
      while let text = try Self.file(
        texts.isEmpty ? "tasks.jsonl" : "tasks.\(texts.count).jsonl",
        of: run,
        repository
      ) {
        texts.append(text)
      }
      return texts
    }
    var rows: [TaskRow] = []
    for text in texts {
      do throws(RecordError) {
        rows += try TaskRow.parse(lines: text)
      } catch {
        throw EngineError("the tasks of \(run.reference) cannot be read: \(error)")
      }
    }
    return rows
  }

  /// A file of a run's folder; nil if it has none at that path.
  package func file(_ path: String, of run: StoredRun) async throws(EngineError) -> [UInt8]? {
    try await reading("\(path) of \(run.reference)") { repository throws(GitError) in
      try Self.file(path, of: run, repository)
    }
  }

  private static func tip(
    at commit: ObjectID,
    _ place: RecordsPlace,
    _ repository: isolated Repository
  ) throws(GitError) -> Tip? {
    let root = try repository.commit(commit).tree
    guard place.isShared else { return Tip(commit: commit, tree: root) }
    guard let entry = try repository.entry(at: String(place.prefix.dropLast()), in: root),
      entry.isTree
    else { return nil }
    return Tip(commit: commit, tree: entry.id)
  }

  static func file(
    _ path: String,
    of run: StoredRun,
    _ repository: isolated Repository
  ) throws(GitError) -> [UInt8]? {
    guard let entry = try repository.entry(at: path, in: run.tree), !entry.isTree else {
      return nil
    }
    return try repository.blob(entry.id)
  }

  func reading<Value: Sendable>(
    _ what: String,
    _ body: @Sendable (isolated Repository) throws(GitError) -> Value
  ) async throws(EngineError) -> Value {
    do throws(GitError) {
      return try await repository.perform(body)
    } catch {
      throw EngineError("read \(what)", error)
    }
  }
}

/// A run as it stands in git.
package struct StoredRun: Hashable, Sendable {
  package let reference: RunReference
  /// The id of its folder's tree.
  package let tree: ObjectID
  /// A commit whose tree has it.
  package let commit: ObjectID

  package init(reference: RunReference, tree: ObjectID, commit: ObjectID) {
    self.reference = reference
    self.tree = tree
    self.commit = commit
  }
}
