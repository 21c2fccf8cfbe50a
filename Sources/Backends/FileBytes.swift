import Glibc

/// Whole small files.
enum FileBytes {
  /// The first bytes of a file, all of them if there are no more than the limit; no link is
  /// followed, and nothing is waited for.
  static func read(_ path: String, limit: Int = .max) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count < limit {
      let count = Glibc.read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
      if count <= 0 { break }
      bytes += buffer[..<count]
    }
    return bytes
  }
}
