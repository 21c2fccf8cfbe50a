package import Hashing

extension Repository {
  /// The id of a commit's tree; of a tree itself.
  ///
  /// Throws `notFound` for other kinds.
  package func tree(of commit: ObjectID) throws(GitError) -> ObjectID {
    try database.read(commit, as: nil) { (bytes, kind) throws(GitError) in
      switch kind {
      case .tree: return commit
      case .commit: return try CommitInfo(id: commit, bytes: Array(bytes)).tree
      default: throw .notFound("tree of \(commit)")
      }
    }
  }

  /// The entries of one tree, folders among them, in git's order; paths are bare names.
  package func list(_ tree: ObjectID) throws(GitError) -> [TreeEntry] {
    if tree == emptyTreeID { return [] }
    return try database.read(tree, as: .tree) { (bytes, _) throws(GitError) in
      var result: [TreeEntry] = []
      var raw = RawTree(bytes)
      while let entry = try raw.next() {
        result.append(
          TreeEntry(mode: entry.mode, id: entry.id, path: raw.path(of: entry, below: []))
        )
      }
      return result
    }
  }

  /// Every file, symlink and submodule below a tree, in git's order; with `prefix` (`a/b`, no slash
  /// at the ends) only those below that folder, with paths from the root.
  ///
  /// A prefix that is no folder gives nothing.
  package func flatten(
    _ tree: ObjectID,
    below prefix: String = ""
  ) throws(GitError)
    -> [TreeEntry]
  {
    var start = tree
    var path: [UInt8] = []
    if !prefix.isEmpty {
      guard let entry = try entry(at: prefix, in: tree), entry.isTree else { return [] }
      start = entry.id
      path = Array((prefix + "/").utf8)
    }
    var result: [TreeEntry] = []
    try database.flatten(start, path: &path, into: &result)
    return result
  }

  /// What stands at a path such as `a/b.txt`; nil if nothing does.
  ///
  /// The empty path is the root.
  package func entry(at path: String, in tree: ObjectID) throws(GitError) -> TreeEntry? {
    var current = TreeEntry(mode: FileMode.tree, id: tree, path: path)
    for name in path.utf8.split(separator: UInt8(ascii: "/")) {
      guard current.isTree, let next = try database.child(Array(name), of: current.id) else {
        return nil
      }
      current = TreeEntry(mode: next.mode, id: next.id, path: path)
    }
    return current
  }

  /// What stands at many paths; those where nothing does are left out.
  ///
  /// Each folder is read once.
  package func entries(
    at paths: some Sequence<String> & Sendable,
    in tree: ObjectID
  )
    throws(GitError) -> [String: TreeEntry]
  {
    var folders: [Substring: [String: TreeEntry]?] = [:]
    var result: [String: TreeEntry] = [:]
    func folder(_ path: Substring) throws(GitError) -> [String: TreeEntry]? {
      if let known = folders[path] { return known }
      var id: ObjectID? = tree
      if !path.isEmpty {
        let (parent, name) = split(path)
        id = try folder(parent)?[String(name)].flatMap { $0.isTree ? $0.id : nil }
      }
      var listing: [String: TreeEntry]?
      if let id {
        listing = Dictionary(try list(id).map { ($0.path, $0) }, uniquingKeysWith: { $1 })
      }
      folders[path] = .some(listing)
      return listing
    }
    func split(_ path: Substring) -> (parent: Substring, name: Substring) {
      guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
      return (path[..<slash], path[path.utf8.index(after: slash)...])
    }
    for path in paths {
      let (parent, name) = split(path[...])
      guard let entry = try folder(parent)?[String(name)] else { continue }
      result[path] = TreeEntry(mode: entry.mode, id: entry.id, path: path)
    }
    return result
  }
}

extension ObjectDatabase {
  /// Appends what is below a tree; `path` is the prefix, empty or ending in a slash.
  func flatten(
    _ tree: ObjectID,
    path: inout [UInt8],
    into result: inout [TreeEntry]
  )
    throws(GitError)
  {
    if tree == emptyTreeID { return }
    let length = path.count
    try read(tree, as: .tree) { (bytes, _) throws(GitError) in
      var raw = RawTree(bytes)
      while let entry = try raw.next() {
        if entry.isTree {
          path.append(contentsOf: bytes[entry.name])
          path.append(UInt8(ascii: "/"))
          try flatten(entry.id, path: &path, into: &result)
          path.removeSubrange(length...)
        } else {
          result.append(
            TreeEntry(mode: entry.mode, id: entry.id, path: raw.path(of: entry, below: path))
          )
        }
      }
    }
  }

  /// The entry of one name in one tree.
  func child(_ name: [UInt8], of tree: ObjectID) throws(GitError) -> RawTree.Entry? {
    if tree == emptyTreeID { return nil }
    return try read(tree, as: .tree) { (bytes, _) throws(GitError) in
      var raw = RawTree(bytes)
      while let entry = try raw.next() {
        if entry.name.count == name.count, bytes[entry.name].elementsEqual(name) { return entry }
      }
      return nil
    }
  }
}
