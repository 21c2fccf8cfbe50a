import CSpawn

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Processes that an attempt left behind in groups and sessions of their own.
enum Strays {
  /// Kills all processes with this entry in their environment; returns how many there were.
  @discardableResult
  static func end(carrying marker: ArraySlice<UInt8>) -> Int {
    guard !marker.isEmpty else { return 0 }
    return endAll { pid in environment(of: pid, holds: marker) }
  }

  /// Also kills everything that descends from this process, whatever its environment.
  static func endAll(carrying marker: ArraySlice<UInt8>) -> Int {
    let own = getpid()
    return endAll { pid in
      isDescendant(pid, of: own) || (!marker.isEmpty && environment(of: pid, holds: marker))
    }
  }

  /// Goes round until nothing is found, since a process may have forked meanwhile.
  private static func endAll(where isStray: (Int32) -> Bool) -> Int {
    let own = getpid()
    var killed: Set<Int32> = []
    for _ in 0..<100 {
      weir_reap_orphans()
      var found = false
      for pid in processes() where pid != own && isStray(pid) && !isZombie(pid) {
        killed.insert(pid)
        found = true
        _ = kill(pid, SIGKILL)
      }
      if !found { break }
      _ = poll(nil, 0, 1)
    }
    return killed.count
  }

  private static func processes() -> [Int32] {
    guard let folder = opendir("/proc") else { return [] }
    defer { closedir(folder) }
    var result: [Int32] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let pid = Int32(name) { result.append(pid) }
    }
    return result
  }

  private static func environment(of pid: Int32, holds marker: ArraySlice<UInt8>) -> Bool {
    let content = content(of: "/proc/\(pid)/environ", limit: 4 << 20)
    return content.split(separator: 0).contains { $0.elementsEqual(marker) }
  }

  private static func isDescendant(_ pid: Int32, of ancestor: Int32) -> Bool {
    var current = pid
    for _ in 0..<1000 {
      guard let parent = status(of: current)?.parent, parent > 1 else { return false }
      if parent == ancestor { return true }
      current = parent
    }
    return false
  }

  private static func isZombie(_ pid: Int32) -> Bool {
    guard let state = status(of: pid)?.state else { return true }
    return state == UInt8(ascii: "Z") || state == UInt8(ascii: "X")
  }

  private static func status(of pid: Int32) -> (state: UInt8, parent: Int32)? {
    let content = content(of: "/proc/\(pid)/stat", limit: 4096)
    // The name stands in brackets and may hold anything.
    guard let bracket = content.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = content[(bracket + 1)...].split(separator: UInt8(ascii: " "))
    guard fields.count > 1, let state = fields[0].first,
      let parent = Int32(String(decoding: fields[1], as: UTF8.self))
    else { return nil }
    return (state, parent)
  }

  private static func content(of path: String, limit: Int) -> [UInt8] {
    let file = weir_open(path, O_RDONLY, 0)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var bytes: [UInt8] = []
    while bytes.count < limit {
      let more = [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
        count = max(0, read(file, buffer.baseAddress, buffer.count))
      }
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }
}
