/// What may stand before the root element, and the parts that stand anywhere.
extension XMLChecker {
  /// Passes the declaration, and checks that all of the document are characters.
  mutating func prolog() throws(Defect) {
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
      throw defect("it is written in UTF-16, which is not read")
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    let start = position
    var encoding = "utf-8"
    if pass("<?xml"), skipSpace() {
      guard pass("version"), let version = equalsLiteral(), version.starts(with: "1.".utf8) else {
        throw defect("the declaration names no version", at: start)
      }
      var hasSpace = skipSpace()
      if hasSpace, pass("encoding") {
        guard let name = equalsLiteral() else {
          throw defect("the declaration names no encoding", at: start)
        }
        encoding = String(decoding: name, as: UTF8.self).lowercased()
        hasSpace = skipSpace()
      }
      if hasSpace, pass("standalone") {
        guard let word = equalsLiteral(),
          word.elementsEqual("yes".utf8) || word.elementsEqual("no".utf8)
        else { throw defect("\"standalone\" is neither yes nor no", at: start) }
        skipSpace()
      }
      guard pass("?>") else { throw defect("the declaration is not closed") }
    } else {
      position = start
    }
    let isSingleByte = encoding.hasPrefix("iso-8859-") || encoding.hasPrefix("windows-125")
    guard isSingleByte || ["utf-8", "utf8", "us-ascii", "ascii"].contains(encoding) else {
      throw defect("the encoding \"\(Defect.plain(encoding, atMost: 40))\" is not read", at: start)
    }
    if let offset = XMLCharacters.firstBad(in: bytes, isSingleByte: isSingleByte) {
      throw defect("\(Defect.shown(bytes[offset])) begins no character of XML", at: offset)
    }
  }

  /// Passes the rest of `<!DOCTYPE …>`.
  mutating func documentType(_ start: Int) throws(Defect) {
    guard skipSpace() else { throw defect("expected a space") }
    _ = try name("the root's name")
    skipSpace()
    if pass("SYSTEM") || pass("PUBLIC") { hasOtherDeclarations = true }
    skipSpace()
    while literal() != nil { skipSpace() }
    if pass("[") {
      while true {
        skipSpace()
        if pass("]") { break }
        try declaration(start)
      }
      skipSpace()
    }
    guard pass(">") else { throw defect("the document type is not closed", at: start) }
  }

  private mutating func declaration(_ documentType: Int) throws(Defect) {
    let start = position
    if pass("%") {
      _ = try name("an entity's name")
      guard pass(";") else { throw defect("expected \";\"") }
      hasOtherDeclarations = true
    } else if pass("<!--") {
      try comment()
    } else if pass("<?") {
      try instruction()
    } else if pass("<!ENTITY") {
      guard skipSpace() else { throw defect("expected a space") }
      let isParameter = pass("%")
      skipSpace()
      let name = try name("an entity's name")
      if !isParameter { entities.insert(bytes[name]) }
      try closeDeclaration(start)
    } else if pass("<!ELEMENT") || pass("<!ATTLIST") || pass("<!NOTATION") {
      try closeDeclaration(start)
    } else if position == bytes.count {
      throw defect("the document type is not closed", at: documentType)
    } else {
      throw defect("no declaration")
    }
  }

  private mutating func closeDeclaration(_ start: Int) throws(Defect) {
    while position < bytes.count {
      if pass(">") { return }
      if isQuote(bytes[position]) {
        guard literal() != nil else { break }
      } else {
        position += 1
      }
    }
    throw defect("the declaration is not closed", at: start)
  }

  /// Passes the rest of a comment.
  mutating func comment() throws(Defect) {
    let start = position - 4
    guard skip(past: "--") else { throw defect("the comment is not closed", at: start) }
    guard pass(">") else { throw defect("\"--\" stands in a comment", at: position - 2) }
  }

  /// Passes the rest of a processing instruction.
  mutating func instruction() throws(Defect) {
    let start = position - 2
    let target = try name("the target of an instruction")
    guard String(decoding: bytes[target], as: UTF8.self).lowercased() != "xml" else {
      throw defect("an XML declaration stands here, not at the beginning", at: start)
    }
    guard pass("?>") || skipSpace() && skip(past: "?>") else {
      throw defect("the instruction is not closed", at: start)
    }
  }

  /// Passes a name; `expected` says what it is.
  mutating func name(_ expected: String) throws(Defect) -> Range<Int> {
    let start = position
    position = XMLCharacters.endOfName(in: bytes, at: position)
    guard position > start else { throw defect("expected \(expected)") }
    return start..<position
  }

  /// Passes a text if it comes next.
  mutating func pass(_ text: StaticString) -> Bool {
    let stands = text.withUTF8Buffer { wanted in
      bytes.count - position >= wanted.count
        && bytes[position..<position + wanted.count].elementsEqual(wanted)
    }
    if stands { position += text.utf8CodeUnitCount }
    return stands
  }

  /// Goes behind the next place of a text; false if there is none.
  mutating func skip(past text: StaticString) -> Bool {
    while position < bytes.count {
      if pass(text) { return true }
      position += 1
    }
    return false
  }

  /// Passes white space; whether there was any.
  @discardableResult
  mutating func skipSpace() -> Bool {
    let start = position
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
    return position > start
  }

  func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

  func shown(_ name: Range<Int>) -> String {
    String(decoding: bytes[name].prefix(60), as: UTF8.self)
  }

  private mutating func equalsLiteral() -> ArraySlice<UInt8>? {
    skipSpace()
    guard pass("=") else { return nil }
    skipSpace()
    return literal()
  }

  /// Passes a quoted text and gives what stands in the quotes.
  private mutating func literal() -> ArraySlice<UInt8>? {
    guard position < bytes.count, isQuote(bytes[position]),
      let end = bytes[(position + 1)...].firstIndex(of: bytes[position])
    else { return nil }
    defer { position = end + 1 }
    return bytes[position + 1..<end]
  }
}
