package import Engine
import Git
import Hashing
package import Model

/// Decisions of people and programs about runs: each is a commit, made beside the run.
extension GitLedger {
  package func decisions(of run: RunReference) async throws(EngineError) -> [Decision] {
    try await standing(run, tip: try await tip())?.decisions ?? []
  }

  /// Records a decision about a run, whoever carries it out.
  ///
  /// `allow`: judges the record as it stands at that moment; what it throws keeps the decision from
  /// being recorded.
  /// - Returns: the commit, forty hexadecimal digits.
  package func decide(
    _ decision: Decision,
    about run: RunReference,
    allow: @Sendable (RunRecord) throws(EngineError) -> Void
  ) async throws(EngineError) -> String {
    while true {
      let lock = try await lock()
      defer { writers.release(lock) }
      let tip = try await tip()
      guard var record = try await standing(run, tip: tip) else {
        throw EngineError("there is no record of \(run)", kind: .invalid)
      }
      try allow(record)
      record.decisions.append(decision)
      let draft = TreeDraft(
        updates: [path(of: run): try await blob(record)],
        author: author(decision.by),
        committer: signature(),
        message: CommitMessage.text(for: decision, about: record)
      )
      switch try await write(draft, on: tip, inside: true) {
      case .done(let commit): return commit.hex
      case .stale, .busy: continue
      case .refused(let reason): throw EngineError(reason)
      }
    }
  }

  /// The update of `run.json` that keeps decisions which others have recorded since; nil if there
  /// are none.
  func decided(
    _ run: RunRecord,
    tip: ObjectID?
  ) async throws(EngineError) -> TreeUpdate? {
    guard let standing = try await standing(run.reference, tip: tip) else { return nil }
    let others = standing.decisions.filter { !run.decisions.contains($0) }
    guard !others.isEmpty else { return nil }
    var merged = run
    merged.decisions = (run.decisions + others).sorted { $0.at < $1.at }
    return try await blob(merged)
  }

  private func path(of run: RunReference) -> String { "\(place.prefix)\(run.folder)/run.json" }

  private func tip() async throws(EngineError) -> ObjectID? {
    let place = place
    return try await git("read \(place.shortName)") { repository throws(GitError) in
      try repository.reference(place.ref)
    }
  }

  private func standing(
    _ run: RunReference,
    tip: ObjectID?
  ) async throws(EngineError) -> RunRecord? {
    guard let tip else { return nil }
    let path = path(of: run)
    let text = try await git("read \(path)") { repository throws(GitError) -> [UInt8]? in
      guard let entry = try repository.entry(at: path, in: repository.tree(of: tip)) else {
        return nil
      }
      return try repository.blob(entry.id)
    }
    guard let text else { return nil }
    do {
      return try RunRecord(json: JSONReader.parse(text))
    } catch {
      throw EngineError("the record of \(run) cannot be read: \(error)")
    }
  }

  private func blob(_ record: RunRecord) async throws(EngineError) -> TreeUpdate {
    let bytes = Array(JSONWriter.pretty(record.json).utf8)
    do throws(GitError) {
      let id = try await contents.batch.perform { batch throws(GitError) in
        try batch.addBlob(bytes)
      }
      return .set(mode: FileMode.file, id: id)
    } catch {
      throw EngineError("write the record of \(record.reference)", error)
    }
  }
}
