/// Reads words of a PDF file from a place on.
struct PDFScanner {
  let bytes: [UInt8]
  private(set) var position: Int

  init(_ bytes: [UInt8], at position: Int) {
    self.bytes = bytes
    self.position = position
  }

  /// The first place of a text that lies in a range.
  static func first(_ text: String, in bytes: [UInt8], _ range: Range<Int>) -> Int? {
    let wanted = Array(text.utf8)
    return range.first { stands(wanted, in: bytes, at: $0, before: range.upperBound) }
  }

  /// The last place of a text that lies in a range.
  static func last(_ text: String, in bytes: [UInt8], _ range: Range<Int>) -> Int? {
    let wanted = Array(text.utf8)
    return range.last { stands(wanted, in: bytes, at: $0, before: range.upperBound) }
  }

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func stands(
    _ wanted: [UInt8],
    in bytes: [UInt8],
    at position: Int,
    before end: Int
  ) -> Bool {
    end - position >= wanted.count
      && bytes[position..<position + wanted.count].elementsEqual(wanted)
  }

  /// Passes spaces and comments.
  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x00, 0x09, 0x0A, 0x0C, 0x0D, 0x20: position += 1
      case UInt8(ascii: "%"):
        while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D {
          position += 1
        }
      default: return
      }
    }
  }

  /// Passes a word if it comes next.
  mutating func pass(_ word: String) -> Bool {
    skipSpace()
    guard Self.stands(Array(word.utf8), in: bytes, at: position, before: bytes.count) else {
      return false
    }
    position += word.utf8.count
    return true
  }

  /// Passes a number of at most 15 digits.
  mutating func integer() -> Int? {
    skipSpace()
    let digits = bytes[position...].prefix(16).prefix(while: Self.isDigit)
    guard (1...15).contains(digits.count) else { return nil }
    position = digits.endIndex
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// Passes a dictionary; the names in it, keys and values, that stand in no other value.
  mutating func dictionary() -> Set<String>? {
    guard pass("<<") else { return nil }
    var names: Set<String> = []
    var depth = 1
    while depth > 0 {
      skipSpace()
      if pass("<<") {
        depth += 1
      } else if pass(">>") {
        depth -= 1
      } else {
        guard position < bytes.count else { return nil }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "("): guard passString() else { return nil }
        case UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "]"): depth -= 1
        case UInt8(ascii: "/"):
          let name = bytes[position...].prefix { $0 > 0x20 && !"()<>[]{}/%".utf8.contains($0) }
          position = name.endIndex
          if depth == 1, name.count <= 16 { names.insert(String(decoding: name, as: UTF8.self)) }
        default: break
        }
      }
    }
    return names
  }

  /// Passes the rest of a string in parentheses, which nest.
  private mutating func passString() -> Bool {
    var depth = 1
    while position < bytes.count, depth > 0 {
      switch bytes[position] {
      case UInt8(ascii: "\\"): position += 1
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      default: break
      }
      position += 1
    }
    return depth == 0 && position <= bytes.count
  }
}
