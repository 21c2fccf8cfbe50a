import Git
import Ledger
import Model
import WorkflowFiles

/// The errors of `weir check` that names make, for a workflow of a commit and all that it calls;
/// whoever plans or runs it asks first.
struct CommitChecks {
  private let catalog: WorkflowCatalog
  private let settings: Settings

  private struct Found {
    let workflow: Workflow
    let file: WorkflowCatalog.File
  }

  init(_ catalog: WorkflowCatalog, _ settings: Settings) {
    self.catalog = catalog
    self.settings = settings
  }

  /// - Throws: `InvalidFiles` with every problem of them.
  func require(_ workflow: Workflow, _ file: WorkflowCatalog.File) async throws {
    var (all, broken) = ([Found(workflow: workflow, file: file)], [InvalidFiles.File]())
    if !workflow.calledWorkflows.isEmpty { broken = try await addCalled(to: &all) }
    let brokenNames = broken.map { (WorkflowFile.defaultName(path: $0.path), $0.path) }
    let checks = DeclarationChecks(
      settings: settings,
      calls: WorkflowCalls(
        all.map(\.workflow),
        broken: Dictionary(brokenNames) { first, _ in first }
      ),
      validators: try await validators(all)
    )
    var invalid: [InvalidFiles.File] = []
    for found in all {
      let errors = checks.problems(of: found.workflow).filter { $0.severity == .error }
      guard !errors.isEmpty else { continue }
      let text = try await catalog.repository.blob(found.file.id)
      invalid.append(.init(path: found.file.path, text: text, diagnostics: errors))
    }
    guard invalid.isEmpty, broken.isEmpty else { throw InvalidFiles(invalid + broken) }
  }

  /// Adds what workflows call, directly or not; gives the files of those that are not valid.
  private func addCalled(to all: inout [Found]) async throws -> [InvalidFiles.File] {
    let files = try await catalog.files()
    var broken: [InvalidFiles.File] = []
    var seen = Set(all.map(\.workflow.name))
    var position = 0
    while position < all.count {
      for name in all[position].workflow.calledWorkflows where seen.insert(name).inserted {
        do {
          guard let (workflow, file) = try await catalog.search(name, in: files) else { continue }
          all.append(Found(workflow: workflow, file: file))
        } catch let invalid as InvalidFiles {
          broken += invalid.files
        }
      }
      position += 1
    }
    return broken
  }

  /// The programs that check files, where a param names some.
  private func validators(_ all: [Found]) async throws -> [String] {
    guard all.contains(where: { $0.workflow.params.contains(where: \.hasValidators) }) else {
      return []
    }
    let tree = catalog.tree
    return try await catalog.repository.perform { repository in
      guard let folder = try repository.entry(at: ValidatorPrograms.folder, in: tree),
        folder.isTree
      else { return [] }
      return try repository.list(folder.id).filter(\.isFile).map(\.path)
    }
  }
}

extension ParameterDefinition {
  fileprivate var hasValidators: Bool { !constraints.validators.isEmpty }
}
