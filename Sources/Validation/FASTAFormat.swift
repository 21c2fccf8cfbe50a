/// FASTA: headers, each with a sequence of nucleotides or amino acids, which may have gaps.
///
/// Empty lines and comments that begin with a semicolon are passed over.
enum FASTAFormat {
  static func check(_ bytes: [UInt8]) throws(Defect) {
    var lines = ByteLines(bytes)
    var header: (line: Int, name: ArraySlice<UInt8>)?
    var length = 0
    while let whole = lines.next() {
      let line = lines.withoutTrailingSpace(whole)
      guard let first = bytes[line].first, first != UInt8(ascii: ";") else { continue }
      if first == UInt8(ascii: ">") {
        try close(header, length)
        guard line.count > 1 else { throw Defect(line: lines.number, "the header names nothing") }
        header = (lines.number, lines.word(line.lowerBound + 1..<line.upperBound))
        length = 0
      } else {
        guard header != nil else {
          throw Defect(line: lines.number, "no header (\">\") stands before the sequence")
        }
        if let odd = bytes[line].firstIndex(where: { !isResidue($0) }) {
          let column = odd - line.lowerBound + 1
          throw Defect(
            line: lines.number,
            "\(Defect.shown(bytes[odd])) in column \(column) is no part of a sequence"
          )
        }
        length += line.count
      }
    }
    guard header != nil else { throw Defect(line: 1, "there is no header (\">\")") }
    try close(header, length)
  }

  private static func close(
    _ header: (line: Int, name: ArraySlice<UInt8>)?,
    _ length: Int
  ) throws(Defect) {
    guard let header, length == 0 else { return }
    throw Defect(line: header.line, "the sequence \(Defect.quoted(header.name)) is empty")
  }

  /// The letters of IUPAC are all of the alphabet; gaps and stops come with them.
  private static func isResidue(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte & ~0x20) || "-.*~".utf8.contains(byte)
  }
}
