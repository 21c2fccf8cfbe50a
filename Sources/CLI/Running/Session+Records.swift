import Git
import Hashing
import Ledger
import Model
import WorkflowFiles

extension Session {
  /// The settings that hold at HEAD; the defaults where there is no commit yet.
  func settings() async throws -> Settings {
    guard let tree = try await headTree() else { return Settings() }
    let catalog = WorkflowCatalog(repository: repository, tree: tree, cache: folders.cache)
    return try await catalog.settings(environment, state: folders.state)
  }

  /// Reads the records that a person at this place means.
  func reader() async throws -> RecordsReader {
    let mode = try await settings().records.mode
    let branch = try await repository.head().branch
    let short = branch.map { $0.hasPrefix("refs/heads/") ? String($0.dropFirst(11)) : $0 }
    return RecordsReader(
      repository: repository,
      place: RecordsPlace(mode, sourceBranch: short)
    )
  }

  /// The workflow that a run was one of, at its commit.
  func workflow(of run: RunRecord) async throws -> Workflow {
    guard let commit = ObjectID(hex: run.source.commit) else {
      throw CommandFailure(.infrastructure, "the record of \(run.reference) names no commit")
    }
    let catalog = WorkflowCatalog(
      repository: repository,
      tree: try await repository.commit(commit).tree,
      cache: folders.cache
    )
    return try await catalog.find(run.reference.workflow).0
  }

  private func headTree() async throws -> ObjectID? {
    try await repository.perform { repository in
      try repository.head().commit.map { try repository.tree(of: $0) }
    }
  }
}
