import Engine
import Glibc

/// Plain files of Weir's own folders.
enum LocalFile {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Bytes of a file; a link is not followed.
  static func size(_ path: String) throws(EngineError) -> Int64 {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw failure("look at", path) }
    return Int64(status.st_size)
  }

  /// The whole content of a file.
  static func read(_ path: String) throws(EngineError) -> [UInt8] {
    try read(path, from: 0, count: Int(try size(path)))
  }

  /// Part of a file's content; less where the file ends.
  static func read(_ path: String, from offset: Int64, count: Int) throws(EngineError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw failure("open", path) }
    defer { close(descriptor) }
    var position = 0
    var code = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      while position < count, let base = buffer.baseAddress {
        code = pread(descriptor, base + position, count - position, Int(offset) + position)
        if code <= 0 { break }
        position += code
      }
      initialized = position
    }
    guard code >= 0 else { throw failure("read", path) }
    return bytes
  }

  /// Moves a file to a place in the store, synced and read-only; a copy that is there stays.
  static func move(_ path: String, to target: String) throws(EngineError) {
    if exists(target) { return }
    if let slash = target.utf8.lastIndex(of: UInt8(ascii: "/")) {
      try makeFolders(String(target[..<slash]))
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw failure("open", path) }
    defer { close(descriptor) }
    guard fchmod(descriptor, 0o444) == 0, fsync(descriptor) == 0, rename(path, target) == 0 else {
      throw failure("move \(path) to", target)
    }
  }

  /// Writes a small file, whole or not at all.
  static func write(_ bytes: [UInt8], to path: String) throws(EngineError) {
    let draft = "\(path).\(getpid()).new"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("write", draft) }
    defer { close(descriptor) }
    var position = 0
    while position < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + position }, bytes.count - position)
      }
      guard count > 0 else { throw failure("write", draft) }
      position += count
    }
    guard rename(draft, path) == 0 else { throw failure("rename", draft) }
  }

  /// Makes a folder and those above it.
  static func makeFolders(_ path: String) throws(EngineError) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else {
      throw failure("make the folder", path)
    }
    try makeFolders(String(path[..<slash]))
    if mkdir(path, 0o700) != 0 && errno != EEXIST { throw failure("make the folder", path) }
  }

  private static func failure(_ what: String, _ path: String) -> EngineError {
    let reason = String(cString: strerror(errno))
    return EngineError(
      "could not \(what) \(path): \(reason)",
      hint: errno == ENOSPC ? "make room on the disk and try again" : nil
    )
  }
}
