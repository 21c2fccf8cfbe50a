import Engine
import Glibc

/// The kernel lock that makes one process at a time the writer of a repository's records; it ends
/// with the process, whatever becomes of it.
struct WriterLock: ~Copyable {
  private let descriptor: Int32

  /// Waits for the lock.
  /// - Parameter onWait: called once if another process holds it.
  init(at path: String, onWait: () -> Void = {}) throws(EngineError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw EngineError("could not open \(path): \(String(cString: strerror(errno)))")
    }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
    onWait()
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else {
        throw EngineError("could not lock \(path): \(String(cString: strerror(errno)))")
      }
    }
  }

  /// Lets other processes write.
  func release() { flock(descriptor, LOCK_UN) }

  deinit { close(descriptor) }
}
