/// PNG as its third edition defines it: the layout of the chunks and their checksums.
enum PNGFormat {
  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  /// The depths that each type of colour may have.
  private static let depths: [UInt8: Set<UInt8>] = [
    0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16],
  ]

  private struct Chunk {
    let start: Int
    let name: String
    let content: Range<Int>
    /// Whether a decoder that does not know it must give up.
    let isCritical: Bool
  }

  static func check(_ bytes: [UInt8]) throws(Defect) {
    guard bytes.starts(with: signature) else {
      throw Defect("the signature at byte 0 is missing")
    }
    var reader = ByteReader(bytes, from: signature.count)
    var colour: UInt8?
    var hasPalette = false
    var previous = ""
    var data = 0
    while previous != "IEND" {
      guard !reader.isAtEnd else { throw Defect("it ends at byte \(bytes.count) without IEND") }
      let chunk = try next(&reader)
      guard (chunk.name == "IHDR") == (colour == nil) else {
        throw Defect(
          colour == nil
            ? "the chunk \(chunk.name) at byte \(chunk.start) stands where IHDR must"
            : "the chunk IHDR stands again at byte \(chunk.start)"
        )
      }
      switch chunk.name {
      case "IHDR": colour = try header(bytes, chunk)
      case "PLTE":
        guard !hasPalette, data == 0 else {
          throw Defect("the chunk PLTE at byte \(chunk.start) is out of place")
        }
        let size = chunk.content.count
        guard size > 0, size <= 768, size % 3 == 0 else {
          throw Defect("the chunk PLTE at byte \(chunk.start) has a wrong length: \(size)")
        }
        hasPalette = true
      case "IDAT":
        guard data == 0 || previous == "IDAT" else {
          throw Defect("the chunk IDAT at byte \(chunk.start) does not follow the others")
        }
        guard colour != 3 || hasPalette else {
          throw Defect("no palette stands before the chunk IDAT at byte \(chunk.start)")
        }
        data += chunk.content.count
      case "IEND":
        guard chunk.content.isEmpty else {
          throw Defect("the chunk IEND at byte \(chunk.start) is not empty")
        }
      default:
        guard !chunk.isCritical else {
          throw Defect("the critical chunk \(chunk.name) at byte \(chunk.start) is unknown")
        }
      }
      previous = chunk.name
    }
    guard data > 0 else { throw Defect("it has no image data before byte \(reader.position)") }
    guard reader.isAtEnd else {
      throw Defect("something follows the chunk IEND at byte \(reader.position)")
    }
  }

  private static func next(_ reader: inout ByteReader) throws(Defect) -> Chunk {
    let start = reader.position
    reader.begin("chunk")
    let length = Int(try reader.bigEndian32())
    try reader.skip(4)
    let letters = reader.bytes[start + 4..<start + 8]
    let areLetters = letters.allSatisfy {
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0 & ~0x20)
    }
    guard areLetters else { throw Defect("no chunk begins at byte \(start)") }
    let name = String(decoding: letters, as: UTF8.self)
    try reader.skip(length)
    let content = start + 8..<reader.position
    let checksum = CRC32.of(reader.bytes, in: start + 4..<reader.position)
    guard try reader.bigEndian32() == checksum else {
      throw Defect("the chunk \(name) at byte \(start) has a wrong checksum")
    }
    return Chunk(
      start: start,
      name: name,
      content: content,
      isCritical: letters.first.map { $0 & 0x20 == 0 } ?? false
    )
  }

  /// The type of colour.
  private static func header(_ bytes: [UInt8], _ chunk: Chunk) throws(Defect) -> UInt8 {
    guard chunk.content.count == 13 else {
      throw Defect(
        "the chunk IHDR at byte \(chunk.start) has a wrong length: \(chunk.content.count)"
      )
    }
    var reader = ByteReader(bytes, from: chunk.content.lowerBound)
    let (width, height) = (try reader.bigEndian32(), try reader.bigEndian32())
    guard (1...0x7FFF_FFFF).contains(width), (1...0x7FFF_FFFF).contains(height) else {
      throw Defect("IHDR at byte \(chunk.start) says \(width) × \(height) pixels")
    }
    let (depth, colour) = (try reader.byte(), try reader.byte())
    guard depths[colour]?.contains(depth) ?? false else {
      throw Defect("IHDR at byte \(chunk.start) says \(depth) bits for the colour type \(colour)")
    }
    let (compression, filter) = (try reader.byte(), try reader.byte())
    guard compression == 0, filter == 0, try reader.byte() <= 1 else {
      throw Defect("IHDR at byte \(chunk.start) names a method that is unknown")
    }
    return colour
  }
}

/// The checksum of PNG and zlib.
enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 0 ? value >> 1 : value >> 1 ^ 0xEDB8_8320
    }
  }

  static func of(_ bytes: [UInt8], in range: Range<Int>) -> UInt32 {
    var value = UInt32.max
    for byte in bytes[range] {
      value = value >> 8 ^ table[Int(UInt8(truncatingIfNeeded: value) ^ byte)]
    }
    return ~value
  }
}
