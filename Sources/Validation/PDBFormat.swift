/// The Protein Data Bank's format: records with fixed columns, and atoms that stand somewhere.
enum PDBFormat {
  private static let records: Set<String> = [
    "HEADER", "OBSLTE", "TITLE", "SPLIT", "CAVEAT", "COMPND", "SOURCE", "KEYWDS", "EXPDTA",
    "NUMMDL", "MDLTYP", "AUTHOR", "REVDAT", "SPRSDE", "JRNL", "REMARK", "FTNOTE", "DBREF", "DBREF1",
    "DBREF2", "SEQADV", "SEQRES", "MODRES", "HET", "HETNAM", "HETSYN", "FORMUL", "HELIX", "SHEET",
    "TURN", "SSBOND", "LINK", "LINKR", "CISPEP", "HYDBND", "SLTBRG", "SITE", "CRYST1", "ORIGX1",
    "ORIGX2", "ORIGX3", "SCALE1", "SCALE2", "SCALE3", "MTRIX1", "MTRIX2", "MTRIX3", "TVECT",
    "MODEL", "ATOM", "SIGATM", "ANISOU", "SIGUIJ", "TER", "HETATM", "ENDMDL", "CONECT", "MASTER",
    "END", "USER", "PARENT",
  ]

  static func check(_ bytes: [UInt8]) throws(Defect) {
    var lines = ByteLines(bytes)
    var atoms = 0
    var openModel: Int?
    while let whole = lines.next() {
      let line = lines.withoutTrailingSpace(whole)
      // Programs write their own notes behind a number sign.
      guard let first = bytes[line].first, first != UInt8(ascii: "#") else { continue }
      let record = String(decoding: lines.word(line).prefix(6), as: UTF8.self)
      switch record {
      case "MODEL":
        if let openModel {
          throw Defect(line: lines.number, "the model of line \(openModel) is not closed")
        }
        openModel = lines.number
      case "ENDMDL":
        guard openModel != nil else { throw Defect(line: lines.number, "ENDMDL closes no model") }
        openModel = nil
      case _ where record == "ATOM" || record.hasPrefix("HETATM"):
        try PDBAtom(bytes, line, lines.number).check()
        atoms += 1
      case _ where records.contains(record): break
      default:
        throw Defect(
          line: lines.number,
          "\(Defect.quoted(lines.word(line))) is no record of the format"
        )
      }
    }
    if let openModel { throw Defect(line: openModel, "the model is not closed") }
    guard atoms > 0 else { throw Defect("none of its \(lines.number) lines is an atom") }
  }
}

/// The columns of a record ATOM or HETATM.
private struct PDBAtom {
  private let bytes: [UInt8]
  private let line: Range<Int>
  private let number: Int

  init(_ bytes: [UInt8], _ line: Range<Int>, _ number: Int) {
    self.bytes = bytes
    self.line = line
    self.number = number
  }

  func check() throws(Defect) {
    guard line.count >= 54 else {
      throw Defect(line: number, "the atom ends at column \(line.count), before its coordinates do")
    }
    // Beyond 99999 atoms some programs count with letters, and some give up.
    guard columns(7...11).allSatisfy({ isWord($0) || $0 == UInt8(ascii: "*") }) else {
      throw Defect(line: number, "columns 7-11 hold no serial number")
    }
    guard !columns(13...16).isEmpty else {
      throw Defect(line: number, "columns 13-16 name no atom")
    }
    guard columns(23...26).allSatisfy({ isWord($0) || $0 == UInt8(ascii: "-") }) else {
      throw Defect(line: number, "columns 23-26 hold no residue number")
    }
    for (name, range) in [("x", 31...38), ("y", 39...46), ("z", 47...54)] {
      guard isDecimal(columns(range)) else { throw defect(name, range) }
    }
    for (name, range) in [("occupancy", 55...60), ("temperature factor", 61...66)] {
      guard columns(range).isEmpty || isDecimal(columns(range)) else { throw defect(name, range) }
    }
  }

  private func defect(_ name: String, _ range: ClosedRange<Int>) -> Defect {
    Defect(line: number, "columns \(range.lowerBound)-\(range.upperBound) hold no number (\(name))")
  }

  /// Columns count from 1; spaces around what stands in them are left out.
  private func columns(_ range: ClosedRange<Int>) -> ArraySlice<UInt8> {
    let start = min(line.lowerBound + range.lowerBound - 1, line.upperBound)
    let part = bytes[start..<min(line.lowerBound + range.upperBound, line.upperBound)]
    guard let last = part.lastIndex(where: { $0 != 0x20 }) else { return [] }
    return part[...last].drop { $0 == 0x20 }
  }

  private func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & ~0x20)
  }

  private func isDecimal(_ text: ArraySlice<UInt8>) -> Bool {
    let unsigned =
      text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+")
      ? text.dropFirst() : text
    let digits = unsigned.count { (0x30...0x39).contains($0) }
    let points = unsigned.count { $0 == UInt8(ascii: ".") }
    return digits > 0 && points <= 1 && digits + points == unsigned.count
  }
}
