/// JPEG: the segments, the tables in them, and the scans; no pixel is unpacked.
///
/// Bytes after the end of the image are ignored: cameras put previews there.
enum JPEGFormat {
  private struct Segment {
    let marker: UInt8
    let start: Int
    let content: Range<Int>
  }

  static func check(_ bytes: [UInt8]) throws(Defect) {
    guard bytes.starts(with: [0xFF, 0xD8]) else {
      throw Defect("the start of an image at byte 0 is missing")
    }
    var reader = ByteReader(bytes, from: 2)
    var components: Int?
    var scans = 0
    while true {
      let start = reader.position
      guard !reader.isAtEnd else {
        throw Defect("it ends at byte \(start) without the end of the image")
      }
      let marker = try passMarker(&reader)
      if marker == 0xD9 { break }
      let segment = try passSegment(&reader, marker, start)
      switch marker {
      case 0xC4: try checkCodes(bytes, segment)
      case 0xDB: try checkQuantization(bytes, segment)
      case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
        guard components == nil else {
          throw Defect("a second frame begins at byte \(start)")
        }
        components = try frame(bytes, segment)
      case 0xDA:
        guard let components else {
          throw Defect("no frame stands before the scan at byte \(start)")
        }
        let content = segment.content
        let count = content.isEmpty ? 0 : Int(bytes[content.lowerBound])
        guard (1...min(4, components)).contains(count), content.count == 4 + 2 * count else {
          throw Defect("the scan at byte \(start) has a wrong header")
        }
        try passScan(&reader)
        scans += 1
      default: break
      }
    }
    guard scans > 0 else {
      throw Defect("no scan stands before the end of the image at byte \(reader.position - 2)")
    }
  }

  private static func passMarker(_ reader: inout ByteReader) throws(Defect) -> UInt8 {
    let start = reader.position
    reader.begin("marker")
    guard try reader.byte() == 0xFF else { throw Defect("no segment begins at byte \(start)") }
    var marker = try reader.byte()
    while marker == 0xFF { marker = try reader.byte() }
    return marker
  }

  private static func passSegment(
    _ reader: inout ByteReader,
    _ marker: UInt8,
    _ start: Int
  ) throws(Defect) -> Segment {
    guard marker >= 0xC0, !(0xD0...0xD8).contains(marker) else {
      throw Defect("no segment begins at byte \(start)")
    }
    reader.begin("segment")
    let length = try reader.bigEndian16()
    guard length >= 2 else { throw Defect("the segment at byte \(start) has the length \(length)") }
    let content = reader.position..<reader.position + length - 2
    try reader.skip(length - 2)
    return Segment(marker: marker, start: start, content: content)
  }

  /// The number of components.
  private static func frame(_ bytes: [UInt8], _ segment: Segment) throws(Defect) -> Int {
    let content = bytes[segment.content]
    let first = content.startIndex
    guard content.count >= 6, Int(content[first + 5]) * 3 + 6 == content.count else {
      throw Defect("the frame at byte \(segment.start) has a wrong length")
    }
    guard content[first + 3] | content[first + 4] != 0, content[first + 5] > 0 else {
      throw Defect("the frame at byte \(segment.start) has no pixels")
    }
    return Int(content[first + 5])
  }

  private static func checkQuantization(
    _ bytes: [UInt8],
    _ segment: Segment
  ) throws(Defect) {
    var position = segment.content.lowerBound
    while position < segment.content.upperBound {
      let kind = bytes[position]
      guard kind >> 4 <= 1, kind & 15 <= 3 else { break }
      position += kind >> 4 == 0 ? 65 : 129
    }
    guard position == segment.content.upperBound else {
      throw Defect("the quantization tables at byte \(segment.start) are damaged")
    }
  }

  private static func checkCodes(_ bytes: [UInt8], _ segment: Segment) throws(Defect) {
    var position = segment.content.lowerBound
    let end = segment.content.upperBound
    while position < end {
      guard end - position >= 17, bytes[position] >> 4 <= 1, bytes[position] & 15 <= 3 else {
        break
      }
      let codes = bytes[position + 1...position + 16].reduce(0) { $0 + Int($1) }
      guard codes <= 256 else { break }
      position += 17 + codes
    }
    guard position == end else {
      throw Defect("the Huffman tables at byte \(segment.start) are damaged")
    }
  }

  /// Passes compressed data up to the next marker that is none of its own.
  private static func passScan(_ reader: inout ByteReader) throws(Defect) {
    reader.begin("scan")
    let bytes = reader.bytes
    var position = reader.position
    while position + 1 < bytes.count {
      let next = bytes[position + 1]
      if bytes[position] == 0xFF, next != 0, next != 0xFF, !(0xD0...0xD7).contains(next) {
        return try reader.skip(position - reader.position)
      }
      position += 1
    }
    try reader.skip(bytes.count - reader.position + 1)
  }
}
