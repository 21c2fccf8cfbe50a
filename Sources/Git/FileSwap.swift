import CGitShim
import Glibc
import Hashing

/// What tells one version of a file from another, whatever its name.
struct FileStatus: Equatable {
  let inode: UInt64
  let size: Int64
  let modified: timespec
  let mode: mode_t

  init(_ status: stat) {
    inode = UInt64(status.st_ino)
    size = Int64(status.st_size)
    modified = status.st_mtim
    mode = status.st_mode
  }

  static func == (one: FileStatus, two: FileStatus) -> Bool {
    one.inode == two.inode && one.size == two.size && one.mode == two.mode
      && one.modified.tv_sec == two.modified.tv_sec && one.modified.tv_nsec == two.modified.tv_nsec
  }
}

/// Puts prepared files into a work tree and takes files out of it, in steps that can be undone: what
/// is replaced or removed is kept beside until the end.
final class FileSwap {
  private let objects: String
  private let stage: String
  private let tree: FolderCursor
  private let staged: FolderCursor
  private var ids: [String: TreeEntry] = [:]
  private var done: [Step] = []

  private enum Step {
    case placed(String)
    case exchanged(String)
    case removed(String, as: String)
  }

  /// A step that was not made, since the file is not the one that was looked at.
  struct Changed: Error {
    let path: String
  }

  /// The stage is a folder of this object's own; deleting it deletes what was replaced.
  init(objects: String, root: String, stage: String) throws(GitError) {
    self.objects = objects
    self.stage = stage
    for folder in [stage, stage + "/new"] where mkdir(folder, 0o700) != 0 && errno != EEXIST {
      throw .io(operation: "making folder", path: folder, errno: errno)
    }
    // Where the stage has to stand in the work tree, git does not see it.
    try Descriptor.replace(stage + "/.gitignore", with: Array("*\n".utf8))
    tree = try FolderCursor(root)
    staged = try FolderCursor(stage + "/new")
  }

  /// Writes the contents that shall be put in place.
  func prepare(_ entries: [TreeEntry]) throws(GitError) {
    let new = entries.filter { ids[$0.path] != $0 }
    guard !new.isEmpty else { return }
    try FileWriter.check(new)
    var options = CheckoutOptions()
    options.replacing = true
    let writer = try FileWriter(objects: objects, folder: stage + "/new", options: options)
    for entry in new {
      _ = try writer.write(entry)
      ids[entry.path] = entry
    }
  }

  /// What stands at a path now; nil if nothing does.
  func status(_ path: String) throws(GitError) -> (status: FileStatus, folder: Int32, name: String)?
  {
    guard let (folder, last) = try tree.parent(of: path, making: false) else { return nil }
    var status = stat()
    if fstatat(folder, String(last), &status, AT_SYMLINK_NOFOLLOW) != 0 {
      if errno == ENOENT { return nil }
      throw .io(operation: "asking about", path: path, errno: errno)
    }
    return (FileStatus(status), folder, String(last))
  }

  /// Puts a prepared file in place: of nothing, or of the file that was looked at.
  func put(_ path: String, over expected: FileStatus?) throws {
    guard let (folder, name) = try tree.parent(of: path, making: true),
      let (stageFolder, _) = try staged.parent(of: path, making: false)
    else { throw Changed(path: path) }
    let text = String(name)
    guard let expected else {
      try place(path, stageFolder, folder, text)
      done.append(.placed(path))
      return
    }
    guard gitshim_exchange(stageFolder, text, folder, text) == 0 else {
      guard [EINVAL, ENOSYS, ENOTSUP].contains(errno) else {
        if errno == ENOENT { throw Changed(path: path) }
        throw GitError.io(operation: "replacing", path: path, errno: errno)
      }
      // A file system that cannot: in two steps, between which the file is not there.
      try remove(path, expecting: expected)
      return try put(path, over: nil)
    }
    done.append(.exchanged(path))
    // The old file is ours to look at now, and back it goes if somebody wrote to it.
    var old = stat()
    guard fstatat(stageFolder, text, &old, AT_SYMLINK_NOFOLLOW) == 0, FileStatus(old) == expected
    else { throw Changed(path: path) }
  }

  /// Takes the file that was looked at away.
  func remove(_ path: String, expecting expected: FileStatus) throws {
    guard let (folder, name) = try tree.parent(of: path, making: false) else {
      throw Changed(path: path)
    }
    let keep = "\(stage)/old.\(done.count)"
    guard renameat(folder, String(name), AT_FDCWD, keep) == 0 else {
      if errno == ENOENT { throw Changed(path: path) }
      throw GitError.io(operation: "removing", path: path, errno: errno)
    }
    done.append(.removed(path, as: keep))
    var old = stat()
    guard lstat(keep, &old) == 0, FileStatus(old) == expected else { throw Changed(path: path) }
  }

  /// What the file system says about a file that was put in place.
  func placedStatus(_ path: String) throws(GitError) -> stat {
    var result = stat()
    guard let (folder, name) = try tree.parent(of: path, making: false),
      fstatat(folder, String(name), &result, AT_SYMLINK_NOFOLLOW) == 0
    else { throw .io(operation: "asking about", path: path, errno: errno) }
    return result
  }

  /// Brings everything back, last step first.
  func undo() {
    while let step = done.popLast() {
      switch step {
      case .placed(let path):
        move(path, back: false)
        try? tree.removeEmptyFolders(above: path)
      case .exchanged(let path): move(path, back: true)
      case .removed(let path, let keep):
        if let (folder, name) = try? tree.parent(of: path, making: true) {
          // Never over what somebody put there meanwhile.
          if linkat(AT_FDCWD, keep, folder, String(name), 0) == 0 { unlink(keep) }
        }
      }
    }
  }

  /// Removes the folders that became empty.
  func finish() {
    for case .removed(let path, _) in done { try? tree.removeEmptyFolders(above: path) }
  }

  /// Never over anything that stands there.
  private func place(
    _ path: String,
    _ stageFolder: Int32,
    _ folder: Int32,
    _ name: String
  ) throws {
    if linkat(stageFolder, name, folder, name, 0) == 0 {
      unlinkat(stageFolder, name, 0)
      return
    }
    if errno == EEXIST { throw Changed(path: path) }
    guard [EPERM, ENOSYS, ENOTSUP, EMLINK].contains(errno) else {
      throw GitError.io(operation: "placing", path: path, errno: errno)
    }
    // A file system without hard links.
    var status = stat()
    if fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 { throw Changed(path: path) }
    if renameat(stageFolder, name, folder, name) != 0 {
      throw GitError.io(operation: "placing", path: path, errno: errno)
    }
  }

  private func move(_ path: String, back exchanging: Bool) {
    guard let (folder, name) = try? tree.parent(of: path, making: false),
      let (stageFolder, _) = try? staged.parent(of: path, making: true)
    else { return }
    if exchanging {
      _ = gitshim_exchange(stageFolder, String(name), folder, String(name))
    } else {
      renameat(folder, String(name), stageFolder, String(name))
    }
  }
}
