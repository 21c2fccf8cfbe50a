import Git
import Hashing
import WorkflowFiles

/// The reusable definitions of a commit: `workflows/tasks/NAME.yaml`, `.yml` or `.json`.
struct TaskDefinitions: Sendable {
  static let folder = "workflows/tasks"
  static let endings = [".yaml", ".yml", ".json"]

  let repository: Repository
  let tree: ObjectID

  /// Changes with any of them; empty where there are none.
  func identity() async throws -> String {
    guard let folder = try await repository.entry(at: Self.folder, in: tree), folder.isTree else {
      return ""
    }
    return "-\(folder.id.hex)"
  }

  /// The files of names, as far as the commit has them.
  func texts(of names: [String]) async throws -> [String: DefinitionText] {
    var texts: [String: DefinitionText] = [:]
    for name in names {
      for ending in Self.endings where texts[name] == nil {
        let path = "\(Self.folder)/\(name)\(ending)"
        guard let entry = try await repository.entry(at: path, in: tree), entry.isFile else {
          continue
        }
        texts[name] = DefinitionText(path: path, bytes: try await repository.blob(entry.id))
      }
    }
    return texts
  }
}
