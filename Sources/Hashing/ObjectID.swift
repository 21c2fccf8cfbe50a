/// The name of a git object: the 20 bytes of its SHA-1.
package struct ObjectID: Hashable, Sendable, Comparable, CustomStringConvertible {
  private let high: UInt64
  private let middle: UInt64
  private let low: UInt32

  /// The number of bytes of an id.
  package static let byteCount = 20

  /// The id of forty zeros, which git uses for "no object".
  package static let zero = ObjectID(high: 0, middle: 0, low: 0)

  private init(high: UInt64, middle: UInt64, low: UInt32) {
    self.high = high
    self.middle = middle
    self.low = low
  }

  /// Takes 20 raw bytes, most significant first; nil for any other length.
  package init?(bytes: some Collection<UInt8>) {
    let copy = Array(bytes)
    guard copy.count == ObjectID.byteCount else { return nil }
    let id = copy.withUnsafeBytes { $0.baseAddress.map { ObjectID(loading: $0) } }
    guard let id else { return nil }
    self = id
  }

  /// Takes 40 hexadecimal digits of either case; nil for anything else.
  package init?(hex: some StringProtocol) {
    guard let bytes = Hex.decode(hex) else { return nil }
    self.init(bytes: bytes)
  }

  /// Reads 20 raw bytes at an address, which need not be aligned.
  package init(loading address: UnsafeRawPointer) {
    high = UInt64(bigEndian: address.loadUnaligned(as: UInt64.self))
    middle = UInt64(bigEndian: address.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    low = UInt32(bigEndian: address.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
  }

  /// Writes the 20 raw bytes to an address, which need not be aligned.
  package func store(at address: UnsafeMutableRawPointer) {
    address.storeBytes(of: high.bigEndian, as: UInt64.self)
    address.storeBytes(of: middle.bigEndian, toByteOffset: 8, as: UInt64.self)
    address.storeBytes(of: low.bigEndian, toByteOffset: 16, as: UInt32.self)
  }

  /// The 20 raw bytes, most significant first.
  package var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(ObjectID.byteCount)
    append(to: &result)
    return result
  }

  /// Appends the 20 raw bytes to a buffer.
  package func append(to buffer: inout [UInt8]) {
    withUnsafeBytes(of: (high.bigEndian, middle.bigEndian, low.bigEndian)) { memory in
      buffer.append(contentsOf: memory.prefix(ObjectID.byteCount))
    }
  }

  /// Forty lower-case hexadecimal digits.
  package var hex: String { Hex.encode(bytes) }

  /// The first ten digits, as people read them.
  package var short: String { String(hex.prefix(10)) }

  package var description: String { hex }

  package static func < (left: ObjectID, right: ObjectID) -> Bool {
    (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
  }
}
