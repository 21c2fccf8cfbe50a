/// Appends fixed-size numbers and texts to a buffer, least significant byte first.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  var count: Int { bytes.count }

  mutating func put<Number: FixedWidthInteger>(_ number: Number) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func put(_ flag: Bool) {
    bytes.append(flag ? 1 : 0)
  }

  /// A length and the bytes.
  mutating func put(_ content: some Collection<UInt8>) {
    put(UInt32(content.count))
    bytes.append(contentsOf: content)
  }

  /// The bytes alone, whose number the reader knows otherwise.
  mutating func putRaw(_ content: some Collection<UInt8>) {
    bytes.append(contentsOf: content)
  }

  /// Overwrites four bytes that were put as a placeholder.
  mutating func replace(at position: Int, with number: UInt32) {
    withUnsafeBytes(of: number.littleEndian) {
      bytes.replaceSubrange(position..<position + 4, with: $0)
    }
  }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
  }
}

/// Takes apart what a `WireWriter` wrote; nil wherever bytes are missing.
struct WireReader {
  let bytes: ArraySlice<UInt8>
  private(set) var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  var isAtEnd: Bool { position == bytes.endIndex }

  mutating func number<Number: FixedWidthInteger>(_: Number.Type = Number.self) -> Number? {
    let width = Number.bitWidth / 8
    guard bytes.endIndex - position >= width else { return nil }
    var value: Number = 0
    for offset in 0..<width {
      value |= Number(truncatingIfNeeded: bytes[position + offset]) << Number(offset * 8)
    }
    position += width
    return value
  }

  mutating func flag() -> Bool? {
    number(UInt8.self).map { $0 != 0 }
  }

  /// The place of a length's worth of bytes.
  mutating func range() -> Range<Int>? {
    guard let count = number(UInt32.self), bytes.endIndex - position >= Int(count) else {
      return nil
    }
    defer { position += Int(count) }
    return position..<position + Int(count)
  }

  mutating func content() -> ArraySlice<UInt8>? {
    range().map { bytes[$0] }
  }

  mutating func text() -> String? {
    content().map { String(decoding: $0, as: UTF8.self) }
  }
}
