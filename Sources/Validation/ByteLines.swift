/// Goes through the lines of a file without copying them; they end with LF, CRLF or CR.
struct ByteLines {
  let bytes: [UInt8]
  /// Of the line that was read last, counted from 1.
  private(set) var number = 0
  private var position: Int

  /// A byte order mark is skipped.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The next line without its end; nil when there is none.
  mutating func next() -> Range<Int>? {
    guard position < bytes.count else { return nil }
    number += 1
    let start = position
    while position < bytes.count, !Self.endsLine(bytes[position]) { position += 1 }
    let line = start..<position
    if position < bytes.count {
      let isReturn = bytes[position] == UInt8(ascii: "\r")
      position += 1
      if isReturn, position < bytes.count, bytes[position] == UInt8(ascii: "\n") { position += 1 }
    }
    return line
  }

  /// The line without spaces and tabs at its end.
  func withoutTrailingSpace(_ line: Range<Int>) -> Range<Int> {
    var end = line.upperBound
    while end > line.lowerBound, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    return line.lowerBound..<end
  }

  /// What stands before the first space or tab.
  func word(_ range: Range<Int>) -> ArraySlice<UInt8> {
    bytes[range].prefix { $0 != 0x20 && $0 != 0x09 }
  }

  private static func endsLine(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
