import Glibc

/// Files that a run leaves for other programs, at paths that the user chose.
enum ReportFile {
  static func write(_ text: String, to path: String, as kind: String) throws(CommandFailure) {
    try write(text, path, O_TRUNC, kind)
  }

  static func append(_ text: String, to path: String, as kind: String) throws(CommandFailure) {
    try write(text, path, O_APPEND, kind)
  }

  private static func write(
    _ text: String,
    _ path: String,
    _ flag: Int32,
    _ kind: String
  ) throws(CommandFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flag, 0o644)
    guard descriptor >= 0 else { throw failure(kind, path) }
    let bytes = Array(text.utf8)
    var position = 0
    while position < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + position }, bytes.count - position)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        let failure = failure(kind, path)
        close(descriptor)
        throw failure
      }
      position += count
    }
    // Some file systems tell of a full disk only now.
    guard close(descriptor) == 0 else { throw failure(kind, path) }
  }

  private static func failure(_ kind: String, _ path: String) -> CommandFailure {
    CommandFailure(
      .infrastructure,
      "write the \(kind) to \(path): \(String(cString: strerror(errno)))"
    )
  }
}
