import Glibc
import Hashing

/// A folder in the git directory for what shall appear elsewhere in one step: new files, the new
/// index, the new value of the ref.
///
/// It is deleted with this object; what a crash left is found by the next one.
final class SwapFolder {
  let path: String
  private var stages: [String] = []
  private static let prefix = "weir-swap."

  init(for ref: String, in location: RepositoryLocation) throws(GitError) {
    SwapFolder.removeLeftovers(in: location.commonDirectory)
    path = "\(location.commonDirectory)/\(SwapFolder.prefix)\(getpid())"
    Folder.delete(path)
    if mkdir(path, 0o700) != 0 {
      throw .io(operation: "making folder", path: path, errno: errno)
    }
    try Descriptor.replace(path + "/name", with: Array(ref.utf8))
  }

  deinit {
    for stage in stages { Folder.delete(stage) }
    Folder.delete(path)
  }

  /// A name for a folder from which files can be moved into a work tree: here, or, where the work
  /// tree is in another file system, in that one.
  func stage(for root: String) -> String {
    var here = stat()
    var there = stat()
    var stage = "\(path)/tree.\(stages.count)"
    if stat(path, &here) == 0, stat(root, &there) == 0, here.st_dev != there.st_dev {
      SwapFolder.removeLeftovers(in: root)
      stage = "\(root)/\(SwapFolder.prefix)\(getpid())"
    }
    stages.append(stage)
    return stage
  }

  /// The file that becomes the ref.
  var valuePath: String { path + "/value" }

  /// Writes the new value of the ref, synced.
  func write(_ id: ObjectID, _ sharing: SharedPermissions) throws(GitError) {
    unlink(valuePath)
    let file = try Descriptor(valuePath, O_WRONLY | O_CREAT | O_EXCL, mode: 0o666)
    try file.write(Array("\(id)\n".utf8))
    let mode = try file.status().st_mode & 0o777
    if sharing.applyToWritable(mode) != mode {
      fchmod(file.number, sharing.applyToWritable(mode))
    }
    try file.sync()
  }

  /// Ends what a process began that is gone: above all its lock, which would stop every commit.
  static func removeLeftovers(in commonDirectory: String) {
    for name in Folder.names(in: commonDirectory) where name.hasPrefix(prefix) {
      guard let process = Int32(name.dropFirst(prefix.count)), process != getpid(),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      let folder = "\(commonDirectory)/\(name)"
      if let ref = try? Descriptor.contents(of: folder + "/name") {
        RefFile(name: String(decoding: ref, as: UTF8.self), commonDirectory: commonDirectory)
          .unlock(ifLockedWith: folder + "/value")
      }
      Folder.delete(folder)
    }
  }
}
