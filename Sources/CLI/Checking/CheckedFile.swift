import Git
import Glibc
import Model
import WorkflowFiles

/// A file that was looked at, and what there is to say about it.
struct CheckedFile {
  enum Kind {
    case workflow
    case definition
    case settings
  }

  let path: String
  let text: [UInt8]
  let kind: Kind
  var workflow: Workflow?
  var diagnostics: [Diagnostic]

  mutating func add(_ more: [Diagnostic]) { diagnostics += more }

  /// Says something about the whole file.
  mutating func add(
    _ severity: Diagnostic.Severity,
    _ message: String,
    at location: SourceLocation? = nil,
    hint: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(severity, file: path, location: location, message: message, hint: hint)
    )
  }
}

/// Where the files to check stand: the work tree of a repository, or any folder.
struct CheckedPlace {
  let repository: Repository?

  /// With a slash at its end; empty for the folder that the command was started in.
  private var root: String { repository?.location.workTree.map { "\($0)/" } ?? "" }

  /// The settings, the workflows and the definitions of the work tree.
  func everything() throws -> [CheckedFile] {
    guard let repository else {
      _ = try Repository.discover(from: ".")
      return []
    }
    guard repository.location.workTree != nil else {
      throw CommandFailure(
        .invalid,
        "this is a bare repository, which has no files",
        hint: "name files, or run weir check in a clone"
      )
    }
    var checked: [CheckedFile] = []
    if SmallFile.exists("\(root)weir.yaml") {
      checked.append(try read("\(root)weir.yaml", as: "weir.yaml"))
    }
    for folder in [TaskDefinitions.folder, "workflows"] {
      for name in names(in: folder) {
        checked.append(try read("\(root)\(folder)/\(name)", as: "\(folder)/\(name)"))
      }
    }
    return checked
  }

  func files(_ paths: [String]) throws -> [CheckedFile] {
    try paths.map { try read($0, as: $0) }
  }

  /// A file of the work tree; nil if there is none.
  func text(of path: String) -> [UInt8]? { SmallFile.read(root + path) }

  /// The names of what a folder of the work tree holds.
  func list(_ folder: String) -> [String] { FolderNames.list(root + folder) }

  private func names(in folder: String) -> [String] {
    list(folder).filter { name in TaskDefinitions.endings.contains { name.hasSuffix($0) } }.sorted()
  }

  private func read(_ file: String, as path: String) throws -> CheckedFile {
    guard let text = SmallFile.read(file) else {
      guard FolderNames.list(file).isEmpty else {
        throw CommandFailure(
          .invalid,
          "\(path) is a folder",
          hint: "name files; without any, weir check looks at all that the repository has"
        )
      }
      throw CommandFailure(
        .invalid,
        "could not read \(path): \(String(cString: strerror(errno)))"
      )
    }
    let parts = path.split(separator: "/")
    if parts.last == "weir.yaml" || parts.last == "settings.yaml" {
      let isSite = parts.last == "settings.yaml"
      return CheckedFile(
        path: path,
        text: text,
        kind: .settings,
        diagnostics: SettingsFile.parse(text, path: path, isSite: isSite).diagnostics
      )
    }
    if parts.suffix(3).dropLast() == ["workflows", "tasks"] {
      return CheckedFile(
        path: path,
        text: text,
        kind: .definition,
        diagnostics: WorkflowFile.checkDefinition(DefinitionText(path: path, bytes: text))
      )
    }
    let parsed = WorkflowFile.parse(text, path: path) { definition($0, besides: file, path) }
    return CheckedFile(
      path: path,
      text: text,
      kind: .workflow,
      workflow: parsed.workflow,
      // What is wrong inside a definition is told once, with its own file, where that is checked.
      diagnostics: parsed.diagnostics.filter { $0.file == path || !isChecked($0.file) }
    )
  }

  private func isChecked(_ path: String) -> Bool { path.hasPrefix(TaskDefinitions.folder + "/") }

  /// The definition of a name, which stands in the folder `tasks` beside the workflow's file.
  private func definition(
    _ name: String,
    besides file: String,
    _ path: String
  ) -> DefinitionText? {
    let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    let shown = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    for ending in TaskDefinitions.endings {
      let name = "tasks/\(name)\(ending)"
      if let bytes = SmallFile.read(folder + name) {
        return DefinitionText(path: shown + name, bytes: bytes)
      }
    }
    return nil
  }
}
