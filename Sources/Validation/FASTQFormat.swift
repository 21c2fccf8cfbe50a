/// FASTQ: reads with as many qualities as bases; both may go over several lines.
enum FASTQFormat {
  static func check(_ bytes: [UInt8]) throws(Defect) {
    var reader = FASTQReader(bytes)
    var reads = 0
    while try reader.passRead() { reads += 1 }
    guard reads > 0 else { throw Defect(line: 1, "there is no read (\"@\")") }
  }
}

private struct FASTQReader {
  private var lines: ByteLines
  /// The line that comes next.
  private var line: Range<Int>?

  init(_ bytes: [UInt8]) {
    lines = ByteLines(bytes)
    advance()
  }

  private mutating func advance() {
    line = lines.next().map { lines.withoutTrailingSpace($0) }
  }

  /// Passes one read; false at the end.
  mutating func passRead() throws(Defect) -> Bool {
    while let line, line.isEmpty { advance() }
    guard let header = line else { return false }
    let start = lines.number
    guard lines.bytes[header.lowerBound] == UInt8(ascii: "@") else {
      throw Defect(line: start, "a read must begin with \"@\"")
    }
    guard header.count > 1 else { throw Defect(line: start, "the read has no name") }
    let title = lines.bytes[header.lowerBound + 1..<header.upperBound]
    let shown = Defect.quoted(lines.word(header.lowerBound + 1..<header.upperBound))
    advance()
    let bases = try passBases(of: shown, from: start)
    try passSeparator(title, shown)
    let qualities = try passQualities(upTo: bases, of: shown)
    guard qualities == bases else {
      throw Defect(line: start, "the read \(shown) has \(bases) bases, but \(qualities) qualities")
    }
    return true
  }

  private mutating func passBases(of read: String, from start: Int) throws(Defect) -> Int {
    var count = 0
    while let line {
      if lines.bytes[line].first == UInt8(ascii: "+") { return count }
      if let odd = lines.bytes[line].firstIndex(where: { !isBase($0) }) {
        throw Defect(
          line: lines.number,
          "\(Defect.shown(lines.bytes[odd])) is no base of the read \(read)"
        )
      }
      count += line.count
      advance()
    }
    throw Defect(line: start, "the read \(read) ends without a line \"+\"")
  }

  private mutating func passSeparator(
    _ title: ArraySlice<UInt8>,
    _ read: String
  ) throws(Defect) {
    guard let line else { return }
    let repeated = lines.bytes[line.lowerBound + 1..<line.upperBound]
    guard repeated.isEmpty || repeated.elementsEqual(title) else {
      throw Defect(line: lines.number, "\"+\" names another read than \(read)")
    }
    advance()
  }

  /// Passes lines until there are enough; what a quality looks like, a header may too.
  private mutating func passQualities(upTo bases: Int, of read: String) throws(Defect) -> Int {
    var count = 0
    if bases == 0, let line, line.isEmpty { advance() }
    while count < bases, let line {
      if let odd = lines.bytes[line].firstIndex(where: { !(33...126).contains($0) }) {
        throw Defect(
          line: lines.number,
          "\(Defect.shown(lines.bytes[odd])) is no quality of the read \(read)"
        )
      }
      count += line.count
      advance()
    }
    return count
  }

  private func isBase(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte & ~0x20) || "-.*~".utf8.contains(byte)
  }
}
