import CSpawn

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Processes that an attempt left behind in groups and sessions of their own.
enum Strays {
  private static let rounds = 100

  /// Kills all processes with this entry in their environment; returns how many there were.
  @discardableResult
  static func end(carrying marker: ArraySlice<UInt8>) -> Int {
    guard !marker.isEmpty else { return 0 }
    return endAll { pid, _ in ProcessTable.environment(of: pid, holds: marker) }
  }

  /// Also kills everything that descends from this process, whatever its environment.
  static func endAll(carrying marker: ArraySlice<UInt8>) -> Int {
    let own = getpid()
    return endAll { pid, table in
      table.isDescendant(pid, of: own)
        || (!marker.isEmpty && ProcessTable.environment(of: pid, holds: marker))
    }
  }

  /// Goes round until nothing is found, since a process may have forked meanwhile.
  private static func endAll(where isStray: (Int32, ProcessTable) -> Bool) -> Int {
    let own = getpid()
    var killed: Set<Int32> = []
    for _ in 0..<rounds {
      weir_reap_orphans()
      let table = ProcessTable()
      var found = false
      for pid in table.living where pid != own && isStray(pid, table) {
        if end(pid, if: isStray) {
          killed.insert(pid)
          found = true
        }
      }
      if !found { break }
      _ = poll(nil, 0, 1)
    }
    return killed.count
  }

  /// Looks again once the process is held, so that no later one with its pid is hit.
  private static func end(_ pid: Int32, if isStray: (Int32, ProcessTable) -> Bool) -> Bool {
    let handle = weir_pidfd_open(pid)
    guard handle >= 0 else { return false }
    defer { close(handle) }
    return isStray(pid, ProcessTable()) && weir_pidfd_send_signal(handle, SIGKILL) == 0
  }
}
