import CSpawn

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The names of the supervisor's files; it stands in their folder.
enum SupervisorFiles {
  static let lock = "supervisor.lock"
  static let socket = "supervisor.sock"
  static let errors = "supervisor.err"
}

/// The lock of a supervisor's folder: its release is the supervisor's death.
package enum SupervisorLock {
  /// Takes the lock for the life of the process and writes who holds it.
  static func hold(_ identity: SupervisorIdentity) throws(SupervisionError) {
    let file = weir_open(SupervisorFiles.lock, O_RDWR | O_CREAT, 0o600)
    if file < 0 { throw .system("open \(SupervisorFiles.lock)", errno) }
    try take(file)
    _ = ftruncate(file, 0)
    let line = Array(identity.line.utf8)
    if pwrite(file, line, line.count, 0) != line.count {
      throw .system("write \(SupervisorFiles.lock)", errno)
    }
  }

  /// Tries for a moment, since whoever asks `isHeld` holds the lock for as long as that takes.
  private static func take(_ file: Int32) throws(SupervisionError) {
    for _ in 0..<50 {
      if weir_lock_try(file) == 0 { return }
      if errno != EWOULDBLOCK { throw .system("lock \(SupervisorFiles.lock)", errno) }
      _ = poll(nil, 0, 2)
    }
    throw .inUse
  }

  /// Whether a supervisor lives in the folder.
  package static func isHeld(in directory: String) throws(SupervisionError) -> Bool {
    let path = directory + "/" + SupervisorFiles.lock
    let file = weir_open(path, O_RDONLY, 0)
    if file < 0 {
      if errno == ENOENT { return false }
      throw .system("open \(path)", errno)
    }
    defer { close(file) }
    if weir_lock_try(file) == 0 { return false }
    if errno == EWOULDBLOCK { return true }
    throw .system("lock \(path)", errno)
  }
}
