import CSpawn
import Glibc

/// Reads folders by descriptor, so that no link leads out of them.
enum FolderScan {
  /// What stands at a name.
  enum Kind {
    case file(stat)
    case folder
    case link
    case other
  }

  static func isEmpty(_ path: String) -> Bool {
    guard let folder = opendir(path) else { return false }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = entry.pointee.d_name
      if name.0 != 46 || name.1 != 0 && (name.1 != 46 || name.2 != 0) { return false }
    }
    return true
  }

  /// The names in an open folder, as bytes, sorted; the descriptor stays open.
  static func names(in descriptor: Int32) -> [[UInt8]] {
    let copy = weir_openat(descriptor, ".", O_RDONLY | O_DIRECTORY, 0)
    guard copy >= 0, let folder = fdopendir(copy) else { return [] }
    defer { closedir(folder) }
    var names: [[UInt8]] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        Array(bytes.prefix { $0 != 0 })
      }
      if name != [46] && name != [46, 46] { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  static func kind(of name: String, in descriptor: Int32) -> Kind? {
    var status = stat()
    guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: .file(status)
    case S_IFDIR: .folder
    case S_IFLNK: .link
    default: .other
    }
  }
}
