import Glibc
package import Hashing

extension LinkedWorktree {
  /// Makes the folder show a commit: it is made, brought forward by what differs, or remade.
  ///
  /// Files of the commit overwrite what was changed in the folder; files that the commit does not
  /// know are left alone. Throws `invalid` if something else stands there. One caller at a time.
  package func show(_ commit: ObjectID) async throws(GitError) {
    switch try condition() {
    case .foreign: throw .invalid("\(path) exists and is not this repository's \(name)")
    case .absent, .broken: try await make(commit)
    case .ours(let shown):
      let unfinished = try unfinishedTarget()
      if shown == commit, unfinished == nil { return }
      // Without the commit that it showed there is nothing to compare with.
      if await repository.contains(shown), unfinished != .zero, access(indexPath, F_OK) == 0 {
        try await bringForward(from: shown, by: unfinished, to: commit)
      } else {
        try await make(commit)
      }
    }
  }

  private func make(_ commit: ObjectID) async throws(GitError) {
    try makeFolder(repository.location.commonDirectory + "/worktrees")
    try makeFolder(admin)
    try makeFolder(path)
    try Descriptor.replace(marker, with: Array("\(ObjectID.zero)\n".utf8))
    try Descriptor.replace(admin + "/commondir", with: Array("../..\n".utf8))
    try Descriptor.replace(admin + "/gitdir", with: Array("\(dotGit)\n".utf8))
    try Descriptor.replace(admin + "/HEAD", with: Array("\(commit)\n".utf8))
    try Descriptor.replace(dotGit, with: Array("gitdir: \(admin)\n".utf8))
    let entries = try await repository.perform { (repository) throws(GitError) in
      try repository.flatten(try repository.tree(of: commit))
    }
    try await removeLeftovers(keeping: Set(entries.map(\.path)))
    var options = CheckoutOptions()
    options.replacing = true
    let statuses = try await repository.write(entries, into: path, options: options)
    let file = indexPath
    try await Blocking.run { () throws(GitError) in
      unlink(file)
      let index = try WorktreeIndex(file)
      for (entry, status) in zip(entries, statuses) { try index.add(entry, status) }
      try index.write()
    }
    unlink(marker)
  }

  /// Removes the files that the old index knows and the new tree does not.
  private func removeLeftovers(keeping kept: Set<String>) async throws(GitError) {
    let (file, folder) = (indexPath, path)
    let objects = repository.location.objectsDirectory
    try await Blocking.run { () throws(GitError) in
      // An index that cannot be read is no reason to fail: it is written anew.
      guard let index = try? WorktreeIndex(file) else { return }
      let gone = index.paths.filter { !kept.contains($0) }
      if gone.isEmpty { return }
      let writer = try FileWriter(objects: objects, folder: folder, options: CheckoutOptions())
      for path in gone { try writer.remove(path) }
    }
  }

  private func bringForward(
    from shown: ObjectID,
    by unfinished: ObjectID?,
    to commit: ObjectID
  ) async throws(GitError) {
    let (gone, present) = try await repository.perform { (repository) throws(GitError) in
      try repository.steps(from: shown, by: unfinished, to: commit)
    }
    try FileWriter.check(present)
    try Descriptor.replace(marker, with: Array("\(commit)\n".utf8))
    let (file, folder) = (indexPath, path)
    let objects = repository.location.objectsDirectory
    try await Blocking.run { () throws(GitError) in
      var options = CheckoutOptions()
      options.replacing = true
      let writer = try FileWriter(objects: objects, folder: folder, options: options)
      let index = try WorktreeIndex(file)
      // A folder may take the place of a file, so what goes, goes first.
      for path in gone {
        try writer.remove(path)
        try index.remove(path)
      }
      for entry in present { try index.add(entry, try writer.write(entry)) }
      try index.write()
    }
    try Descriptor.replace(admin + "/HEAD", with: Array("\(commit)\n".utf8))
    unlink(marker)
  }

  private func makeFolder(_ path: String) throws(GitError) {
    if mkdir(path, 0o777) != 0, errno != EEXIST {
      throw .io(operation: "making folder", path: path, errno: errno)
    }
  }
}

extension Repository {
  /// What to remove and what to write where a folder shows one commit, with a change to a second
  /// one perhaps half done, and shall show a third.
  func steps(
    from shown: ObjectID,
    by unfinished: ObjectID?,
    to commit: ObjectID
  ) throws(GitError) -> (gone: [String], present: [TreeEntry]) {
    let old = try tree(of: shown)
    let new = try tree(of: commit)
    var paths = Set(try diff(old, new).map(\.path))
    if let unfinished, contains(unfinished) {
      paths.formUnion(try diff(old, try tree(of: unfinished)).map(\.path))
    }
    let there = try entries(at: paths, in: new).filter { !$0.value.isTree }
    return (
      paths.filter { there[$0] == nil }.sorted(), there.values.sorted { $0.path < $1.path }
    )
  }
}
