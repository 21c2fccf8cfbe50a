/// PDF: the header, the end, and the table of objects that the end points to.
///
/// As readers do it lets other bytes stand before the header and after the end, up to 1024 each.
enum PDFFormat {
  private static let margin = 1024

  static func check(_ bytes: [UInt8]) throws(Defect) {
    guard let header = PDFScanner.first("%PDF-", in: bytes, 0..<min(bytes.count, margin + 5)) else {
      throw Defect("the header %PDF- does not stand in its first \(margin) bytes")
    }
    let version = bytes[header + 5..<min(bytes.count, header + 8)]
    guard version.count == 3, version.first.map(PDFScanner.isDigit) ?? false,
      version[header + 6] == UInt8(ascii: "."), PDFScanner.isDigit(version[header + 7])
    else { throw Defect("the header at byte \(header) names no version") }
    let tail = max(0, bytes.count - margin - 5)
    guard let end = PDFScanner.last("%%EOF", in: bytes, tail..<bytes.count) else {
      throw Defect("%%EOF does not stand in its last \(margin) bytes, from byte \(tail) on")
    }
    guard let start = PDFScanner.last("startxref", in: bytes, max(0, end - margin)..<end) else {
      throw Defect("startxref does not stand before %%EOF at byte \(end)")
    }
    var scanner = PDFScanner(bytes, at: start + 9)
    guard let offset = scanner.integer() else {
      throw Defect("no number follows startxref at byte \(start)")
    }
    // Bytes before the header count for some writers and not for others.
    for base in Set([0, header]) where offset <= bytes.count - base {
      var section = PDFScanner(bytes, at: offset + base)
      if section.pass("xref") { return try table(&section, at: offset + base) }
      if let stream = stream(&section) { return try require(stream, at: offset + base) }
    }
    throw Defect(
      "startxref at byte \(start) points to byte \(offset), where no cross-reference stands"
    )
  }

  /// Passes a table of objects and the trailer after it.
  private static func table(_ scanner: inout PDFScanner, at start: Int) throws(Defect) {
    while !scanner.pass("trailer") {
      guard scanner.integer() != nil, let count = scanner.integer() else {
        throw Defect("the cross-reference at byte \(start) is damaged at byte \(scanner.position)")
      }
      for _ in 0..<count {
        let entry = scanner.position
        guard let offset = scanner.integer(), scanner.integer() != nil,
          let isUsed = scanner.pass("n") ? true : scanner.pass("f") ? false : nil
        else { throw Defect("the entry of the cross-reference at byte \(entry) is damaged") }
        guard !isUsed || offset < scanner.bytes.count else {
          throw Defect(
            "the cross-reference at byte \(entry) points to byte \(offset), after the end"
          )
        }
      }
    }
    let trailer = scanner.position
    guard let names = scanner.dictionary() else {
      throw Defect("the trailer at byte \(trailer) is damaged")
    }
    try require(names, at: trailer)
  }

  /// The names in the dictionary of a stream of objects' places; nil if none stands here.
  private static func stream(_ scanner: inout PDFScanner) -> Set<String>? {
    guard scanner.integer() != nil, scanner.integer() != nil, scanner.pass("obj"),
      let names = scanner.dictionary(), names.contains("XRef"), scanner.pass("stream")
    else { return nil }
    return names
  }

  private static func require(_ names: Set<String>, at start: Int) throws(Defect) {
    guard names.contains("Root") else { throw Defect("the trailer at byte \(start) has no /Root") }
  }
}
