/// GIF87a and GIF89a: the blocks and their ends; the pixels are not unpacked.
///
/// Bytes after the trailer belong to nothing and are ignored, as decoders do.
enum GIFFormat {
  static func check(_ bytes: [UInt8]) throws(Defect) {
    guard bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) else {
      throw Defect("the signature at byte 0 is missing")
    }
    var reader = ByteReader(bytes, from: 6)
    reader.begin("header")
    try reader.skip(4)
    var hasColours = try passColours(&reader, after: 2)
    let hasGlobalColours = hasColours
    var images = 0
    while true {
      let start = reader.position
      guard !reader.isAtEnd else { throw Defect("it ends at byte \(start) without a trailer") }
      reader.begin("block")
      switch try reader.byte() {
      case 0x21:
        try reader.skip(1)
        _ = try passSubBlocks(&reader)
      case 0x2C:
        try reader.skip(4)
        let (width, height) = (try reader.littleEndian16(), try reader.littleEndian16())
        guard width > 0, height > 0 else {
          throw Defect("the image at byte \(start) has \(width) × \(height) pixels")
        }
        hasColours = try passColours(&reader, after: 0) || hasGlobalColours
        guard hasColours else { throw Defect("the image at byte \(start) has no table of colours") }
        let codeSize = try reader.byte()
        guard (2...8).contains(codeSize) else {
          throw Defect("the image at byte \(start) has the code size \(codeSize)")
        }
        guard try passSubBlocks(&reader) > 0 else {
          throw Defect("the image at byte \(start) has no data")
        }
        images += 1
      case 0x3B:
        guard images > 0 else {
          throw Defect("no image stands before the trailer at byte \(start)")
        }
        return
      case let other:
        throw Defect("\(Defect.shown(other)) at byte \(start) begins no block")
      }
    }
  }

  /// Passes flags, `more` bytes and the table that the flags promise; whether there is one.
  private static func passColours(
    _ reader: inout ByteReader,
    after more: Int
  ) throws(Defect) -> Bool {
    let flags = try reader.byte()
    try reader.skip(more)
    guard flags & 0x80 != 0 else { return false }
    try reader.skip(3 << (Int(flags & 7) + 1))
    return true
  }

  /// Passes parts of up to 255 bytes, the last of which is empty; how many bytes they have.
  private static func passSubBlocks(_ reader: inout ByteReader) throws(Defect) -> Int {
    var total = 0
    while true {
      let size = Int(try reader.byte())
      if size == 0 { return total }
      try reader.skip(size)
      total += size
    }
  }
}
