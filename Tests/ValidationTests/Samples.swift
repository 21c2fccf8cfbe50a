import Hashing
import Testing
import Validation

/// Whole small files of each format.
enum Samples {
  /// 2 × 1 pixels in colour, as zlib packs them.
  static let png = hex(
    """
    89504e470d0a1a0a 0000000d 49484452 0000000200000001 0802000000 7b40e8dd
    0000000f 49444154 789c63f8cfc0c0f09f010007ff01ff 017f89a7 00000000 49454e44 ae426082
    """
  )
  /// One pixel of a palette, and a text.
  static let pngWithPalette = hex(
    """
    89504e470d0a1a0a 0000000d 49484452 0000000100000001 0103000000 25db56ca
    00000003 504c5445 010203 0d8764d5 00000003 74455874 610062 dc49a23b
    0000000a 49444154 789c6360000000020001 48afa471 00000000 49454e44 ae426082
    """
  )
  /// One transparent pixel, behind a graphic control extension.
  static let gif = hex(
    """
    474946383961 01000100 800000 000000 ffffff 21f9040100000000
    2c 00000000 01000100 00 02 02 4401 00 3b
    """
  )
  /// One grey pixel: an application segment, a table of each kind, a frame and a scan.
  static let jpeg =
    hex("ffd8 ffe00010 4a46494600 0101 00 0001 0001 00 00 ffdb0043 00")
    + [UInt8](repeating: 1, count: 64)
    + hex("ffc0000b 08 0001 0001 01 011100 ffc40014 00") + [1] + [UInt8](repeating: 0, count: 15)
    + hex("00 ffc40014 10") + [1] + [UInt8](repeating: 0, count: 15)
    + hex("00 ffda0008 01 0100 003f00 7fff00d3 ffd9")

  /// One page, with a table of objects, and `junk` before the header.
  static func pdf(before junk: String = "", offsetsFromHeader: Bool = true) -> String {
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    ]
    var text = junk + "%PDF-1.4\n"
    var entries = "0000000000 65535 f \n"
    let base = offsetsFromHeader ? junk.utf8.count : 0
    for (index, object) in objects.enumerated() {
      let offset = "\(text.utf8.count - base)"
      entries += String(repeating: "0", count: 10 - offset.count) + "\(offset) 00000 n \n"
      text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let place = text.utf8.count - base
    return text + "xref\n0 4\n\(entries)trailer\n"
      + "<< /Size 4 /Info << /Title (a \\) (b)) >> /ID [<00> <01>] /Root 1 0 R >>\n"
      + "startxref\n\(place)\n%%EOF\n"
  }

  /// The places of the objects stand in a stream, as since PDF 1.5.
  static let pdfWithStream =
    "%PDF-1.5\n1 0 obj\n<< /Type /XRef /Root 2 0 R /Size 2 /W [1 1 1] "
    + "/Length 3 >>\nstream\nabc\nendstream\nendobj\nstartxref\n9\n%%EOF"

  static let xml = """
    <?xml version="1.0" encoding="UTF-8" standalone='yes'?>
    <!-- a - b --><?style a="b"?>
    <!DOCTYPE r [<!ENTITY own "x>y"><!ELEMENT r (#PCDATA)> <!-- c -->]>
    <r xmlns:a="urn:x" a:b='1 > "0"'><é-1.x/>&amp;&own;&#233;&#xE9;<![CDATA[<&]] >]]></r >
    <!-- end -->

    """
  static let fasta =
    ">5PTPA Sequence from PDB ATOM records\nIVGGYTCGANTVPYQ\nVSLNSG--YHFCGG*\n\n>b\nacgtnACGUryk\n"
  static let fastq = "@r1 1:N:0\nACGTN\n+\nII#@~\n@r2\nAC\nGT\n+r2\n@+\n!I\n"
  static let pdb = """
    HEADER    CYTOKINE/RECEPTOR                       25-FEB-99   1IAR
    REMARK   2 RESOLUTION.    2.30 ANGSTROMS.
    CRYST1   68.000   68.000   58.000  90.00  90.00 120.00 P 32 2 1      6
    MODEL        1
    ATOM      1  N   HIS A   1      17.983  -2.064  15.217  1.00 41.73           N
    ANISOU    1  N   HIS A   1     4000   4000   4000      0      0      0       N
    TER       2      HIS A   1
    HETATM    3  O   HOH A1001     -10.000 100.123   0.500
    ENDMDL
    CONECT    1    2
    END
    """

  /// A file of each format.
  static let all: [(validator: BuiltInValidator, bytes: [UInt8])] = [
    (.png, png), (.png, pngWithPalette), (.gif, gif), (.jpeg, jpeg), (.pdf, Array(pdf().utf8)),
    (.pdf, Array(pdfWithStream.utf8)), (.csv, Array("a,b\n\"x\"\"y\",2\n".utf8)),
    (.json, Array(#"{"a": [1, -0.5e3, "é\n", null, true]}"#.utf8)), (.xml, Array(xml.utf8)),
    (.fasta, Array(fasta.utf8)), (.fastq, Array(fastq.utf8)), (.pdb, Array(pdb.utf8)),
    (.utf8, Array("é😀\r\n".utf8)),
  ]

  static func hex(_ text: String) -> [UInt8] {
    Hex.decode(text.filter { $0.isHexDigit }) ?? []
  }
}

/// Requires that a file is refused for a reason.
func expect(
  _ validator: BuiltInValidator,
  refuses bytes: [UInt8],
  _ reason: String,
  at location: Testing.SourceLocation = #_sourceLocation
) {
  let problem = validator.problem(with: bytes) ?? "is accepted"
  #expect(problem.contains(reason), sourceLocation: location)
}

extension [UInt8] {
  /// The bytes with others from a place on.
  func replacing(at place: Int, with other: [UInt8]) -> [UInt8] {
    Array(self[..<place]) + other + Array(self[(place + other.count)...])
  }
}
