package import Hashing

/// One line of a tree: what stands at a path.
package struct TreeEntry: Hashable, Sendable {
  /// Git's raw mode: 0o100644, 0o100755, 0o120000 symlink, 0o160000 submodule, 0o40000 folder.
  package let mode: UInt32
  /// The object; of a submodule the commit, which this repository need not have.
  package let id: ObjectID
  /// The path from the tree that was listed, with slashes.
  ///
  /// Bytes that are not UTF-8 are replaced.
  package let path: String

  package init(mode: UInt32, id: ObjectID, path: String) {
    self.mode = mode
    self.id = id
    self.path = path
  }

  package var isTree: Bool { mode == FileMode.tree }
  package var isSymlink: Bool { mode == FileMode.symlink }
  package var isSubmodule: Bool { mode == FileMode.submodule }
  /// Whether it is a regular file, executable or not.
  package var isFile: Bool { mode & 0o170000 == 0o100000 }
  package var isExecutable: Bool { isFile && mode & 0o100 != 0 }
}

/// The modes that git writes.
package enum FileMode {
  package static let file: UInt32 = 0o100644
  package static let executable: UInt32 = 0o100755
  package static let symlink: UInt32 = 0o120000
  package static let submodule: UInt32 = 0o160000
  package static let tree: UInt32 = 0o040000
}

/// The tree without entries, which every repository knows.
package let emptyTreeID =
  ObjectID(hex: "4b825dc642cb6eb9a060e54bf8d69288fbee4904") ?? ObjectID.zero
