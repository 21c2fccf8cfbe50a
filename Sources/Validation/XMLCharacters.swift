import Model

/// The characters of XML 1.0, fifth edition.
enum XMLCharacters {
  private static let nameStarts: [ClosedRange<UInt32>] = [
    0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D,
    0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD,
    0x1_0000...0xE_FFFF,
  ]
  private static let nameParts: [ClosedRange<UInt32>] = [
    0xB7...0xB7, 0x300...0x36F, 0x203F...0x2040,
  ]

  static func isAllowed(_ value: UInt32) -> Bool {
    switch value {
    case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x1_0000...0x10_FFFF: true
    default: false
    }
  }

  /// The first byte that begins no character, in UTF-8 or an encoding with one byte a character.
  static func firstBad(in bytes: [UInt8], isSingleByte: Bool) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      var position = 0
      while position < bytes.count {
        let byte = bytes[position]
        if byte < 0x80 || isSingleByte {
          guard isAllowed(UInt32(byte)) else { return position }
          position += 1
        } else {
          guard let scalar = UTF8Scan.scalar(at: position, in: bytes), isAllowed(scalar.value)
          else { return position }
          position += scalar.length
        }
      }
      return nil
    }
  }

  /// Where a name that begins at a place ends; the place itself if none does.
  static func endOfName(in bytes: [UInt8], at start: Int) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var position = start
      while position < bytes.count {
        // In an encoding with one byte a character, those above ASCII count as letters.
        let scalar = UTF8Scan.scalar(at: position, in: bytes) ?? (0xC0, 1)
        guard isNamePart(scalar.value, isFirst: position == start) else { break }
        position += scalar.length
      }
      return position
    }
  }

  private static func isNamePart(_ value: UInt32, isFirst: Bool) -> Bool {
    switch value {
    case 0x41...0x5A, 0x61...0x7A, 0x5F, 0x3A: true
    case 0x30...0x39, 0x2D, 0x2E: !isFirst
    case ..<0x80: false
    default:
      nameStarts.contains { $0.contains(value) }
        || !isFirst && nameParts.contains { $0.contains(value) }
    }
  }
}
