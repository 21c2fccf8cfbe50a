import Git
import Hashing
import Ledger
import Model
import Planning
import WorkflowFiles

/// What only the repository around a file shows: its settings, the other workflows, the files that
/// fan-outs and inputs name.
struct RepositoryChecks {
  private let place: CheckedPlace
  private let environment: [String: String]

  init(_ place: CheckedPlace, _ environment: [String: String]) {
    self.place = place
    self.environment = environment
  }

  func judge(_ files: [CheckedFile]) async throws -> [CheckedFile] {
    var files = refusingTwins(files)
    let tree = try await head()
    let settings = await settings()
    let checks = DeclarationChecks(
      settings: settings,
      calls: calls(files + place.neighbours(of: files)),
      validators: place.list(ValidatorPrograms.folder)
    )
    for position in files.indices {
      guard let workflow = files[position].workflow else { continue }
      files[position].add(checks.problems(of: workflow))
      files[position].add(try await GraphChecks(place, tree, workflow, settings).diagnostics())
    }
    return files
  }

  /// The tree of the last commit; nil where there is none.
  private func head() async throws -> (repository: Repository, tree: ObjectID)? {
    guard let repository = place.repository else { return nil }
    let tree = try await repository.perform { repository in
      try repository.head().commit.map { try repository.tree(of: $0) }
    }
    return tree.map { (repository, $0) }
  }

  /// The settings of the work tree and of the site; nil if a file of them is wrong, which is told
  /// elsewhere.
  private func settings() async -> Settings? {
    guard let repository = place.repository else { return nil }
    let folders = StateFolders(commonDirectory: repository.location.commonDirectory)
    return try? SettingsLayers.merged(
      place.text(of: "weir.yaml"),
      environment,
      state: folders.state
    )
  }

  private func calls(_ files: [CheckedFile]) -> WorkflowCalls {
    let broken = files.filter { $0.kind == .workflow && $0.workflow == nil }
    return WorkflowCalls(
      files.compactMap(\.workflow),
      broken: Dictionary(broken.map { ($0.name, $0.path) }) { first, _ in first }
    )
  }

  /// Two workflows of one name would share their records.
  private func refusingTwins(_ files: [CheckedFile]) -> [CheckedFile] {
    var seen: [String: String] = [:]
    return files.map { file in
      guard let name = file.workflow?.name else { return file }
      guard let other = seen[name] else {
        seen[name] = file.path
        return file
      }
      var file = file
      file.add(
        .error,
        "the name \"\(name)\" is taken by \(other)",
        at: SourceLocation(line: 1, column: 1)
      )
      return file
    }
  }
}
