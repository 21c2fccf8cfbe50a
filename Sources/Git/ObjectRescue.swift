package import Hashing

extension Repository {
  /// Moves a ref to a commit that a batch has just finished, and makes sure of its objects.
  ///
  /// `objects` are those that the batch wrote; gives those that are missing for good.
  package nonisolated func swing(
    _ ref: String,
    from old: ObjectID?,
    to new: ObjectID,
    holding objects: [ObjectID],
    of batch: ObjectBatch,
    message: String,
    by who: Signature
  ) async throws(GitError) -> (outcome: RefOutcome, missing: [ObjectID]) {
    var tries = 0
    while true {
      do throws(GitError) {
        let outcome = try await updateRef(ref, from: old, to: new, message: message, by: who)
        guard outcome == .done else { return (outcome, []) }
        return (outcome, try await rescue(objects, from: batch))
      } catch {
        // The commit itself may have gone before the ref could hold it.
        tries += 1
        guard tries < 5, try await !missing(among: objects).isEmpty else { throw error }
        _ = try await rescue(objects, from: batch)
      }
    }
  }

  /// Makes sure that objects which a ref now holds are there, and writes again what a concurrent
  /// `git gc --prune=now` took before; gives those that are still missing.
  ///
  /// The bytes come from what the batch finished last. A handle of its own writes them: others may
  /// still believe that they are there.
  package nonisolated func rescue(
    _ ids: [ObjectID],
    from batch: ObjectBatch
  ) async throws(GitError) -> [ObjectID] {
    let lost = try await missing(among: ids)
    guard !lost.isEmpty else { return [] }
    let objects = try await batch.finishedObjects(lost)
    let fresh = try Repository(at: location)
    let copy = try await fresh.makeBatch()
    try await copy.perform { (copy) throws(GitError) in
      for object in objects { try copy.add(object.kind, object.bytes) }
      _ = try copy.finish()
    }
    try await refresh()
    return try await missing(among: lost)
  }
}
