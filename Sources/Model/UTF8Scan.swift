/// Reads bytes as UTF-8 the strict way: no surrogates, no overlong forms, nothing above U+10FFFF.
package enum UTF8Scan {
  /// The scalar whose first byte stands at a position, and how many bytes it has; nil where the
  /// bytes are no UTF-8.
  package static func scalar(
    at position: Int,
    in bytes: UnsafeBufferPointer<UInt8>
  ) -> (value: UInt32, length: Int)? {
    let first = UInt32(bytes[position])
    if first < 0x80 { return (first, 1) }
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard first >= 0xC2, first <= 0xF4, bytes.count - position >= length else { return nil }
    var value = first & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
    for offset in 1..<length {
      let unit = UInt32(bytes[position + offset])
      guard unit & 0xC0 == 0x80 else { return nil }
      value = value << 6 | unit & 0x3F
    }
    let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x1_0000
    guard value >= least, value <= 0x10_FFFF, value & 0xFFFF_F800 != 0xD800 else { return nil }
    return (value, length)
  }

  /// The first byte that begins no scalar, counted from 0; nil if all is UTF-8.
  package static func firstInvalid(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var position = 0
    while position < bytes.count {
      if bytes.count - position >= 8 {
        let word = UnsafeRawBufferPointer(bytes).loadUnaligned(
          fromByteOffset: position,
          as: UInt64.self
        )
        if word & 0x8080_8080_8080_8080 == 0 {
          position += 8
          continue
        }
      }
      guard let scalar = scalar(at: position, in: bytes) else { return position }
      position += scalar.length
    }
    return nil
  }
}
