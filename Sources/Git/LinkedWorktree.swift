import Glibc
package import Hashing

/// A folder that shows the tree of a commit: a linked work tree with a detached HEAD, whose files
/// are written here and not by git.
package struct LinkedWorktree: Sendable {
  /// What stands at the path.
  package enum Condition: Equatable, Sendable {
    /// Nothing, or an empty folder.
    case absent
    /// This work tree, showing a commit.
    case ours(ObjectID)
    /// This work tree, but parts of it or of its administration are missing.
    case broken
    /// Something else, which is not touched.
    case foreign
  }

  /// The folder, an absolute path.
  package let path: String
  /// The name under which git lists it; unique in the repository.
  package let name: String
  let repository: Repository

  package init(_ path: String, named name: String, of repository: Repository) {
    self.path = path
    self.name = name
    self.repository = repository
  }

  /// The folder in which git keeps what it knows about this work tree.
  var admin: String { "\(repository.location.commonDirectory)/worktrees/\(name)" }
  var dotGit: String { path + "/.git" }
  /// Holds the commit that is being written while files are changed.
  var marker: String { admin + "/weir-target" }
  var indexPath: String { admin + "/index" }

  /// Tells whether the folder is this work tree.
  package func condition() throws(GitError) -> Condition {
    var status = stat()
    if lstat(path, &status) != 0 {
      if errno == ENOENT { return .absent }
      throw .io(operation: "asking about", path: path, errno: errno)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { return .foreign }
    let back = try line(of: admin + "/gitdir")
    if lstat(dotGit, &status) != 0 {
      if isEmptyFolder { return .absent }
      return back == dotGit ? .broken : .foreign
    }
    guard status.st_mode & S_IFMT == S_IFREG, let link = try line(of: dotGit),
      link.hasPrefix("gitdir: ")
    else { return .foreign }
    let target = String(link.dropFirst(8))
    guard isSame(target, admin) else {
      // The whole repository may have been moved or the administration pruned.
      let isLost = target.hasSuffix("/worktrees/\(name)") && access(target, F_OK) != 0
      return isLost ? .broken : .foreign
    }
    guard back != nil, let head = try line(of: admin + "/HEAD"), let id = ObjectID(hex: head) else {
      return .broken
    }
    return .ours(id)
  }

  /// The commit of a change that was cut off; nil if the last one was finished.
  func unfinishedTarget() throws(GitError) -> ObjectID? {
    guard let text = try line(of: marker) else { return nil }
    return ObjectID(hex: text) ?? .zero
  }

  /// The first line of a file; nil if it is not there.
  private func line(of file: String) throws(GitError) -> String? {
    guard let bytes = try Descriptor.contents(of: file) else { return nil }
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  private func isSame(_ one: String, _ two: String) -> Bool {
    if one == two { return true }
    var left = stat()
    var right = stat()
    return stat(one, &left) == 0 && stat(two, &right) == 0 && left.st_ino == right.st_ino
      && left.st_dev == right.st_dev
  }

  private var isEmptyFolder: Bool {
    guard let listing = opendir(path) else { return false }
    defer { closedir(listing) }
    var count = 0
    while readdir(listing) != nil { count += 1 }
    return count <= 2
  }
}
