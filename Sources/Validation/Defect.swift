/// What is wrong with a file, as a clause that names the place.
struct Defect: Error, Hashable {
  let message: String

  init(_ message: String) {
    self.message = message
  }

  /// Lines count from 1.
  init(line: Int, _ message: String) {
    self.message = "line \(line): \(message)"
  }

  /// The place of a byte as a line and a column of characters.
  init(at offset: Int, in bytes: [UInt8], _ message: String) {
    let before = bytes[..<min(offset, bytes.count)]
    let line = before.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    // Of what continues a character in UTF-8 only the first byte counts.
    let column = before[start...].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    self.message = "line \(line), column \(column): \(message)"
  }

  /// A byte as people read it.
  static func shown(_ byte: UInt8) -> String {
    (0x21..<0x7F).contains(byte)
      ? "\"\(Character(Unicode.Scalar(byte)))\"" : "the byte 0x" + hex(byte)
  }

  /// A name from a file in quotes.
  static func quoted(_ name: ArraySlice<UInt8>) -> String {
    // No character has more than four bytes that count.
    "\"\(plain(String(decoding: name.prefix(160), as: UTF8.self), atMost: 40))\""
  }

  /// A text with parts of a file: a long one is cut, and control characters are replaced.
  static func plain(_ text: String, atMost limit: Int) -> String {
    let scalars = text.unicodeScalars
    var shown = String.UnicodeScalarView()
    for scalar in scalars.prefix(limit) {
      shown.append(scalar.properties.generalCategory == .control ? "?" : scalar)
    }
    if scalars.dropFirst(limit).first != nil { shown.append("…") }
    return String(shown)
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
