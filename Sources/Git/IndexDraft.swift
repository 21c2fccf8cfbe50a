import CLibgit2
import Glibc
import Hashing

/// A private copy of a work tree's index, to be changed and put in its place.
///
/// What git keeps besides the entries and can make again (fsmonitor, untracked files) is dropped;
/// flags such as skip-worktree stay.
final class IndexDraft {
  private let path: String
  private let index: WorktreeIndex
  private let source: IndexIdentity?

  /// Throws `unsupported` for a split or sparse index and one without a checksum.
  init(of original: String, at path: String) throws(GitError) {
    let source = try IndexIdentity(of: original)
    unlink(path)
    if let bytes = try Descriptor.contents(of: original) {
      try Descriptor.replace(path, with: bytes)
    }
    self.path = path
    self.source = source
    index = try IndexDraft.open(path, original, source)
  }

  private static func open(
    _ path: String,
    _ original: String,
    _ source: IndexIdentity?
  ) throws(GitError) -> WorktreeIndex {
    do throws(GitError) {
      return try WorktreeIndex(path)
    } catch {
      throw explained(error, original, source)
    }
  }

  /// Whether the index is still the one that was copied.
  func isCurrent(_ original: String) throws(GitError) -> Bool {
    try IndexIdentity(of: original) == source
  }

  /// What an index says about one path.
  struct Entry {
    let item: TreeEntry
    let isSkipped: Bool
    fileprivate let record: git_index_entry

    /// Whether a file has not been touched since git looked at it last; if not known, false.
    func isUntouched(_ status: FileStatus, indexedAt: timespec?) -> Bool {
      guard let indexedAt, record.file_size == UInt32(truncatingIfNeeded: status.size),
        record.ino == UInt32(truncatingIfNeeded: status.inode),
        record.mtime.seconds == Int32(truncatingIfNeeded: status.modified.tv_sec),
        record.mtime.nanoseconds == UInt32(truncatingIfNeeded: status.modified.tv_nsec)
      else { return false }
      // A change in the same tick of the clock would not show.
      return status.modified.tv_sec < indexedAt.tv_sec
        || status.modified.tv_sec == indexedAt.tv_sec
          && status.modified.tv_nsec < indexedAt.tv_nsec
    }
  }

  var indexedAt: timespec? { source?.modified }

  func entry(_ path: String) -> Entry? {
    git_index_get_bypath(index.handle.pointer, path, 0).map { Entry($0.pointee, path) }
  }

  /// Whether the user has a conflict to solve at a path.
  func isInConflict(_ path: String) -> Bool {
    (1...3).contains { git_index_get_bypath(index.handle.pointer, path, Int32($0)) != nil }
  }

  /// Whether an entry stands below a folder.
  func hasEntries(below folder: String) -> Bool { firstEntry(below: folder) != nil }

  /// Whether the folder that a new path belongs to is one that a sparse checkout leaves out: the
  /// settings may stand where libgit2 does not read them, but the entries tell.
  func isLeftOut(_ path: String) -> Bool {
    var rest = path[...]
    while let slash = rest.utf8.lastIndex(of: UInt8(ascii: "/")) {
      rest = rest[..<slash]
      let prefix = "\(rest)/"
      guard var position = firstEntry(below: String(rest)) else { continue }
      while let entry = git_index_get_byindex(index.handle.pointer, position) {
        guard String(cString: entry.pointee.path).utf8.starts(with: prefix.utf8) else {
          return true
        }
        if !Entry.isSkipped(entry.pointee) { return false }
        position += 1
      }
      return true
    }
    return false
  }

  func put(_ entry: TreeEntry, _ status: stat) throws(GitError) { try index.add(entry, status) }

  /// Names a content whose file is left out.
  func putLeftOut(_ entry: TreeEntry) throws(GitError) {
    var record = git_index_entry()
    record.mode = entry.mode
    record.id = entry.id.raw
    record.flags = UInt16(GIT_INDEX_ENTRY_EXTENDED.rawValue)
    record.flags_extended = UInt16(GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue)
    let code = entry.path.withCString { path in
      record.path = path
      return git_index_add(index.handle.pointer, &record)
    }
    try LibraryCall.check(code, "indexing \(entry.path)")
  }

  func remove(_ path: String) throws(GitError) { try index.remove(path) }

  /// Writes the copy with the time and the permissions of the original.
  ///
  /// With a later time git would no longer look twice at files that changed in the tick in which the
  /// original was written.
  func write() throws(GitError) {
    try index.write()
    guard let source else { return }
    let times = [source.modified, source.modified]
    if utimensat(AT_FDCWD, path, times, 0) != 0 || chmod(path, source.mode) != 0 {
      throw .io(operation: "dating", path: path, errno: errno)
    }
  }

  /// Puts it in the place of the original.
  func install(as original: String) throws(GitError) {
    if rename(path, original) != 0 {
      throw .io(operation: "replacing", path: original, errno: errno)
    }
  }

  private func firstEntry(below folder: String) -> Int? {
    var position = 0
    let code = git_index_find_prefix(&position, index.handle.pointer, folder + "/")
    return code == 0 ? position : nil
  }

  private static func explained(
    _ error: GitError,
    _ path: String,
    _ source: IndexIdentity?
  ) -> GitError {
    let text = "\(error)"
    if text.contains("mandatory extension") {
      return .unsupported(
        "\(path) is a split or sparse index, which is not supported for records on this branch: "
          + "git update-index --no-split-index, or git sparse-checkout reapply --no-sparse-index"
      )
    }
    if source?.hasChecksum == false {
      return .unsupported(
        "\(path) has no checksum, which is not supported for records on this branch: "
          + "git config index.skipHash false, and git update-index --force-write-index"
      )
    }
    return error
  }
}

extension IndexDraft.Entry {
  fileprivate init(_ record: git_index_entry, _ path: String) {
    self.record = record
    item = TreeEntry(mode: record.mode, id: ObjectID(record.id), path: path)
    isSkipped = Self.isSkipped(record)
  }

  fileprivate static func isSkipped(_ record: git_index_entry) -> Bool {
    record.flags_extended & UInt16(GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue) != 0
  }
}

/// What tells one version of an index file from another.
struct IndexIdentity: Equatable {
  let inode: UInt64
  let size: Int
  let modified: timespec
  let mode: mode_t
  private let checksum: [UInt8]

  /// Nil if there is no index.
  init?(of path: String) throws(GitError) {
    let number = open(path, O_RDONLY | O_CLOEXEC)
    if number < 0 {
      if errno == ENOENT { return nil }
      throw .io(operation: "opening", path: path, errno: errno)
    }
    let file = Descriptor(owning: number, path: path)
    let status = try file.status()
    inode = UInt64(status.st_ino)
    size = Int(status.st_size)
    modified = status.st_mtim
    mode = status.st_mode & 0o777
    var tail = [UInt8](repeating: 0, count: 20)
    let start = max(0, size - 20)
    _ = try tail.lendMutable { (buffer) throws(GitError) in try file.read(into: buffer, at: start) }
    checksum = tail
  }

  var hasChecksum: Bool { checksum.contains { $0 != 0 } }

  static func == (one: IndexIdentity, two: IndexIdentity) -> Bool {
    one.inode == two.inode && one.size == two.size && one.checksum == two.checksum
      && one.modified.tv_sec == two.modified.tv_sec && one.modified.tv_nsec == two.modified.tv_nsec
  }
}
