import CZlib
import Crypto
import Glibc
import Hashing

/// Reads the objects of a pack that may end anywhere: no count is believed, and the first thing
/// that is not a whole object ends it.
struct PackScan {
  let entries: [PackEntry]
  /// Whether bytes follow the last whole object.
  let isTorn: Bool

  static func run(
    _ file: borrowing Descriptor,
    _ inflater: borrowing Inflater
  ) throws(GitError) -> PackScan {
    let size = Int(try file.status().st_size)
    var head = [UInt8](repeating: 0, count: PendingPack.headerSize)
    let got = try head.lendMutable { (all) throws(GitError) in try file.read(into: all, at: 0) }
    guard got == head.count, head.starts(with: PendingPack.header(count: 0).prefix(8)) else {
      return PackScan(entries: [], isTorn: size > 0)
    }
    var entries: [PackEntry] = []
    var offset = PendingPack.headerSize
    while offset < size, let entry = try entry(in: file, at: offset, inflater) {
      entries.append(entry)
      offset += entry.packed
    }
    return PackScan(entries: entries, isTorn: offset < size)
  }

  private static func entry(
    in file: borrowing Descriptor,
    at offset: Int,
    _ inflater: borrowing Inflater
  ) throws(GitError) -> PackEntry? {
    var start = [UInt8](repeating: 0, count: 10)
    let got = try start.lendMutable { (all) throws(GitError) in
      try file.read(into: all, at: offset)
    }
    guard let (kind, size, length) = parse(start.prefix(got)) else { return nil }
    var hash = Insecure.SHA1()
    hash.update(data: Array("\(kind.word) \(size)\0".utf8))
    var produced = 0
    let outcome = try inflater.read(file, at: offset + length, hint: size + 64) {
      (piece) throws(GitError) in
      hash.update(bufferPointer: piece)
      produced += piece.count
    }
    guard case .whole(let packed) = outcome, produced == size,
      let id = ObjectID(bytes: Array(hash.finalize()))
    else { return nil }
    return PackEntry(
      id: id,
      kind: kind,
      size: size,
      offset: offset,
      packed: length + packed,
      crc: try crc(of: file, at: offset, count: length + packed)
    )
  }

  private static func crc(
    of file: borrowing Descriptor,
    at offset: Int,
    count: Int
  ) throws(GitError) -> UInt32 {
    var chunk = [UInt8](repeating: 0, count: min(count, 1 << 17))
    var result: UInt = 0
    var done = 0
    while done < count {
      let got = try chunk.lendMutable { (all) throws(GitError) in
        let room = min(all.count, count - done)
        return try file.read(
          into: UnsafeMutableRawBufferPointer(rebasing: all[..<room]),
          at: offset + done
        )
      }
      if got == 0 { break }
      result = crc32(result, chunk, uInt(got))
      done += got
    }
    return UInt32(result)
  }

  /// The header of an object in a pack: its kind, and its size in groups of 4, 7, 7, … bits.
  static func header(of kind: ObjectKind, size: Int) -> [UInt8] {
    var result: [UInt8] = []
    var byte = kind.rawValue << 4 | UInt8(size & 15)
    var rest = size >> 4
    while rest > 0 {
      result.append(byte | 0x80)
      byte = UInt8(rest & 0x7f)
      rest >>= 7
    }
    result.append(byte)
    return result
  }

  /// The number of bytes of such a header.
  static func headerSize(of size: Int) -> Int {
    var count = 1
    var rest = size >> 4
    while rest > 0 {
      count += 1
      rest >>= 7
    }
    return count
  }

  private static func parse(
    _ bytes: ArraySlice<UInt8>
  ) -> (kind: ObjectKind, size: Int, length: Int)? {
    guard let first = bytes.first, let kind = ObjectKind(rawValue: first >> 4 & 7) else {
      return nil
    }
    var size = Int(first & 15)
    var shift = 4
    var position = bytes.startIndex
    while bytes[position] & 0x80 != 0 {
      position += 1
      guard position < bytes.endIndex, shift < 60 else { return nil }
      size |= Int(bytes[position] & 0x7f) << shift
      shift += 7
    }
    return (kind, size, position - bytes.startIndex + 1)
  }
}
