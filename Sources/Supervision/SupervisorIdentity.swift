import CSpawn

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Which process a supervisor is, so that a later one with the same pid is not taken for it.
package struct SupervisorIdentity: Hashable, Sendable {
  package let pid: Int32
  /// In clock ticks since boot.
  package let processStart: UInt64
  /// The kernel's name for the time since it started.
  package let boot: String
  /// The inode of the pid namespace.
  package let pidNamespace: UInt64

  /// The identity of this very process.
  static func own() -> SupervisorIdentity {
    let pid = getpid()
    return SupervisorIdentity(
      pid: pid,
      processStart: weir_process_start_time(pid),
      boot: bootID(),
      pidNamespace: weir_pid_namespace()
    )
  }

  private static func bootID() -> String {
    let file = weir_open("/proc/sys/kernel/random/boot_id", O_RDONLY, 0)
    guard file >= 0 else { return "" }
    defer { close(file) }
    return withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
      let count = read(file, buffer.baseAddress, buffer.count)
      return String(decoding: buffer.prefix(max(0, count)).prefix { $0 > 32 }, as: UTF8.self)
    }
  }

  /// One line of words, for the lock file.
  var line: String { "\(pid) \(processStart) \(boot) \(pidNamespace)\n" }

  func encode(to writer: inout WireWriter) {
    writer.put(pid)
    writer.put(processStart)
    writer.put(boot.utf8)
    writer.put(pidNamespace)
  }

  init(pid: Int32, processStart: UInt64, boot: String, pidNamespace: UInt64) {
    self.pid = pid
    self.processStart = processStart
    self.boot = boot
    self.pidNamespace = pidNamespace
  }

  init?(from reader: inout WireReader) {
    guard let pid: Int32 = reader.number(), let start: UInt64 = reader.number(),
      let boot = reader.text(), let namespace: UInt64 = reader.number()
    else { return nil }
    self.init(pid: pid, processStart: start, boot: boot, pidNamespace: namespace)
  }
}
