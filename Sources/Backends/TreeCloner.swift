import CSpawn
import Engine
import Glibc

/// Copies or links whole folders by descriptors, as fast as the system calls allow.
struct TreeCloner {
  private let links: Bool

  init(links: Bool) {
    self.links = links
  }

  /// Fills an empty folder from another one.
  func clone(_ source: String, to target: String) throws(EngineError) {
    let from = weir_open(source, O_RDONLY | O_DIRECTORY, 0)
    guard from >= 0 else { throw FileTrouble.error("open", source) }
    defer { close(from) }
    let to = weir_open(target, O_RDONLY | O_DIRECTORY, 0)
    guard to >= 0 else { throw FileTrouble.error("open", target) }
    defer { close(to) }
    try clone(from, to, source)
  }

  private func clone(_ from: Int32, _ to: Int32, _ path: String) throws(EngineError) {
    try FolderStream.each(in: from) { name, type throws(EngineError) in
      switch type {
      case .folder:
        guard mkdirat(to, name, 0o777) == 0 else {
          throw FileTrouble.error("make a folder of", path)
        }
        let source = weir_openat(from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0)
        let target = weir_openat(to, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0)
        defer {
          close(source)
          close(target)
        }
        guard source >= 0, target >= 0 else { throw FileTrouble.error("open a folder of", path) }
        try clone(source, target, path)
      case .file, .link:
        if links || type == .link {
          guard linkat(from, name, to, name, 0) == 0 else {
            throw FileTrouble.error("link a file of", path)
          }
        } else {
          try copy(from, to, name, path)
        }
      case .other: break
      }
    }
  }

  private func copy(
    _ from: Int32,
    _ to: Int32,
    _ name: UnsafePointer<CChar>,
    _ path: String
  ) throws(EngineError) {
    let input = weir_openat(from, name, O_RDONLY | O_NOFOLLOW, 0)
    guard input >= 0 else { throw FileTrouble.error("open a file of", path) }
    defer { close(input) }
    var status = stat()
    guard fstat(input, &status) == 0 else { throw FileTrouble.error("look at a file of", path) }
    let mode: mode_t = status.st_mode & 0o100 == 0 ? 0o666 : 0o777
    let output = weir_openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
    guard output >= 0 else { throw FileTrouble.error("write a file of", path) }
    defer { close(output) }
    while true {
      let count = sendfile(output, input, nil, 1 << 30)
      if count == 0 { return }
      guard count > 0 else { throw FileTrouble.error("copy a file of", path) }
    }
  }

  /// Whether a folder holds more files than that, at any depth.
  static func hasMoreFiles(than limit: Int, in folder: String) -> Bool {
    var count = 0
    visit(folder) { _, _, _ in
      count += 1
      return count <= limit
    }
    return count > limit
  }

  /// Gives every file one modification time, in seconds since 1970.
  static func setTimes(of folder: String, to seconds: Int) {
    visit(folder) { descriptor, name, _ in
      var times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
      utimensat(descriptor, name, &times, AT_SYMLINK_NOFOLLOW)
      return true
    }
  }

  /// A file with another modification time, as a path below the folder.
  static func firstFile(in folder: String, notModifiedAt seconds: Int) -> String? {
    var found: String?
    visit(folder) { descriptor, name, path in
      var status = stat()
      guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
        status.st_mode & S_IFMT == S_IFREG, status.st_mtim.tv_sec != seconds
      else { return true }
      found = path + String(cString: name)
      return false
    }
    return found
  }

  /// Calls `body` with folder descriptor, name and the folder's path for each file, until it says
  /// no.
  static func visit(
    _ folder: String,
    _ body: (Int32, UnsafePointer<CChar>, String) -> Bool
  ) {
    let descriptor = weir_open(folder, O_RDONLY | O_DIRECTORY, 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    _ = visit(descriptor, "", body)
  }

  private static func visit(
    _ descriptor: Int32,
    _ path: String,
    _ body: (Int32, UnsafePointer<CChar>, String) -> Bool
  ) -> Bool {
    var goesOn = true
    FolderStream.each(in: descriptor) { name, type in
      guard goesOn else { return }
      if type == .folder {
        let child = weir_openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0)
        guard child >= 0 else { return }
        defer { close(child) }
        goesOn = visit(child, path + String(cString: name) + "/", body)
      } else {
        goesOn = body(descriptor, name, path)
      }
    }
    return goesOn
  }
}

/// The entries of an open folder, as they come.
enum FolderStream {
  enum EntryType {
    case file
    case folder
    case link
    case other
  }

  static func each<Failure: Error>(
    in descriptor: Int32,
    _ body: (UnsafePointer<CChar>, EntryType) throws(Failure) -> Void
  ) throws(Failure) {
    let copy = weir_openat(descriptor, ".", O_RDONLY | O_DIRECTORY, 0)
    guard copy >= 0, let folder = fdopendir(copy) else { return }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let kind = Int(entry.pointee.d_type)
      let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
      let name = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
      if name[0] == 46 && (name[1] == 0 || name[1] == 46 && name[2] == 0) { continue }
      try body(name, type(kind, descriptor, name))
    }
  }

  /// Some file systems leave the type out; then the entry itself is asked.
  private static func type(
    _ kind: Int,
    _ descriptor: Int32,
    _ name: UnsafePointer<CChar>
  ) -> EntryType {
    switch kind {
    case Int(DT_REG): return .file
    case Int(DT_DIR): return .folder
    case Int(DT_LNK): return .link
    case Int(DT_UNKNOWN):
      switch FolderScan.kind(of: String(cString: name), in: descriptor) {
      case .file: return .file
      case .folder: return .folder
      case .link: return .link
      case .other, nil: return .other
      }
    default: return .other
    }
  }
}
