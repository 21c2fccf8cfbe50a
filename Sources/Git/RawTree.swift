import Hashing

/// Walks over the bytes of one tree object without making a value of each entry.
///
/// An entry is the mode in octal digits, a space, the name, a zero byte and twenty bytes of id.
struct RawTree {
  /// One entry; its ranges point into the bytes of the tree.
  struct Entry {
    let mode: UInt32
    let id: ObjectID
    let start: Int
    let name: Range<Int>

    var isTree: Bool { mode == FileMode.tree }
    var end: Int { name.upperBound + 1 + ObjectID.byteCount }
  }

  let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// The next entry, nil after the last; throws `corrupt` if the bytes are no tree.
  mutating func next() throws(GitError) -> Entry? {
    guard position < bytes.count else { return nil }
    let start = position
    var mode: UInt32 = 0
    while position < bytes.count, bytes[position] != UInt8(ascii: " ") {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 8, position - start < 7 else { throw broken }
      mode = mode << 3 | UInt32(digit)
      position += 1
    }
    let nameStart = position + 1
    position = nameStart
    while position < bytes.count, bytes[position] != 0 { position += 1 }
    let name = nameStart..<max(position, nameStart)
    position += 1
    guard !name.isEmpty, position + ObjectID.byteCount <= bytes.count,
      let base = bytes.baseAddress
    else { throw broken }
    let id = ObjectID(loading: base + position)
    position += ObjectID.byteCount
    return Entry(mode: mode, id: id, start: start, name: name)
  }

  private var broken: GitError { .corrupt("tree", message: "an entry cannot be read") }

  /// The name of an entry below a prefix that is empty or ends in a slash.
  func path(of entry: Entry, below prefix: [UInt8]) -> String {
    let name = UnsafeRawBufferPointer(rebasing: bytes[entry.name])
    let text = String(unsafeUninitializedCapacity: prefix.count + name.count) { buffer in
      for (offset, byte) in prefix.enumerated() { buffer[offset] = byte }
      for (offset, byte) in name.enumerated() { buffer[prefix.count + offset] = byte }
      return prefix.count + name.count
    }
    return text
  }

  /// Git's order: by bytes, a folder as if its name ended in a slash.
  static func precedes(
    _ left: UnsafeRawBufferPointer,
    isTree leftIsTree: Bool,
    _ right: UnsafeRawBufferPointer,
    isTree rightIsTree: Bool
  ) -> Bool {
    order(left, isTree: leftIsTree, right, isTree: rightIsTree) < 0
  }

  /// Negative, zero or positive as the left name stands before, with or after the right one.
  static func order(
    _ left: UnsafeRawBufferPointer,
    isTree leftIsTree: Bool,
    _ right: UnsafeRawBufferPointer,
    isTree rightIsTree: Bool
  ) -> Int {
    let shared = min(left.count, right.count)
    var position = 0
    while position < shared {
      if left[position] != right[position] { return Int(left[position]) - Int(right[position]) }
      position += 1
    }
    let slash = Int(UInt8(ascii: "/"))
    let leftNext = shared < left.count ? Int(left[shared]) : leftIsTree ? slash : 0
    let rightNext = shared < right.count ? Int(right[shared]) : rightIsTree ? slash : 0
    return leftNext - rightNext
  }
}
