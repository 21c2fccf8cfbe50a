import Glibc
import Hashing

/// The moment in which a branch, and the indexes that belong to it, get their new values.
struct BranchSwap: Sendable {
  let ref: RefFile
  private let claims: [String]
  private let location: RepositoryLocation

  init(_ branch: String, _ claims: [String], _ location: RepositoryLocation) {
    ref = RefFile(name: branch, commonDirectory: location.commonDirectory)
    self.claims = claims
    self.location = location
  }

  /// A commit on top of a tip, in the repository but on no branch.
  struct Draft: Sendable {
    let tip: ObjectID
    let commit: ObjectID
    let objects: [ObjectID]
    let changes: [TreeChange]
    let sharing: SharedPermissions
  }

  /// What is in the way, as far as files tell; it opens no HEAD.
  func obstacle(in places: [WorkPlace], _ holders: [WorkPlace]) throws(GitError) -> BranchObstacle?
  {
    for claim in claims {
      guard let bytes = try Descriptor.contents(of: claim),
        let process = Int32(String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)),
        process > 0, kill(process, 0) == 0 || errno == EPERM
      else { continue }
      return .command(process: process, name: "git commit")
    }
    for place in places {
      let isHeld = holders.contains(place)
      if let operation = try place.unfinishedOperation(on: ref.name, holding: isHeld) {
        return .operation(operation, folder: place.root ?? place.gitDirectory)
      }
      if isHeld, let root = place.root, access(root, F_OK) != 0 {
        return .operation("a work tree that is not there", folder: root)
      }
      var status = stat()
      if isHeld, lstat(place.indexPath + ".lock", &status) == 0 {
        return lock(place.indexPath + ".lock", since: status.st_mtim)
      }
    }
    return nil
  }

  /// Changes files, indexes and ref, or nothing.
  func run(
    _ updates: [PlaceUpdate],
    _ draft: Draft,
    _ folder: SwapFolder,
    _ door: HeadGuard
  ) throws(GitError) -> BranchObstacle? {
    var begun: [PlaceUpdate] = []
    func undo() { for update in begun.reversed() { update.undo() } }
    var isLocked = false
    do throws(GitError) {
      for update in updates {
        if let obstacle = try update.begin() {
          undo()
          return obstacle
        }
        begun.append(update)
      }
      var isFree = door.isHeld
      for update in updates where isFree { isFree = try update.isIndexFree() }
      guard isFree else {
        undo()
        return .raced
      }
      // A crash from here to the last rename leaves a lock, so nothing else stands between.
      guard try ref.lock(with: folder.valuePath) else {
        undo()
        return ref.lockAge.map { .lock(path: $0.path, age: $0.age) } ?? .raced
      }
      isLocked = true
      guard try ref.read() == draft.tip else {
        ref.unlock()
        undo()
        return .raced
      }
      for update in updates { try update.installIndex() }
    } catch {
      if isLocked { ref.unlock() }
      undo()
      throw error
    }
    try ref.install()
    return nil
  }

  /// Tells the logs of the branch and of the HEADs that point to it; a log that cannot be written is
  /// no reason to call the commit failed.
  func writeLogs(_ draft: Draft, _ change: BranchChange, _ holders: [WorkPlace]) {
    let text = RefLog.line(String(change.message.prefix { !$0.isNewline }))
    let logs =
      [RefLog(ofBranch: ref.name, in: location)]
      + holders.compactMap { RefLog(ofHeadIn: $0.gitDirectory) }
    for log in logs {
      try? log.append(
        from: draft.tip,
        to: draft.commit,
        message: text,
        by: change.committer,
        syncing: false
      )
    }
  }

  /// A path that would go away though nothing asks for it.
  static func firstLost(_ changes: [TreeChange], _ updates: [String: TreeUpdate]) -> String? {
    for change in changes where change.new == nil {
      var rest = change.path[...]
      var isMeant = false
      while true {
        switch updates[String(rest)] {
        case .remove, .setTree: isMeant = true
        case .set, nil: break
        }
        guard !isMeant, let slash = rest.utf8.lastIndex(of: UInt8(ascii: "/")) else { break }
        rest = rest[..<slash]
      }
      if !isMeant { return change.path }
    }
    return nil
  }

  private func lock(_ path: String, since time: timespec) -> BranchObstacle {
    .lock(path: path, age: max(0, Glibc.time(nil) - time.tv_sec))
  }
}
