/// Reads a binary file from front to back; what ends too early is a defect.
struct ByteReader {
  let bytes: [UInt8]
  private(set) var position: Int
  private var part: StaticString = "header"
  private var partStart = 0

  init(_ bytes: [UInt8], from position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  var isAtEnd: Bool { position == bytes.count }

  /// Names what is read from here on.
  mutating func begin(_ part: StaticString) {
    self.part = part
    partStart = position
  }

  mutating func byte() throws(Defect) -> UInt8 {
    try skip(1)
    return bytes[position - 1]
  }

  mutating func skip(_ count: Int) throws(Defect) {
    guard bytes.count - position >= count else {
      throw Defect("it ends inside the \(part) at byte \(partStart)")
    }
    position += count
  }

  mutating func bigEndian16() throws(Defect) -> Int {
    try skip(2)
    return Int(bytes[position - 2]) << 8 | Int(bytes[position - 1])
  }

  mutating func littleEndian16() throws(Defect) -> Int {
    try skip(2)
    return Int(bytes[position - 2]) | Int(bytes[position - 1]) << 8
  }

  mutating func bigEndian32() throws(Defect) -> UInt32 {
    try skip(4)
    return bytes[position - 4..<position].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
