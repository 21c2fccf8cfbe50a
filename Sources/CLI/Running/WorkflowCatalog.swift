import Engine
import Git
import Glibc
import Hashing
import Ledger
import Model
import WorkflowFiles

/// The definitions that a commit holds; a file that was parsed once is not parsed again.
struct WorkflowCatalog: Sendable {
  let repository: Repository
  let tree: ObjectID
  /// The folder for what may be deleted at any moment.
  let cache: String

  /// A workflow file of the commit.
  struct File: Hashable, Sendable {
    let path: String
    let id: ObjectID

    /// The file's name without its ending, which is the workflow's name unless it says another.
    var stem: String { WorkflowFile.defaultName(path: path) }
  }

  /// Every workflow file, by path.
  func files() async throws -> [File] {
    let tree = tree
    return try await repository.perform { repository in
      guard let folder = try repository.entry(at: "workflows", in: tree), folder.isTree else {
        return []
      }
      return try repository.list(folder.id)
        .filter { entry in
          entry.isFile && [".yaml", ".yml", ".json"].contains { entry.path.hasSuffix($0) }
        }
        .map { File(path: "workflows/\($0.path)", id: $0.id) }
        .sorted { $0.path < $1.path }
    }
  }

  /// The workflow of a file.
  /// - Throws: with every problem of the file.
  func workflow(_ file: File) async throws -> Workflow {
    let definitions = TaskDefinitions(repository: repository, tree: tree)
    // What a file means depends on the definitions that it may use.
    let kept = "\(cache)/parsed/\(file.id.hex)\(try await definitions.identity())"
    if let bytes = SmallFile.read(kept),
      let workflow = WorkflowCodec.decode(bytes, build: Weir.build)
    {
      if workflow.file == file.path { return workflow }
    }
    let text = try await repository.blob(file.id)
    let used = try await definitions.texts(of: WorkflowFile.usedDefinitions(text))
    let parsed = WorkflowFile.parse(text, path: file.path, definitions: { used[$0] })
    guard let workflow = parsed.workflow else {
      let files = [(file.path, text)] + used.values.map { ($0.path, $0.bytes) }
      throw InvalidFiles(
        files.map { path, text in
          .init(
            path: path,
            text: text,
            diagnostics: parsed.diagnostics.filter { $0.file == path }
          )
        }
      )
    }
    SmallFile.write(WorkflowCodec.encode(workflow, build: Weir.build), to: kept)
    return workflow
  }

  /// The workflow of a name; without a name the only one.
  func find(_ name: String?) async throws -> (Workflow, File) {
    let files = try await files()
    guard let name else {
      guard files.count == 1, let only = files.first else {
        throw CommandFailure(
          .invalid,
          files.isEmpty
            ? "there is no workflow in this commit" : "there are \(files.count) workflows",
          hint: files.isEmpty
            ? "weir init makes one, and git commit puts it into a commit"
            : "name one: \(files.map(\.stem).joined(separator: ", "))"
        )
      }
      return (try await workflow(only), only)
    }
    if let found = try await search(name, in: files) { return found }
    let close = Spelling.closest(to: name, among: files.map(\.stem))
    throw CommandFailure(
      .invalid,
      "there is no workflow \"\(name)\" in this commit",
      hint: close.map { "did you mean \"\($0)\"?" }
        ?? (files.isEmpty
          ? "weir init makes one" : "there are: \(files.map(\.stem).joined(separator: ", "))")
    )
  }

  /// The workflow of a name among files; nil if there is none.
  func search(_ name: String, in files: [File]) async throws -> (Workflow, File)? {
    var named: [(Workflow, File)] = []
    for file in files where file.stem == name {
      let found = try await workflow(file)
      if found.name == name { named.append((found, file)) }
    }
    guard named.count < 2 else {
      throw CommandFailure(
        .invalid,
        "\(named.map(\.1.path).joined(separator: " and ")) are workflows of one name",
        hint: "rename one, or give it another \"name\""
      )
    }
    if let only = named.first { return only }
    for file in files where file.stem != name {
      if let found = try? await workflow(file), found.name == name { return (found, file) }
    }
    return nil
  }

  /// The settings of the commit, below those of the site.
  func settings(_ environment: [String: String], state: String) async throws -> Settings {
    let tree = tree
    let entry = try await repository.entry(at: "weir.yaml", in: tree)
    let committed: [UInt8]?
    if let entry, entry.isFile {
      committed = try await repository.blob(entry.id)
    } else {
      committed = nil
    }
    return try SettingsLayers.merged(committed, environment, state: state)
  }
}

/// The layers of settings: those of a commit, then those of the site.
enum SettingsLayers {
  static func merged(
    _ committed: [UInt8]?,
    _ environment: [String: String],
    state: String
  ) throws -> Settings {
    var files: [(path: String, text: [UInt8])] = []
    if let committed { files.append(("weir.yaml", committed)) }
    let home = environment["XDG_CONFIG_HOME"] ?? environment["HOME"].map { "\($0)/.config" }
    for path in [home.map { "\($0)/weir/settings.yaml" }, "\(state)/settings.yaml"] {
      if let path, let text = SmallFile.read(path) { files.append((path, text)) }
    }
    var settings = Settings()
    for (path, text) in files {
      let parsed = SettingsFile.parse(
        text,
        path: path,
        isSite: path != "weir.yaml",
        over: settings
      )
      guard let merged = parsed.settings else {
        throw InvalidFiles([.init(path: path, text: text, diagnostics: parsed.diagnostics)])
      }
      settings = merged
    }
    return settings
  }
}

/// Files that cannot be used, with everything that is wrong with them.
struct InvalidFiles: Error {
  struct File {
    let path: String
    let text: [UInt8]
    let diagnostics: [Diagnostic]
  }

  let files: [File]

  init(_ files: [File]) {
    self.files = files
  }
}

/// Small files of the cache; what cannot be read or written is done without.
enum SmallFile {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func read(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    var position = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: status.st_size) { buffer, initialized in
      while position < buffer.count, let base = buffer.baseAddress {
        let count = Glibc.read(descriptor, base + position, buffer.count - position)
        if count <= 0 { break }
        position += count
      }
      initialized = position
    }
    return bytes.count == status.st_size ? bytes : nil
  }

  static func write(_ bytes: [UInt8], to path: String) {
    if let slash = path.lastIndex(of: "/") { mkdir(String(path[..<slash]), 0o700) }
    let draft = "\(path).\(getpid()).new"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
    if count != bytes.count || rename(draft, path) != 0 { unlink(draft) }
  }
}
