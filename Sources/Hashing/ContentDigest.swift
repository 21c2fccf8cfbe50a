/// A SHA-256 value: 32 bytes.
///
/// Fingerprints and claim keys are such values.
package struct ContentDigest: Hashable, Sendable, CustomStringConvertible {
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// The number of bytes of a digest.
  package static let byteCount = 32

  /// Takes 32 raw bytes, most significant first; nil for any other length.
  package init?(bytes: [UInt8]) {
    let digest = bytes.withUnsafeBytes { ContentDigest(loading: $0) }
    guard let digest else { return nil }
    self = digest
  }

  /// Takes 32 raw bytes, most significant first; nil for any other length.
  package init?(loading memory: UnsafeRawBufferPointer) {
    guard memory.count == ContentDigest.byteCount else { return nil }
    words = (
      UInt64(bigEndian: memory.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
      UInt64(bigEndian: memory.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
      UInt64(bigEndian: memory.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
      UInt64(bigEndian: memory.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
    )
  }

  /// Takes 64 hexadecimal digits of either case; nil for anything else.
  package init?(hex: some StringProtocol) {
    guard let bytes = Hex.decode(hex) else { return nil }
    self.init(bytes: bytes)
  }

  /// The 32 raw bytes, most significant first.
  package var bytes: [UInt8] {
    var result: [UInt8] = []
    append(to: &result)
    return result
  }

  /// Appends the 32 raw bytes to a buffer.
  package func append(to buffer: inout [UInt8]) {
    let stored = (
      words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian
    )
    withUnsafeBytes(of: stored) { buffer.append(contentsOf: $0) }
  }

  /// Sixty-four lower-case hexadecimal digits.
  package var hex: String { Hex.encode(bytes) }

  package var description: String { hex }

  package static func == (left: ContentDigest, right: ContentDigest) -> Bool {
    left.words == right.words
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
  }
}
