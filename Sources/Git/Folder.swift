import Glibc

/// Whole folders of this module's own making.
enum Folder {
  /// The names in a folder, sorted; none if it cannot be read.
  static func names(in path: String) -> [String] {
    guard let listing = opendir(path) else { return [] }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Deletes a folder and all that is in it; links are not followed.
  static func delete(_ path: String) {
    for name in names(in: path) {
      let child = "\(path)/\(name)"
      if unlink(child) != 0, errno == EISDIR || errno == EPERM { delete(child) }
    }
    rmdir(path)
  }

  /// Deletes a folder if nothing but empty folders is in it.
  static func deleteIfEmpty(_ path: String) {
    for name in names(in: path) { deleteIfEmpty("\(path)/\(name)") }
    rmdir(path)
  }
}
