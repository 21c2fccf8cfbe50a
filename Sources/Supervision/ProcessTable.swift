import CSpawn

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// All processes of a moment and their parents, as /proc shows them.
struct ProcessTable {
  private var parents: [Int32: Int32] = [:]
  /// Those that have not ended.
  private(set) var living: [Int32] = []

  init() {
    guard let folder = opendir("/proc") else { return }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let pid = Int32(name), let (state, parent) = ProcessTable.status(of: pid) else {
        continue
      }
      parents[pid] = parent
      if state != UInt8(ascii: "Z"), state != UInt8(ascii: "X") { living.append(pid) }
    }
  }

  func isDescendant(_ pid: Int32, of ancestor: Int32) -> Bool {
    var current = pid
    // The table is no snapshot, so its parents might go in a circle.
    for _ in 0..<parents.count {
      guard let parent = parents[current], parent > 1 else { return false }
      if parent == ancestor { return true }
      current = parent
    }
    return false
  }

  /// Whether the process was started with this `NAME=value`; false for those of other users.
  static func environment(of pid: Int32, holds marker: ArraySlice<UInt8>) -> Bool {
    let entries = content(of: "/proc/\(pid)/environ", limit: 4 << 20)
    return entries.split(separator: 0).contains { $0.elementsEqual(marker) }
  }

  private static func status(of pid: Int32) -> (state: UInt8, parent: Int32)? {
    let line = content(of: "/proc/\(pid)/stat", limit: 4096)
    // The name stands in brackets and may hold anything.
    guard let bracket = line.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = line[(bracket + 1)...].split(separator: UInt8(ascii: " "), maxSplits: 3)
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
