import CSpawn
import Engine
import Glibc
import Model
import Planning

/// Finds what an attempt made, without following a link and without leaving its folder.
struct OutputCollector {
  /// A file that was found.
  struct Found {
    let path: String
    let mode: UInt32
    let content: NewContent
    var publish = false
  }

  /// Why the outputs of an attempt cannot be taken.
  struct Refusal: Error {
    let cause: AttemptRecord.Cause
    let message: String
  }

  /// Up to this size a file is read at once; a larger one is moved out of the task's reach.
  private static let smallSize = 64 << 10

  private let workspace: Workspace
  /// Inputs, which no glob takes for outputs.
  private let inputs: Set<String>
  private var moved = 0

  init(workspace: Workspace, inputs: Set<String>) {
    self.workspace = workspace
    self.inputs = inputs
  }

  /// Everything that the patterns name, and those that must not be missing and are.
  mutating func collect(
    _ patterns: [OutputPattern]
  ) throws(Refusal) -> (found: [Found], missing: [String]) {
    var found: [String: Found] = [:]
    var missing: [String] = []
    let root = weir_open(workspace.folder, O_RDONLY | O_DIRECTORY, 0)
    guard root >= 0 else {
      throw Refusal(cause: .missingOutputs, message: "its folder is gone")
    }
    defer { close(root) }
    for pattern in patterns {
      let paths = try paths(of: pattern, root)
      if paths.isEmpty && !pattern.optional { missing.append(pattern.path) }
      for path in paths {
        if let other = found[path]?.path, !other.isSame(as: path) {
          throw Refusal(
            cause: .badOutputs,
            message:
              "two outputs have the name \"\(path)\", spelled with other characters; rename one"
          )
        }
        if found[path] == nil { found[path] = try take(path, root) }
        if pattern.publish { found[path]?.publish = true }
      }
    }
    return (found.values.sorted { $0.path.isBefore($1.path) }, missing)
  }

  /// The files of a pattern, below its folder at any depth.
  func paths(of pattern: OutputPattern, _ root: Int32) throws(Refusal) -> [String] {
    var paths: [String] = []
    if pattern.isGlob {
      let glob = GlobPattern(pattern.path)
      let folder = glob.fixedFolder
      let isWanted = { (path: String) in glob.matches(path) && !inputs.contains(path) }
      try walk(folder, root, where: isWanted, into: &paths)
      return paths
    }
    switch try kind(of: pattern.path, root) {
    case .file, .link: return [pattern.path]
    case .folder: try walk(pattern.path, root, where: { _ in true }, into: &paths)
    case .other: throw special(pattern.path)
    case nil: break
    }
    return paths
  }

  /// Adds the files that are wanted; what else is wanted is refused.
  private func walk(
    _ folder: String,
    _ root: Int32,
    where isWanted: (String) -> Bool,
    into paths: inout [String]
  ) throws(Refusal) {
    let descriptor = weir_openat_beneath(
      root,
      folder.isEmpty ? "." : folder,
      O_RDONLY | O_DIRECTORY,
      0
    )
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return }
      throw escape(folder)
    }
    defer { close(descriptor) }
    for bytes in FolderScan.names(in: descriptor) {
      let readable = String(decoding: bytes, as: UTF8.self)
      let path = folder.isEmpty ? readable : "\(folder)/\(readable)"
      guard let name = String(validating: bytes, as: UTF8.self) else {
        guard isWanted(path) else { continue }
        throw Refusal(
          cause: .badOutputs,
          message: "a name in \"\(folder)\" is not valid UTF-8: \(readable)"
        )
      }
      switch FolderScan.kind(of: name, in: descriptor) {
      case .folder: try walk(path, root, where: isWanted, into: &paths)
      case .file, .link: if isWanted(path) { paths.append(path) }
      case .other: if isWanted(path) { throw special(path) }
      case nil: continue
      }
    }
  }

  private func kind(of path: String, _ root: Int32) throws(Refusal) -> FolderScan.Kind? {
    let (folder, name) = split(path)
    let descriptor = weir_openat_beneath(root, folder, O_RDONLY | O_DIRECTORY, 0)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw escape(path)
    }
    defer { close(descriptor) }
    return FolderScan.kind(of: name, in: descriptor)
  }

  private mutating func take(_ path: String, _ root: Int32) throws(Refusal) -> Found {
    if let reason = RepositoryPath.problem(with: path) {
      throw Refusal(cause: .badOutputs, message: "output \"\(path)\" \(reason)")
    }
    let (folder, name) = split(path)
    let parent = weir_openat_beneath(root, folder, O_RDONLY | O_DIRECTORY, 0)
    guard parent >= 0 else { throw escape(path) }
    defer { close(parent) }
    switch FolderScan.kind(of: name, in: parent) {
    case .file(let status):
      let mode: UInt32 = status.st_mode & 0o100 == 0 ? 0o100644 : 0o100755
      let content =
        status.st_size <= Self.smallSize
        ? try read(name, parent, path) : try moveOut(name, parent, path)
      return Found(path: path, mode: mode, content: content)
    case .link:
      let target = try linkTarget(name, parent, path)
      return Found(path: path, mode: 0o120000, content: NewContent(.bytes(Array(target.utf8))))
    case .folder, .other: throw special(path)
    case nil: throw Refusal(cause: .missingOutputs, message: "\"\(path)\" vanished")
    }
  }

  private func read(
    _ name: String,
    _ parent: Int32,
    _ path: String
  ) throws(Refusal) -> NewContent {
    let descriptor = weir_openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: Self.smallSize + 1)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { throw unreadable(path) }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return NewContent(.bytes(bytes))
  }

  private mutating func moveOut(
    _ name: String,
    _ parent: Int32,
    _ path: String
  ) throws(Refusal) -> NewContent {
    mkdir(workspace.collected, 0o700)
    moved += 1
    let target = "\(workspace.collected)/\(moved)"
    guard renameat(parent, name, AT_FDCWD, target) == 0 else { throw unreadable(path) }
    return NewContent(.file(target))
  }

  private func linkTarget(
    _ name: String,
    _ parent: Int32,
    _ path: String
  ) throws(Refusal) -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlinkat(parent, name, &buffer, buffer.count)
    guard count > 0,
      let target = String(
        validating: buffer[..<count].map { UInt8(bitPattern: $0) },
        as: UTF8.self
      )
    else {
      throw unreadable(path)
    }
    var depth = path.cut(at: "/", keepingEmpty: false).count - 1
    for part in target.cut(at: "/", keepingEmpty: false) {
      depth += part == ".." ? -1 : part == "." ? 0 : 1
      if depth < 0 { break }
    }
    guard target.utf8.first != UInt8(ascii: "/"), depth >= 0 else {
      throw Refusal(
        cause: .badOutputs,
        message: "output \"\(path)\" is a link that leaves the folder: \(target)"
      )
    }
    return target
  }

  private func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    return (String(path[..<slash]), String(path[path.utf8.index(after: slash)...]))
  }

  private func escape(_ path: String) -> Refusal {
    Refusal(
      cause: .badOutputs,
      message: "output \"\(path)\" cannot be reached without following a link: "
        + String(cString: strerror(errno))
    )
  }

  private func special(_ path: String) -> Refusal {
    Refusal(
      cause: .badOutputs,
      message: "output \"\(path)\" is neither a file nor a folder of files"
    )
  }

  private func unreadable(_ path: String) -> Refusal {
    Refusal(
      cause: .badOutputs,
      message: "output \"\(path)\" cannot be read: \(String(cString: strerror(errno)))"
    )
  }
}
