/// A SHA-256 value: 32 bytes. Fingerprints and claim keys are such values.
package struct Digest: Hashable, Sendable, CustomStringConvertible {
  /// The 32 raw bytes.
  package let bytes: [UInt8]

  /// The number of bytes of a digest.
  package static let byteCount = 32

  /// Takes 32 raw bytes; nil for any other length.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Digest.byteCount else { return nil }
    self.bytes = Array(bytes)
  }

  /// Takes 64 hexadecimal digits of either case; nil for anything else.
  package init?(hex: some StringProtocol) {
    guard let bytes = Hex.decode(hex) else { return nil }
    self.init(bytes: bytes)
  }

  /// Sixty-four lower-case hexadecimal digits.
  package var hex: String { Hex.encode(bytes) }

  package var description: String { hex }
}
