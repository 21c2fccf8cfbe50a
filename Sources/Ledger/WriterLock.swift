import Dispatch
import Engine
import Glibc

/// The kernel lock that makes one process at a time the writer of a repository's records; it ends
/// with the process, whatever becomes of it.
struct WriterLock: ~Copyable {
  private let descriptor: Int32

  private init(of descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Waits for the lock, off the threads that all tasks share: whoever holds it needs them.
  ///
  /// `onWait`: called once if another writer holds it.
  static func take(
    at path: String,
    onWait: () -> Void = {}
  ) async throws(EngineError) -> WriterLock {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw EngineError("could not open \(path): \(String(cString: strerror(errno)))")
    }
    let lock = WriterLock(of: descriptor)
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return lock }
    onWait()
    let code: Int32 = await withCheckedContinuation { continuation in
      // The threads of global queues are few, and tasks run on them too.
      DispatchQueue(label: "weir.writer-lock").async {
        var code: Int32 = 0
        repeat {
          code = flock(descriptor, LOCK_EX) == 0 ? 0 : errno
        } while code == EINTR
        continuation.resume(returning: code)
      }
    }
    guard code == 0 else {
      throw EngineError("could not lock \(path): \(String(cString: strerror(code)))")
    }
    return lock
  }

  /// Lets other processes write.
  func release() { flock(descriptor, LOCK_UN) }

  deinit { close(descriptor) }
}
