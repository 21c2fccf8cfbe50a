import Crypto
import Hashing

/// The index of a pack in git's second format.
enum PackIndex {
  /// Its bytes, for objects in any order and the checksum of their pack.
  static func bytes(of entries: [PackEntry], pack checksum: [UInt8]) -> [UInt8] {
    let sorted = entries.sorted { $0.id < $1.id }
    var result: [UInt8] = [0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2]
    result.reserveCapacity(1100 + entries.count * 28)
    var counts = [UInt32](repeating: 0, count: 256)
    for entry in sorted { counts[Int(entry.id.firstByte)] += 1 }
    var total: UInt32 = 0
    for count in counts {
      total += count
      append(total, to: &result)
    }
    for entry in sorted { entry.id.append(to: &result) }
    for entry in sorted { append(entry.crc, to: &result) }
    // Offsets beyond 31 bits stand in a table of their own.
    var large: [UInt64] = []
    for entry in sorted {
      if entry.offset < 1 << 31 {
        append(UInt32(entry.offset), to: &result)
      } else {
        append(1 << 31 | UInt32(large.count), to: &result)
        large.append(UInt64(entry.offset))
      }
    }
    for offset in large { append(offset, to: &result) }
    result.append(contentsOf: checksum)
    result.append(contentsOf: Insecure.SHA1.hash(data: result))
    return result
  }

  private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }
}

extension ObjectID {
  fileprivate var firstByte: UInt8 { withUnsafeBytes(of: raw) { $0[0] } }
}
