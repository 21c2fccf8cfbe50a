import Engine
import Git
import Hashing
import Model

/// Decides what of a run's outputs is published, and what is no longer.
struct Publishing {
  private let reader: RecordsReader
  private let place: RecordsPlace

  init(reader: RecordsReader, place: RecordsPlace) {
    self.reader = reader
    self.place = place
  }

  /// Updates below the tree of the records' ref; none for a run that failed, or whose source is an
  /// earlier commit than what is published.
  func updates(
    for snapshot: RunSnapshot,
    tip: ObjectID?
  ) async throws(EngineError) -> [String: TreeUpdate] {
    guard snapshot.run.status == .succeeded, let branch = snapshot.run.source.branch else {
      return [:]
    }
    let folder = place.isShared ? "" : "published/\(branch)/"
    let hadAny = try await publishedBefore(folder, tip: tip)
    guard !snapshot.published.isEmpty || hadAny else { return [:] }
    let last = hadAny ? try await lastPublication(of: snapshot, branch: branch) : nil
    if let last, try await isEarlier(snapshot.run.source.commit, than: last.commit) { return [:] }
    var updates: [String: TreeUpdate] = [:]
    if snapshot.isWhole {
      for path in try await removable(last?.outputs ?? [], folder, tip: tip) {
        updates[path] = .remove
      }
    }
    for output in snapshot.published where output.store == .git {
      updates[folder + output.path] = .set(mode: output.version.mode, id: output.version.id)
    }
    return updates
  }

  private struct Publication {
    let commit: String
    let outputs: [OutputRecord]
  }

  private func publishedBefore(_ folder: String, tip: ObjectID?) async throws(EngineError) -> Bool {
    guard let tip else { return false }
    if place.isShared { return true }
    do throws(GitError) {
      return try await reader.repository.perform { repository throws(GitError) in
        try repository.entry(at: String(folder.dropLast()), in: repository.tree(of: tip)) != nil
      }
    } catch {
      throw EngineError("read what is published", error)
    }
  }

  /// The latest run of the workflow on the branch that published something.
  private func lastPublication(
    of snapshot: RunSnapshot,
    branch: String
  ) async throws(EngineError) -> Publication? {
    guard let tip = try await reader.tip() else { return nil }
    for run in try await reader.runs(in: tip, workflow: snapshot.run.reference.workflow)
    where run.reference != snapshot.run.reference {
      guard let record = try await reader.records(of: [run]).first,
        record.status == .succeeded, record.source.branch == branch
      else { continue }
      let outputs = try await reader.rows(of: run).flatMap { $0.outputs.filter(\.publish) }
      if !outputs.isEmpty {
        return Publication(commit: record.source.commit, outputs: outputs)
      }
    }
    return nil
  }

  /// The paths of what was published; on a branch with source only of what nobody has changed since.
  private func removable(
    _ outputs: [OutputRecord],
    _ folder: String,
    tip: ObjectID?
  ) async throws(EngineError) -> [String] {
    guard place.isShared, let tip else { return outputs.map { folder + $0.path } }
    do throws(GitError) {
      return try await reader.repository.perform { repository throws(GitError) in
        let there = try repository.entries(at: outputs.map(\.path), in: repository.tree(of: tip))
        return outputs.filter { there[$0.path]?.id == $0.version.id }.map(\.path)
      }
    } catch {
      throw EngineError("read what is published", error)
    }
  }

  private func isEarlier(_ commit: String, than other: String) async throws(EngineError) -> Bool {
    guard commit != other, let first = ObjectID(hex: commit), let second = ObjectID(hex: other)
    else { return false }
    do throws(GitError) {
      // A commit that is gone, after a rebase and a gc, is no descendant of anything.
      guard try await reader.repository.missing(among: [first, second]).isEmpty else {
        return false
      }
      return try await reader.repository.isAncestor(first, of: second)
    } catch {
      throw EngineError("compare the commits \(commit) and \(other)", error)
    }
  }
}
