import Engine
import Git
import Hashing
import Indexing
import Ledger
import Model
import Planning

/// What earlier runs left, for the engine: from the index, and from the commits that they ran.
struct RecordHistory: HistoryReader {
  let prepared: PreparedRun
  let index: RunIndex
  let past: TaskHistory
  /// The records' tip that the index was in step with.
  let knownTip: ObjectID?

  init(prepared: PreparedRun, index: RunIndex, knownTip: ObjectID?) throws(EngineError) {
    self.prepared = prepared
    self.index = index
    self.knownTip = knownTip
    let folders = prepared.session.folders
    past = try index.history(
      workflow: prepared.workflow.name,
      branch: prepared.target.branch
    ) { outputs in
      outputs.allSatisfy { SmallFile.exists(folders.stored($0.version.id.hex)) }
    }
  }

  func outputs(
    of outcomes: [PastOutcome]
  ) async throws(EngineError) -> [Int64: [OutputRecord]] {
    try index.outputs(of: outcomes.map(\.row))
  }

  func fragments(
    of outcomes: [PastOutcome]
  ) async throws(EngineError) -> [Int64: RowFragments] {
    try index.fragments(of: outcomes.map(\.row))
  }

  func learned(_ snapshot: RunSnapshot, recorded: RecordedRun) async {
    guard let commit = recorded.commit else { return }
    var rows: [TaskRow] = []
    for case .own(let row, _) in snapshot.rows { rows.append(row) }
    do {
      let tree = try await folder(of: snapshot.run.reference, at: commit)
      try index.learn([IndexedRun(record: snapshot.run, tree: tree, rows: rows)])
      let parent = try await parents(of: commit)
      if parent == knownTip { try index.setTip(of: prepared.place.ref, to: commit) }
    } catch {
      // The index is behind now and will see it by its tip; the record itself is safe in git.
    }
  }

  /// Why nodes run whose fingerprint is another than the last time.
  func changes(for nodes: [Int], in machine: RunMachine) async -> [Int: [Change]] {
    let explainer = ChangeExplainer(prepared: prepared, index: index)
    var found: [Int: [Change]] = [:]
    for node in nodes {
      let key = machine.graph.nodes[node].key
      guard let last = past.latest[key] ?? past.succeeded[key] else { continue }
      found[node] = await explainer.changes(of: node, since: last, in: machine)
    }
    return found
  }

  private func folder(of run: RunReference, at commit: String) async throws -> String {
    guard let id = ObjectID(hex: commit) else { return "" }
    let path = prepared.place.prefix + run.folder
    return try await prepared.session.repository.perform { repository in
      try repository.entry(at: path, in: repository.tree(of: id))?.id.hex ?? ""
    }
  }

  private func parents(of commit: String) async throws -> ObjectID? {
    guard let id = ObjectID(hex: commit) else { return nil }
    return try await prepared.session.repository.commit(id).parents.first
  }
}
