/// Why a file is no table, and where.
package struct TableProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line of the file, counted from 1; nil when what was asked for is wrong, not the file.
  package let line: Int?
  /// What is wrong, as a clause.
  package let message: String

  package init(line: Int?, message: String) {
    self.line = line
    self.message = message
  }

  package var description: String { line.map { "line \($0): \(message)" } ?? message }
}

/// Cuts a file into rows and fields; knows nothing of what the fields are called.
///
/// Between commas and semicolons a field may be quoted as RFC 4180 says; with any other delimiter
/// a quote is a character like others. Lines end with LF or CRLF; empty ones are left out.
package struct DelimitedScanner {
  /// A part of the file, without its quotes.
  package struct Field: Hashable, Sendable {
    package let range: Range<Int>
    package let isQuoted: Bool
    /// Whether it holds quotes that are written twice.
    fileprivate let hasQuotes: Bool
  }

  /// The fields of the row that was read last.
  package private(set) var fields: [Field] = []
  /// The line on which that row begins, counted from 1.
  package private(set) var line = 0
  private let bytes: [UInt8]
  private let delimiter: [UInt8]
  private let quotes: Bool
  private var position: Int
  private var nextLine = 1

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let quote = UInt8(ascii: "\"")

  /// Checks that the bytes are text; a byte order mark is skipped.
  package init(_ bytes: [UInt8], delimiter: String) throws(TableProblem) {
    let separator = Array(delimiter.utf8)
    guard !separator.isEmpty else {
      throw TableProblem(line: nil, message: "the delimiter is empty")
    }
    guard !separator.contains(where: { $0 == Self.lineFeed || $0 == Self.carriageReturn }) else {
      throw TableProblem(line: nil, message: "the delimiter holds a line end")
    }
    self.bytes = bytes
    self.delimiter = separator
    quotes = delimiter == "," || delimiter == ";"
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if let offset = bytes.firstIndex(of: 0) { throw problem("a NUL byte", at: offset) }
    if let offset = bytes.withUnsafeBufferPointer({ UTF8Scan.firstInvalid(in: $0) }) {
      throw problem("not valid UTF-8", at: offset)
    }
  }

  /// Reads the next row that is not empty; false at the end of the file.
  package mutating func nextRow() throws(TableProblem) -> Bool {
    fields.removeAll(keepingCapacity: true)
    while passLineEnd() {}
    guard position < bytes.count else { return false }
    line = nextLine
    repeat {
      if quotes, position < bytes.count, bytes[position] == Self.quote {
        try readQuoted()
      } else {
        readBare()
      }
    } while passDelimiter()
    _ = passLineEnd()
    return true
  }

  /// What a field of the last row says.
  package func text(of field: Field) -> String {
    guard field.hasQuotes else { return String(decoding: bytes[field.range], as: UTF8.self) }
    var content: [UInt8] = []
    var isSecond = false
    for byte in bytes[field.range] {
      isSecond = byte == Self.quote && !isSecond
      if !isSecond { content.append(byte) }
    }
    return String(decoding: content, as: UTF8.self)
  }

  private func problem(_ message: String, at offset: Int) -> TableProblem {
    let ends = bytes[..<offset].reduce(0) { $1 == Self.lineFeed ? $0 + 1 : $0 }
    return TableProblem(line: ends + 1, message: message)
  }

  private mutating func readBare() {
    let start = position
    let first = delimiter[0]
    while position < bytes.count {
      let byte = bytes[position]
      if byte == Self.lineFeed || byte == first && isAtDelimiter { break }
      position += 1
    }
    var end = position
    let isLast = position == bytes.count || bytes[position] == Self.lineFeed
    if isLast, end > start, bytes[end - 1] == Self.carriageReturn { end -= 1 }
    fields.append(Field(range: start..<end, isQuoted: false, hasQuotes: false))
  }

  private mutating func readQuoted() throws(TableProblem) {
    let opening = position
    let openingLine = nextLine
    var hasQuotes = false
    position += 1
    while true {
      guard position < bytes.count else {
        throw TableProblem(line: openingLine, message: "a quote is not closed")
      }
      let byte = bytes[position]
      position += 1
      if byte == Self.lineFeed { nextLine += 1 }
      if byte != Self.quote { continue }
      guard position < bytes.count, bytes[position] == Self.quote else { break }
      hasQuotes = true
      position += 1
    }
    fields.append(
      Field(range: opening + 1..<position - 1, isQuoted: true, hasQuotes: hasQuotes)
    )
    guard isAtDelimiter || isAtLineEnd || position == bytes.count else {
      throw TableProblem(line: nextLine, message: "text follows a closing quote")
    }
  }

  private var isAtDelimiter: Bool {
    guard bytes.count - position >= delimiter.count else { return false }
    for offset in 0..<delimiter.count where bytes[position + offset] != delimiter[offset] {
      return false
    }
    return true
  }

  /// At LF, CRLF, or a CR that ends the file.
  private var isAtLineEnd: Bool {
    guard position < bytes.count else { return false }
    if bytes[position] == Self.lineFeed { return true }
    return bytes[position] == Self.carriageReturn
      && (position + 1 == bytes.count || bytes[position + 1] == Self.lineFeed)
  }

  private mutating func passDelimiter() -> Bool {
    guard isAtDelimiter else { return false }
    position += delimiter.count
    return true
  }

  private mutating func passLineEnd() -> Bool {
    guard isAtLineEnd else { return false }
    if bytes[position] == Self.carriageReturn { position += 1 }
    if position < bytes.count { position += 1 }
    nextLine += 1
    return true
  }
}
