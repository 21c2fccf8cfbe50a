package import Hashing

/// One path that differs between two trees.
///
/// Renames are an addition and a removal.
package struct TreeChange: Hashable, Sendable {
  package enum Status: Hashable, Sendable {
    case added
    case removed
    /// Other content or another mode; a file and a folder of one name are never such a pair.
    case modified
  }

  package let path: String
  /// What stood there; nil if nothing did.
  package let old: TreeEntry?
  /// What stands there now; nil if nothing does.
  package let new: TreeEntry?

  package var status: Status {
    if old == nil { .added } else if new == nil { .removed } else { .modified }
  }
}

extension Repository {
  /// The files, symlinks and submodules that differ between two trees; nil is an empty tree.
  package func diff(_ old: ObjectID?, _ new: ObjectID?) throws(GitError) -> [TreeChange] {
    var changes: [TreeChange] = []
    try compare(old, new, path: "", into: &changes)
    return changes
  }

  private func compare(
    _ old: ObjectID?,
    _ new: ObjectID?,
    path: String,
    into changes: inout [TreeChange]
  ) throws(GitError) {
    if old == new { return }
    let olds = try old.map { (id) throws(GitError) in try list(id) } ?? []
    let news = try new.map { (id) throws(GitError) in try list(id) } ?? []
    var left = olds.startIndex
    var right = news.startIndex
    while left < olds.endIndex || right < news.endIndex {
      let order =
        left == olds.endIndex ? 1 : right == news.endIndex ? -1 : compare(olds[left], news[right])
      if order < 0 {
        try add(olds[left], nil, path, &changes)
        left += 1
      } else if order > 0 {
        try add(nil, news[right], path, &changes)
        right += 1
      } else {
        if olds[left] != news[right] { try add(olds[left], news[right], path, &changes) }
        left += 1
        right += 1
      }
    }
  }

  private func add(
    _ old: TreeEntry?,
    _ new: TreeEntry?,
    _ folder: String,
    _ changes: inout [TreeChange]
  ) throws(GitError) {
    guard let name = (old ?? new)?.path else { return }
    let path = folder + name
    // Git's order puts a folder and a file of one name apart, so both sides are of one sort.
    if (old ?? new)?.isTree == true {
      try compare(old?.id, new?.id, path: path + "/", into: &changes)
    } else {
      changes.append(
        TreeChange(
          path: path,
          old: old.map { TreeEntry(mode: $0.mode, id: $0.id, path: path) },
          new: new.map { TreeEntry(mode: $0.mode, id: $0.id, path: path) }
        )
      )
    }
  }

  private func compare(_ left: TreeEntry, _ right: TreeEntry) -> Int {
    var leftName = left.path
    var rightName = right.path
    return leftName.withUTF8 { left8 in
      rightName.withUTF8 { right8 in
        RawTree.order(
          UnsafeRawBufferPointer(left8),
          isTree: left.isTree,
          UnsafeRawBufferPointer(right8),
          isTree: right.isTree
        )
      }
    }
  }
}
