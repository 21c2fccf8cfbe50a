import CLibgit2
import Glibc
import Hashing

/// The index file of a work tree whose files this module writes.
struct WorktreeIndex: ~Copyable {
  let handle: Owned

  /// Opens an index file, which need not exist.
  init(_ path: String) throws(GitError) {
    try Library.start()
    handle = try LibraryCall.own("index \(path)", release: git_index_free) {
      git_index_open($0, path)
    }
  }

  /// Makes it empty.
  func clear() throws(GitError) {
    try LibraryCall.check(git_index_clear(handle.pointer), "clearing the index")
  }

  var paths: [String] {
    (0..<git_index_entrycount(handle.pointer)).compactMap { position in
      git_index_get_byindex(handle.pointer, position).map { String(cString: $0.pointee.path) }
    }
  }

  /// Says that an entry is what stands in the file that has this status.
  func add(_ entry: TreeEntry, _ status: stat) throws(GitError) {
    var record = git_index_entry()
    record.ctime.seconds = Int32(truncatingIfNeeded: status.st_ctim.tv_sec)
    record.ctime.nanoseconds = UInt32(truncatingIfNeeded: status.st_ctim.tv_nsec)
    record.mtime.seconds = Int32(truncatingIfNeeded: status.st_mtim.tv_sec)
    record.mtime.nanoseconds = UInt32(truncatingIfNeeded: status.st_mtim.tv_nsec)
    record.dev = UInt32(truncatingIfNeeded: status.st_dev)
    record.ino = UInt32(truncatingIfNeeded: status.st_ino)
    record.uid = status.st_uid
    record.gid = status.st_gid
    record.file_size = UInt32(truncatingIfNeeded: status.st_size)
    record.mode = entry.mode
    record.id = entry.id.raw
    let code = entry.path.withCString { path in
      record.path = path
      return git_index_add(handle.pointer, &record)
    }
    try LibraryCall.check(code, "indexing \(entry.path)")
  }

  /// Forgets a path; one that is not there is no error.
  func remove(_ path: String) throws(GitError) {
    let code = git_index_remove(handle.pointer, path, 0)
    if code != GIT_ENOTFOUND.rawValue {
      try LibraryCall.check(code, "forgetting \(path) in the index")
    }
  }

  func write() throws(GitError) {
    try LibraryCall.check(git_index_write(handle.pointer), "writing the index")
  }
}
