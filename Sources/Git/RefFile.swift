import CLibgit2
import Glibc
import Hashing

/// A ref as git's files have it, read and swapped without opening anything else.
struct RefFile {
  let name: String
  let commonDirectory: String

  private var path: String { "\(commonDirectory)/\(name)" }
  private var lockPath: String { path + ".lock" }

  /// Where it points; nil if it is not there.
  ///
  /// Throws `unsupported` for a symbolic one.
  func read() throws(GitError) -> ObjectID? {
    var status = stat()
    // A folder of refs may bear the name of a packed one while it is empty.
    if lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR,
      let bytes = try Descriptor.contents(of: path)
    {
      let text = String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
      if let id = ObjectID(hex: text) { return id }
      throw text.hasPrefix("ref:")
        ? .unsupported("\(name) is a symbolic ref, which is not supported for records")
        : .corrupt(name, message: "it holds no id")
    }
    guard let packed = try Descriptor.contents(of: commonDirectory + "/packed-refs") else {
      return nil
    }
    let suffix = Array(" \(name)".utf8)
    for line in packed.split(separator: UInt8(ascii: "\n"))
    where line.count == 40 + suffix.count && line.suffix(suffix.count).elementsEqual(suffix) {
      return ObjectID(hex: String(decoding: line.prefix(40), as: UTF8.self))
    }
    return nil
  }

  /// Takes the lock by giving a file that is complete and synced a second name; false if somebody
  /// has it.
  func lock(with file: String) throws(GitError) -> Bool {
    for _ in 0..<3 {
      if link(file, lockPath) == 0 { return true }
      if errno == EEXIST { return false }
      guard errno == ENOENT else { break }
      makeFolders()
    }
    throw .io(operation: "locking", path: path, errno: errno)
  }

  func unlock() { unlink(lockPath) }

  /// Age of the lock in seconds; nil if there is none.
  var lockAge: (path: String, age: Int)? {
    var status = stat()
    guard lstat(lockPath, &status) == 0 else { return nil }
    return (lockPath, max(0, time(nil) - status.st_mtim.tv_sec))
  }

  /// Makes the locked value the ref's.
  func install() throws(GitError) {
    if rename(lockPath, path) == 0 { return }
    if errno == EISDIR || errno == ENOTEMPTY || errno == EEXIST {
      Folder.deleteIfEmpty(path)
      if rename(lockPath, path) == 0 { return }
    }
    throw .io(operation: "moving", path: path, errno: errno)
  }

  /// Waits until the new value's name is on the disk.
  func sync() throws(GitError) {
    guard let slash = path.lastIndex(of: "/") else { return }
    try Descriptor(String(path[..<slash]), O_RDONLY | O_DIRECTORY).sync()
  }

  /// Removes a lock that is another name of this file, which its maker did not live to use.
  func unlock(ifLockedWith file: String) {
    var ours = stat()
    var theirs = stat()
    if lstat(file, &ours) == 0, lstat(lockPath, &theirs) == 0, ours.st_ino == theirs.st_ino,
      ours.st_dev == theirs.st_dev
    {
      unlock()
    }
  }

  private func makeFolders() {
    var position = commonDirectory.endIndex
    while let slash = path[path.index(after: position)...].firstIndex(of: "/") {
      mkdir(String(path[..<slash]), 0o777)
      position = slash
    }
  }
}
