import Glibc
import Hashing

/// Puts entries of a tree into a folder as they are stored: no filters, no hooks, no links followed.
final class FileWriter {
  private let database: ObjectDatabase
  private let cursor: FolderCursor
  private let options: CheckoutOptions

  init(objects: String, folder: String, options: CheckoutOptions) throws(GitError) {
    cursor = try FolderCursor(folder)
    self.options = options
    database = try ObjectDatabase(directory: objects)
  }

  /// Throws `invalid` for a name that git refuses, `unsupported` for a submodule and for names that
  /// are not UTF-8.
  static func check(_ entries: some Sequence<TreeEntry>) throws(GitError) {
    for entry in entries {
      guard PathRules.isSafe(path: entry.path) else {
        throw .invalid("path \(entry.path) is not allowed")
      }
      if entry.isSymlink, let name = entry.path.split(separator: "/").last,
        !PathRules.isSafe(symlink: name.utf8)
      {
        throw .invalid("symlink \(entry.path) is not allowed")
      }
      // Such bytes were replaced by this character, so the true name is not known here.
      guard !entry.path.utf8.contains(0xef) || !entry.path.unicodeScalars.contains("\u{fffd}")
      else {
        throw .unsupported("path \(entry.path) is not UTF-8, which is not supported")
      }
      guard entry.isFile || entry.isSymlink else {
        throw .unsupported("\(entry.path) is a submodule, which is not supported")
      }
    }
  }

  /// Writes one entry and gives what the file system says about it.
  func write(_ entry: TreeEntry) throws(GitError) -> stat {
    guard let (folder, last) = try cursor.parent(of: entry.path, making: true) else {
      throw .notFound(entry.path)
    }
    guard PathRules.isSafe(name: last.utf8) else {
      throw .invalid("path \(entry.path) is not allowed")
    }
    let name = String(last)
    if options.replacing, unlinkat(folder, name, 0) != 0, errno != ENOENT {
      throw .io(operation: "replacing", path: entry.path, errno: errno)
    }
    return try database.read(entry.id, as: .blob) { (bytes, _) throws(GitError) in
      entry.isSymlink
        ? try link(bytes, folder, name, entry.path)
        : try file(bytes, folder, name, entry)
    }
  }

  /// Removes what stands at a path, and the folders that become empty by it.
  func remove(_ path: String) throws(GitError) {
    guard let (folder, name) = try cursor.parent(of: path, making: false) else { return }
    if unlinkat(folder, String(name), 0) != 0, errno != ENOENT {
      throw .io(operation: "removing", path: path, errno: errno)
    }
    try cursor.removeEmptyFolders(above: path)
  }

  private func file(
    _ bytes: UnsafeRawBufferPointer,
    _ folder: Int32,
    _ name: String,
    _ entry: TreeEntry
  ) throws(GitError) -> stat {
    let mode = entry.isExecutable ? options.executableMode : options.fileMode
    let file = try Descriptor(name, in: folder, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
    try file.write(bytes)
    return try file.status()
  }

  private func link(
    _ bytes: UnsafeRawBufferPointer,
    _ folder: Int32,
    _ name: String,
    _ path: String
  ) throws(GitError) -> stat {
    guard !bytes.contains(0) else { throw .invalid("symlink \(path) holds a zero byte") }
    let made = (Array(bytes) + [0]).withUnsafeBufferPointer { target in
      target.withMemoryRebound(to: CChar.self) { text in
        text.baseAddress.map { symlinkat($0, folder, name) } ?? -1
      }
    }
    if made != 0 { throw .io(operation: "linking", path: path, errno: errno) }
    var status = stat()
    if fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0 {
      throw .io(operation: "asking about", path: path, errno: errno)
    }
    return status
  }
}
