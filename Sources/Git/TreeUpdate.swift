package import Hashing

/// What shall stand at a path.
package enum TreeUpdate: Hashable, Sendable {
  /// A file, symlink or submodule of this mode.
  case set(mode: UInt32, id: ObjectID)
  /// A whole folder; updates below it are applied to it.
  case setTree(ObjectID)
  /// Nothing, not even what stood below it; updates below it start from nothing.
  case remove
}

/// Updates by the names of one folder, and of the folders in it.
final class TreeUpdateNode {
  var update: TreeUpdate?
  var children: [ArraySlice<UInt8>: TreeUpdateNode] = [:]

  /// Whether nothing is put here or below; removals may stand below a file that is set.
  var onlyRemoves: Bool {
    update == .remove && children.isEmpty
      || (update == nil || update == .remove) && !children.isEmpty
        && children.values.allSatisfy(\.onlyRemoves)
  }

  /// Sorts updates by folder; throws `invalid` for a path that git refuses or that is below a file.
  static func root(of updates: [String: TreeUpdate]) throws(GitError) -> TreeUpdateNode {
    let root = TreeUpdateNode()
    for (path, update) in updates {
      var node = root
      for name in Array(path.utf8).split(
        separator: UInt8(ascii: "/"),
        omittingEmptySubsequences: false
      ) {
        guard PathRules.isSafe(name: name) else { throw .invalid("path \(path) is not allowed") }
        if let next = node.children[name] {
          node = next
        } else {
          let next = TreeUpdateNode()
          node.children[name] = next
          node = next
        }
      }
      node.update = update
    }
    return root
  }
}

extension ObjectBatch {
  /// Adds the trees that updates make out of a base tree, and gives the id of the new root.
  ///
  /// Folders that no update touches are not read. A folder that loses its last entry goes away; the
  /// root may become the empty tree. Removing what is not there is no error.
  package func updateTree(
    _ base: ObjectID?,
    _ updates: [String: TreeUpdate]
  ) throws(GitError) -> ObjectID {
    let root = try TreeUpdateNode.root(of: updates)
    if let tree = try apply(root, to: base) { return tree }
    return try add(.tree, [])
  }

  /// Adds a tree of entries whose paths are bare names, in any order; throws `invalid`.
  @discardableResult
  package func addTree(_ entries: some Sequence<TreeEntry>) throws(GitError) -> ObjectID {
    var items: [TreeItem] = []
    for entry in entries {
      let name = Array(entry.path.utf8)
      guard PathRules.isSafe(name: name) else {
        throw .invalid("name \(entry.path) is not allowed")
      }
      items.append(TreeItem(mode: entry.mode, id: entry.id, name: name[...]))
    }
    return try add(.tree, TreeItem.serialise(items.sorted()))
  }

  /// The new tree of a folder; nil if nothing is left in it.
  private func apply(_ node: TreeUpdateNode, to base: ObjectID?) throws(GitError) -> ObjectID? {
    var kept: [TreeItem] = []
    var bases: [ArraySlice<UInt8>: ObjectID] = [:]
    if let base, base != emptyTreeID {
      let object = try object(base)
      guard object.kind == .tree else { throw .notFound("tree \(base)") }
      kept = try TreeItem.parse(object.bytes)
      kept.removeAll { item in
        guard node.children[item.name] != nil else { return false }
        if item.isTree { bases[item.name] = item.id }
        return true
      }
    }
    var added: [TreeItem] = []
    added.reserveCapacity(node.children.count)
    for (name, child) in node.children {
      if let item = try item(of: child, name: name, base: bases[name]) { added.append(item) }
    }
    let merged = TreeItem.merge(kept, added.sorted())
    return merged.isEmpty ? nil : try add(.tree, TreeItem.serialise(merged))
  }

  private func item(
    of node: TreeUpdateNode,
    name: ArraySlice<UInt8>,
    base: ObjectID?
  ) throws(GitError) -> TreeItem? {
    var base = base
    switch node.update {
    case .set(let mode, let id):
      guard node.children.values.allSatisfy(\.onlyRemoves) else {
        throw .invalid("\(String(decoding: name, as: UTF8.self)) is set both as file and as folder")
      }
      guard mode != FileMode.symlink || PathRules.isSafe(symlink: name) else {
        throw .invalid("symlink \(String(decoding: name, as: UTF8.self)) is not allowed")
      }
      return TreeItem(mode: mode, id: id, name: name)
    case .setTree(let id): base = id == emptyTreeID ? nil : id
    case .remove: base = nil
    case nil: break
    }
    let tree = node.children.isEmpty ? base : try apply(node, to: base)
    return tree.map { TreeItem(mode: FileMode.tree, id: $0, name: name) }
  }
}
