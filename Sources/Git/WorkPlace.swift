import Glibc
import Hashing

/// One work tree of a repository, the main one or a linked one: its folder, and the git directory
/// that holds its HEAD and its index.
struct WorkPlace: Hashable, Sendable {
  let gitDirectory: String
  /// The folder of the files; nil for the HEAD of a bare repository, which no files follow.
  let root: String?

  var headPath: String { gitDirectory + "/HEAD" }
  var indexPath: String { gitDirectory + "/index" }

  /// The branch that a HEAD file names; nil if it is detached.
  static func branch(inHead bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    guard text.hasPrefix("ref:") else { return nil }
    return String(text.dropFirst(4).drop { $0 == " " || $0 == "\t" })
  }

  /// Whether HEAD points to a branch.
  func holds(_ ref: String) throws(GitError) -> Bool {
    guard root != nil, let head = try Descriptor.contents(of: headPath) else { return false }
    return WorkPlace.branch(inHead: head) == ref
  }

  /// What the user has begun and not finished, which a change of the branch would disturb; more of
  /// it where the branch is checked out.
  func unfinishedOperation(on ref: String, holding: Bool) throws(GitError) -> String? {
    for folder in ["rebase-merge", "rebase-apply"] {
      let head = try line(of: "\(folder)/head-name")
      if head == ref || holding && exists(folder) { return "a rebase" }
      let updated = try Descriptor.contents(of: "\(gitDirectory)/\(folder)/update-refs") ?? []
      if String(decoding: updated, as: UTF8.self).split(separator: "\n").contains(Substring(ref)) {
        return "a rebase"
      }
    }
    guard holding else { return nil }
    let names = [
      ("MERGE_HEAD", "a merge"), ("CHERRY_PICK_HEAD", "a cherry-pick"),
      ("REVERT_HEAD", "a revert"), ("sequencer", "a series of picks"),
    ]
    return names.first { exists($0.0) }?.1
  }

  private func exists(_ name: String) -> Bool { access("\(gitDirectory)/\(name)", F_OK) == 0 }

  private func line(of name: String) throws(GitError) -> String? {
    guard let bytes = try Descriptor.contents(of: "\(gitDirectory)/\(name)") else { return nil }
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}

extension Repository {
  /// Every work tree; those whose folder is gone are left out unless they are locked, which says
  /// that they come back.
  func workPlaces() throws(GitError) -> [WorkPlace] {
    let common = location.commonDirectory
    var main = location.workTree
    if location.isLinked {
      let place = RepositoryLocation(gitDirectory: common, commonDirectory: common, workTree: nil)
      main = try Repository(at: place).location.workTree
    }
    var places = [WorkPlace(gitDirectory: common, root: main.map(realPath))]
    for name in Folder.names(in: common + "/worktrees") {
      let admin = "\(common)/worktrees/\(name)"
      guard let bytes = try Descriptor.contents(of: admin + "/gitdir") else { continue }
      let link = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      guard link.hasSuffix("/.git") else { continue }
      let root = String(link.dropLast(5))
      if access(link, F_OK) == 0 || access(admin + "/locked", F_OK) == 0 {
        places.append(WorkPlace(gitDirectory: admin, root: realPath(root)))
      }
    }
    return places
  }

  private func realPath(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}
