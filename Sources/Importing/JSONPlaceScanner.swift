import Model

/// Walks through valid JSON to one value, without reading the others.
struct JSONPlaceScanner {
  private let text: [UInt8]
  /// The first byte of the value that has been reached.
  private var position = 0

  init(_ text: [UInt8]) {
    self.text = text
    skipSpace()
  }

  /// Line and column of the value that has been reached; columns count characters.
  var location: SourceLocation {
    let before = text.prefix(position)
    let line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let column = String(decoding: before[start...], as: UTF8.self).count + 1
    return SourceLocation(line: line, column: column)
  }

  /// Goes on to a member or an element; stays and returns false where there is none.
  mutating func enter(_ key: String) -> Bool {
    let start = position
    let isMap = current == UInt8(ascii: "{")
    guard isMap || current == UInt8(ascii: "[") else { return false }
    position += 1
    var number = 0
    while true {
      skipSpace()
      guard let unit = current, unit != UInt8(ascii: "}"), unit != UInt8(ascii: "]") else { break }
      var isWanted = String(number) == key
      if isMap {
        let name = position
        skipValue()
        isWanted = (try? JSONReader.parse(Array(text[name..<position])))?.string == key
        skipSpace()
        position += 1
        skipSpace()
      }
      if isWanted { return true }
      skipValue()
      skipSpace()
      if current == UInt8(ascii: ",") { position += 1 }
      number += 1
    }
    position = start
    return false
  }

  private var current: UInt8? { position < text.count ? text[position] : nil }

  private mutating func skipSpace() {
    while let unit = current, unit == 0x20 || unit == 0x0A || unit == 0x0D || unit == 0x09 {
      position += 1
    }
  }

  private mutating func skipString() {
    position += 1
    while let unit = current, unit != UInt8(ascii: "\"") {
      position += unit == UInt8(ascii: "\\") ? 2 : 1
    }
    position += 1
  }

  private mutating func skipValue() {
    var depth = 0
    repeat {
      switch current {
      case nil: return
      case UInt8(ascii: "\""): skipString()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        position += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: skipWord()
      }
    } while depth > 0
  }

  private mutating func skipWord() {
    while let unit = current, !",:]} \n\r\t".utf8.contains(unit) { position += 1 }
  }
}
