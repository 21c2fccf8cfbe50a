import Glibc

/// Walks below one folder by open descriptors, so that no symlink is ever followed.
///
/// It remembers the folders of the last path: paths in order open each folder once.
final class FolderCursor {
  private final class OpenFolder {
    let name: Substring
    let descriptor: Descriptor

    init(name: Substring, descriptor: consuming Descriptor) {
      self.name = name
      self.descriptor = descriptor
    }
  }

  private let root: Descriptor
  private var open: [OpenFolder] = []

  /// Opens a folder; links in the path to it are followed.
  init(_ path: String) throws(GitError) {
    root = try Descriptor(path, O_RDONLY | O_DIRECTORY)
  }

  /// The folder that holds a path, and the last name of the path; nil if it is not there and shall
  /// not be made.
  ///
  /// The descriptor stays open until the next call.
  func parent(of path: String, making: Bool) throws(GitError) -> (folder: Int32, name: Substring)? {
    // Bytes: a slash before a combining mark is one too, and no two spellings are one folder.
    var names = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { Substring($0) }
    guard let last = names.popLast() else { throw .invalid("an empty path") }
    var shared = 0
    while shared < min(names.count, open.count),
      names[shared].utf8.elementsEqual(open[shared].name.utf8)
    { shared += 1 }
    open.removeLast(open.count - shared)
    for name in names[shared...] {
      guard try enter(name, making: making) else { return nil }
    }
    return (current, last)
  }

  /// Removes the folders of a path, from the inside, as far as they are empty.
  func removeEmptyFolders(above path: String) throws(GitError) {
    var rest = path[...]
    while let slash = rest.utf8.lastIndex(of: UInt8(ascii: "/")) {
      rest = rest[..<slash]
      guard let (folder, name) = try parent(of: String(rest), making: false) else { continue }
      if unlinkat(folder, String(name), AT_REMOVEDIR) != 0 { return }
    }
  }

  private var current: Int32 { open.last?.descriptor.number ?? root.number }

  private func enter(_ name: Substring, making: Bool) throws(GitError) -> Bool {
    guard PathRules.isSafe(name: name.utf8) else { throw .invalid("name \(name) is not allowed") }
    let text = String(name)
    if making, mkdirat(current, text, 0o777) != 0, errno != EEXIST {
      throw .io(operation: "making folder", path: text, errno: errno)
    }
    let number = openat(current, text, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    if number < 0 {
      if errno == ENOENT, !making { return false }
      throw .io(operation: "entering", path: text, errno: errno)
    }
    open.append(
      OpenFolder(name: name, descriptor: Descriptor(owning: number, path: text))
    )
    return true
  }
}
