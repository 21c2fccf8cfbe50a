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
  /// Where it was read.
  let source: String
  let text: [UInt8]
  let kind: Kind
  var workflow: Workflow?
  var diagnostics: [Diagnostic]

  /// The name of its workflow, also if it is not valid.
  var name: String { workflow?.name ?? WorkflowFile.defaultName(path: path) }

  /// The folder that it stands in, with a slash at its end; empty for the one that the command was
  /// started in.
  var folder: Folder { Folder(source: Self.folder(of: source), path: Self.folder(of: path)) }

  struct Folder: Hashable, Comparable {
    /// Where it is read.
    let source: String
    /// As it is shown.
    let path: String

    static func < (left: Folder, right: Folder) -> Bool { left.source < right.source }
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

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
      checked.append(read("\(root)weir.yaml", as: "weir.yaml"))
    }
    for folder in [TaskDefinitions.folder, "workflows"] {
      for name in names(in: folder) {
        checked.append(read("\(root)\(folder)/\(name)", as: "\(folder)/\(name)"))
      }
    }
    return checked
  }

  /// Named files; one that cannot be read is a problem of its own beside those of the others.
  func files(_ paths: [String]) -> [CheckedFile] { paths.map { read($0, as: $0) } }

  /// The workflows beside files that call some which are not among them.
  func neighbours(of files: [CheckedFile]) -> [CheckedFile] {
    let known = Set(files.map(\.name))
    let callers = files.filter { file in
      file.workflow?.calledWorkflows.contains { !known.contains($0) } ?? false
    }
    let read = Set(files.map(\.source))
    return Set(callers.map(\.folder)).sorted().flatMap { folder in
      FolderNames.list(folder.source.isEmpty ? "." : folder.source).sorted()
        .filter { name in
          TaskDefinitions.endings.contains { name.hasSuffix($0) }
            && !read.contains(folder.source + name)
        }
        .map { self.read(folder.source + $0, as: folder.path + $0) }
        .filter { $0.kind == .workflow }
    }
  }

  /// A file of the work tree; nil if there is none.
  func text(of path: String) -> [UInt8]? { SmallFile.read(root + path) }

  /// The names of what a folder of the work tree holds.
  func list(_ folder: String) -> [String] { FolderNames.list(root + folder) }

  private func names(in folder: String) -> [String] {
    list(folder).filter { name in TaskDefinitions.endings.contains { name.hasSuffix($0) } }.sorted()
  }

  private func read(_ file: String, as path: String) -> CheckedFile {
    guard let text = SmallFile.read(file) else {
      let reason = String(cString: strerror(errno))
      var unread = CheckedFile(path: path, source: file, text: [], kind: .workflow, diagnostics: [])
      if FolderNames.list(file).isEmpty {
        unread.add(.error, "could not read the file: \(reason)")
      } else {
        unread.add(
          .error,
          "this is a folder",
          hint: "name files; without any, weir check looks at all that the repository has"
        )
      }
      return unread
    }
    let parts = path.split(separator: "/")
    if parts.last == "weir.yaml" || parts.last == "settings.yaml" {
      let isSite = parts.last == "settings.yaml"
      return CheckedFile(
        path: path,
        source: file,
        text: text,
        kind: .settings,
        diagnostics: SettingsFile.parse(text, path: path, isSite: isSite).diagnostics
      )
    }
    if parts.suffix(3).dropLast() == ["workflows", "tasks"] {
      return CheckedFile(
        path: path,
        source: file,
        text: text,
        kind: .definition,
        diagnostics: WorkflowFile.checkDefinition(DefinitionText(path: path, bytes: text))
      )
    }
    let parsed = WorkflowFile.parse(text, path: path) { definition($0, besides: file, path) }
    return CheckedFile(
      path: path,
      source: file,
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
