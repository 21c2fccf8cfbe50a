import Glibc

extension Repository {
  /// A batch for new objects; up to `looseLimit` objects are written loose, more as a pack.
  package func makeBatch(looseLimit: Int = 40) throws(GitError) -> ObjectBatch {
    try ObjectBatch(
      executor: executor,
      location: location,
      sharing: sharedPermissions(),
      looseLimit: looseLimit,
      recovering: nil
    )
  }

  /// A batch that goes on with the temporary file of one that was cut off by a crash: it holds every
  /// whole object of that file; what was torn is dropped.
  package func recoverBatch(
    from path: String,
    looseLimit: Int = 40
  ) throws(GitError) -> ObjectBatch {
    try ObjectBatch(
      executor: executor,
      location: location,
      sharing: sharedPermissions(),
      looseLimit: looseLimit,
      recovering: path
    )
  }

  private func sharedPermissions() throws(GitError) -> SharedPermissions {
    SharedPermissions(setting: try configString("core.sharedrepository"))
  }

  /// The temporary files of batches that are not finished, running ones of any process included.
  package func unfinishedBatches() -> [String] {
    let folder = location.objectsDirectory + "/pack"
    guard let listing = opendir(folder) else { return [] }
    defer { closedir(listing) }
    var result: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix("tmp_weir_"), !name.contains(".") { result.append("\(folder)/\(name)") }
    }
    return result.sorted()
  }
}
