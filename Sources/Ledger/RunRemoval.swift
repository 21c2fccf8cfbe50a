import Engine
import Git
import Hashing
import Model

/// Takes runs out of the tip when there are more than are to be kept; history has them still.
struct RunRemoval {
  /// How many runs more than wanted stand in the tip before a commit is worth it.
  static let slack = 50

  private let reader: RecordsReader
  private let keep: Int

  init(reader: RecordsReader, keep: Int) {
    self.reader = reader
    self.keep = keep
  }

  func run(committer: Signature, ledger: GitLedger) async throws(EngineError) {
    while true {
      guard let tip = try await reader.tip() else { return }
      let runs = try await reader.runs(in: tip)
      guard runs.count >= keep + Self.slack else { return }
      let old = runs[keep...].map(\.reference)
      var updates: [String: TreeUpdate] = [:]
      for run in old { updates[reader.place.prefix + run.folder] = .remove }
      let draft = GitLedger.TreeDraft(
        updates: updates,
        author: committer,
        committer: committer,
        message: CommitMessage.removal(of: old)
      )
      // A branch that is busy now loses them another time.
      if try await ledger.write(draft, on: tip.commit) != .stale { return }
    }
  }
}
