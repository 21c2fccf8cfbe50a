import Glibc
import Hashing

/// Brings the index and the files of one work tree in step with a commit on top of its branch:
/// exactly the paths by which the commit differs, none that the user has changed.
final class PlaceUpdate {
  let place: WorkPlace
  private let root: String
  private let folder: String
  private let files: FileSwap
  private let trustsMode: Bool
  private var draft: IndexDraft?
  private var steps: [Step] = []

  private struct Step {
    let path: String
    /// What the index shall say; nil: nothing.
    let entry: TreeEntry?
    let isLeftOut: Bool
    /// Whether the file is to be written or removed, and what stands there now.
    let touchesFile: Bool
    let present: FileStatus?
  }

  struct Settings {
    /// `core.fileMode`.
    let trustsMode: Bool
    let objects: String
  }

  init(_ place: WorkPlace, root: String, in swap: SwapFolder, _ settings: Settings) throws(GitError)
  {
    self.place = place
    self.root = root
    let stage = swap.stage(for: root)
    folder = stage
    files = try FileSwap(objects: settings.objects, root: root, stage: stage)
    trustsMode = settings.trustsMode
  }

  /// Looks at everything and prepares it; gives the path that the user has changed, if there is one.
  ///
  /// Asked again it looks again, and prepares what is new.
  func prepare(_ changes: [TreeChange]) throws(GitError) -> BranchObstacle? {
    if try draft?.isCurrent(place.indexPath) != true {
      draft = try IndexDraft(of: place.indexPath, at: folder + "/index")
    }
    guard let draft else { return nil }
    steps = []
    for change in changes {
      guard let step = try step(for: change, draft) else {
        return .changed(path: change.path, folder: root)
      }
      steps.append(step)
    }
    try files.prepare(steps.compactMap { $0.touchesFile ? $0.entry : nil })
    return nil
  }

  /// Puts the files in place and writes the new index beside the old one.
  ///
  /// What was done is undone if the user changed a path since `prepare`.
  func begin() throws(GitError) -> BranchObstacle? {
    guard let draft else { return nil }
    do {
      for step in steps where step.entry == nil {
        if step.touchesFile, let present = step.present {
          try files.remove(step.path, expecting: present)
        }
        try draft.remove(step.path)
      }
      for step in steps {
        guard let entry = step.entry else { continue }
        if step.isLeftOut {
          try draft.putLeftOut(entry)
        } else {
          if step.touchesFile { try files.put(step.path, over: step.present) }
          try draft.put(entry, try files.placedStatus(step.path))
        }
      }
      try draft.write()
      return nil
    } catch let changed as FileSwap.Changed {
      undo()
      return .changed(path: changed.path, folder: root)
    } catch let error as GitError {
      undo()
      throw error
    } catch {
      undo()
      throw .invalid("\(error)")
    }
  }

  /// Brings the files back; the draft is spoilt.
  func undo() {
    files.undo()
    draft = nil
  }

  /// Whether nobody wrote the index or is about to.
  func isIndexFree() throws(GitError) -> Bool {
    if access(place.indexPath + ".lock", F_OK) == 0 { return false }
    return try draft?.isCurrent(place.indexPath) ?? false
  }

  /// The first half of the swap.
  func installIndex() throws(GitError) { try draft?.install(as: place.indexPath) }

  func finish() { files.finish() }

  /// What to do about a path; nil if the user has changed it.
  private func step(for change: TreeChange, _ draft: IndexDraft) throws(GitError) -> Step? {
    let indexed = draft.entry(change.path)
    let isOld = isSame(indexed?.item, change.old)
    guard isOld || isSame(indexed?.item, change.new), !draft.isInConflict(change.path) else {
      return nil
    }
    if indexed == nil, change.new != nil, try isBlocked(change.path, draft) { return nil }
    let isLeftOut =
      indexed.map(\.isSkipped)
      ?? (change.old == nil && draft.isLeftOut(change.path))
    var present: (status: FileStatus, folder: Int32, name: String)?
    do throws(GitError) {
      present = try files.status(change.path)
    } catch {
      // A file or a link stands where a folder of the path should be.
      if case .io(_, _, ENOTDIR) = error { return nil }
      if case .io(_, _, ELOOP) = error { return nil }
      throw error
    }
    guard let present else {
      if isLeftOut {
        return Step(
          path: change.path,
          entry: change.new,
          isLeftOut: true,
          touchesFile: false,
          present: nil
        )
      }
      // The user removed a file that is to have new content.
      if change.old != nil, change.new != nil { return nil }
      return Step(
        path: change.path,
        entry: change.new,
        isLeftOut: false,
        touchesFile: change.new != nil,
        present: nil
      )
    }
    let content = try content(of: change.path, present, indexed, draft)
    let isNew = content != nil && isSame(content, change.new)
    guard isNew || content != nil && isSame(content, change.old) else { return nil }
    return Step(
      path: change.path,
      entry: change.new,
      isLeftOut: false,
      touchesFile: !isNew,
      present: present.status
    )
  }

  /// Whether the index has a file where a path needs a folder, or a folder where it is a file.
  private func isBlocked(_ path: String, _ draft: IndexDraft) throws(GitError) -> Bool {
    if draft.hasEntries(below: path) { return true }
    var rest = path[...]
    while let slash = rest.utf8.lastIndex(of: UInt8(ascii: "/")) {
      rest = rest[..<slash]
      if draft.entry(String(rest)) != nil { return true }
    }
    return false
  }

  /// What stands in the file, as a tree would have it; nil if it is neither a file nor a link.
  private func content(
    of path: String,
    _ present: (status: FileStatus, folder: Int32, name: String),
    _ indexed: IndexDraft.Entry?,
    _ draft: IndexDraft
  ) throws(GitError) -> TreeEntry? {
    var mode = FileMode.file
    switch present.status.mode & S_IFMT {
    case S_IFREG:
      let known = indexed?.item.isFile == true ? indexed?.item.mode : nil
      if trustsMode {
        mode = present.status.mode & 0o100 != 0 ? FileMode.executable : FileMode.file
      } else {
        mode = known ?? FileMode.file
      }
      if let indexed, indexed.isUntouched(present.status, indexedAt: draft.indexedAt),
        mode == indexed.item.mode
      {
        return indexed.item
      }
      let file = try Descriptor(present.name, in: present.folder, O_RDONLY | O_NONBLOCK)
      let id = try BlobHash.ofFile(descriptor: file.number, named: path)
      return TreeEntry(mode: mode, id: id, path: path)
    case S_IFLNK:
      var target = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = readlinkat(present.folder, present.name, &target, target.count)
      if count < 0 { throw .io(operation: "reading link", path: path, errno: errno) }
      let id = try BlobHash.of(target[..<count].map { UInt8(bitPattern: $0) })
      return TreeEntry(mode: FileMode.symlink, id: id, path: path)
    default: return nil
    }
  }

  private func isSame(_ one: TreeEntry?, _ two: TreeEntry?) -> Bool {
    one?.id == two?.id && one?.mode == two?.mode
  }
}
