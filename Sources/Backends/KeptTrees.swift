import CSpawn
import Engine
import Glibc
import Hashing

/// Copies of whole trees, kept read-only, from which the folders of attempts are made.
///
/// Small trees are copied. Of large ones the files are linked; all of them bear one fixed
/// modification time, so a task that changes one in place is found out, and the copy is dropped.
struct KeptTrees {
  private let root: String
  private let contents: any ContentStore
  /// 2000-01-01T00:00:00Z.
  private static let fixedTime = 946_684_800
  /// Trees with more files are linked.
  private static let copiedFiles = 1000

  init(cache: String, contents: any ContentStore) {
    root = cache + "/trees"
    self.contents = contents
  }

  /// A tree that was put into a folder.
  struct Shown: Sendable {
    let kept: String
    let isLinked: Bool
  }

  /// Puts a tree into an empty folder.
  func show(
    _ tree: FolderContents.Tree,
    in folder: String
  ) async throws(EngineError) -> Shown {
    let kept = "\(root)/\(tree.identity.hex)"
    if access(kept, F_OK) != 0 { try await keep(tree, at: kept) }
    let isLinked = TreeCloner.hasMoreFiles(than: Self.copiedFiles, in: kept)
    try TreeCloner(links: isLinked).clone(kept, to: folder)
    return Shown(kept: kept, isLinked: isLinked)
  }

  /// The first file of a linked tree that is not as it was kept, after which the tree is kept no
  /// longer; nil if all is well.
  static func changedFile(of shown: Shown) -> String? {
    guard shown.isLinked else { return nil }
    guard let path = TreeCloner.firstFile(in: shown.kept, notModifiedAt: fixedTime) else {
      return nil
    }
    let grave = beside(shown.kept, "changed")
    if rename(shown.kept, grave) == 0 { _ = weir_remove_tree(grave) }
    return path
  }

  /// A name that no other attempt takes at the same time, of this process or of another.
  private static func beside(_ kept: String, _ what: String) -> String {
    "\(kept).\(getpid())-\(String(UInt64.random(in: 0 ... .max), radix: 36)).\(what)"
  }

  private func keep(_ tree: FolderContents.Tree, at kept: String) async throws(EngineError) {
    if mkdir(root, 0o700) != 0 && errno != EEXIST { throw FileTrouble.error("make", root) }
    let draft = Self.beside(kept, "new")
    guard mkdir(draft, 0o700) == 0 else { throw FileTrouble.error("make", draft) }
    try await contents.checkOut(tree, into: draft)
    TreeCloner.setTimes(of: draft, to: Self.fixedTime)
    if rename(draft, kept) != 0 {
      _ = weir_remove_tree(draft)
      if access(kept, F_OK) != 0 { throw FileTrouble.error("keep", kept) }
    }
  }
}
