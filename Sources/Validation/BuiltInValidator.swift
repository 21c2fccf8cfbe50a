package import Model

/// A check of a submitted file that needs no program, by the name that workflows call it.
package enum BuiltInValidator: String, Hashable, Sendable, CaseIterable {
  case png
  case gif
  case jpeg
  case pdf
  case csv
  case json
  case xml
  case fasta
  case fastq
  case pdb
  case utf8

  /// What is wrong with a file, as the rest of a sentence that begins with its name; nil if
  /// nothing is.
  package func problem(with bytes: [UInt8]) -> String? {
    do throws(Defect) {
      try check(bytes)
      return nil
    } catch {
      return "is no \(format): \(error.message)"
    }
  }

  private var format: String {
    switch self {
    case .png: "PNG image"
    case .gif: "GIF image"
    case .jpeg: "JPEG image"
    case .pdf: "PDF document"
    case .csv: "CSV table"
    case .json: "JSON text"
    case .xml: "XML document"
    case .fasta: "FASTA file"
    case .fastq: "FASTQ file"
    case .pdb: "PDB structure"
    case .utf8: "UTF-8 text"
    }
  }

  private func check(_ bytes: [UInt8]) throws(Defect) {
    guard !bytes.isEmpty || self == .utf8 else { throw Defect("it is empty") }
    switch self {
    case .png: try PNGFormat.check(bytes)
    case .gif: try GIFFormat.check(bytes)
    case .jpeg: try JPEGFormat.check(bytes)
    case .pdf: try PDFFormat.check(bytes)
    case .csv: try TextFormats.checkCSV(bytes)
    case .json: try TextFormats.checkJSON(bytes)
    case .xml: try XMLChecker.check(bytes)
    case .fasta: try FASTAFormat.check(bytes)
    case .fastq: try FASTQFormat.check(bytes)
    case .pdb: try PDBFormat.check(bytes)
    case .utf8: try TextFormats.checkUTF8(bytes)
    }
  }
}

/// A check of a submitted file that a workflow spells out.
package enum FileValidator: Hashable, Sendable {
  /// Some part of the file matches.
  case pattern(LinearPattern)

  /// What is wrong with a file, as the rest of a sentence that begins with its name; nil if
  /// nothing is.
  package func problem(with bytes: [UInt8]) -> String? {
    switch self {
    case .pattern(let pattern):
      pattern.isFound(in: bytes) ? nil : "does not match the pattern \(pattern.text)"
    }
  }
}
