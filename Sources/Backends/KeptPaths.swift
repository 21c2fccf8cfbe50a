import CSpawn
import Engine
import Glibc
import Planning

/// Paths of a task's folder that stay on this host from one of its runs to the next.
///
/// They are moved in and out, so of two attempts at once only one has them, and the last one's stay.
struct KeptPaths: Sendable {
  private let paths: [String]
  private let folder: String
  /// `kept/NAME` in the cache, with one entry a path.
  private let place: String

  /// Nil where nothing is kept.
  init?(_ job: Job, folder: String, cache: String) {
    guard !job.keep.isEmpty else { return nil }
    paths = job.keep
    self.folder = folder
    place = "\(cache)/kept/\(InstanceKey.fileName(job.keepName))"
  }

  /// Moves what is there into a folder that is otherwise ready; where something stands already it
  /// stays away.
  func moveIn(_ writer: inout FolderWriter) throws(EngineError) {
    for (position, path) in paths.enumerated() {
      try writer.makeParents(of: path)
      guard access("\(folder)/\(path)", F_OK) != 0 else { continue }
      rename("\(place)/\(position)", "\(folder)/\(path)")
    }
  }

  /// Moves them back, without following a link out of the folder.
  func moveOut() {
    let slash = place.utf8.lastIndex(of: UInt8(ascii: "/")) ?? place.startIndex
    for path in [String(place[..<slash]), place] { mkdir(path, 0o700) }
    let root = weir_open(folder, O_RDONLY | O_DIRECTORY, 0)
    guard root >= 0 else { return }
    defer { close(root) }
    for (position, path) in paths.enumerated() {
      let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
      let parent = slash.map { String(path[..<$0]) } ?? "."
      let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
      let descriptor = weir_openat_beneath(root, parent, O_RDONLY | O_DIRECTORY, 0)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      guard faccessat(descriptor, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
      let target = "\(place)/\(position)"
      _ = weir_remove_tree(target)
      unlink(target)
      renameat(descriptor, name, AT_FDCWD, target)
    }
  }
}
