import Model
import Testing
import Validation

@Suite struct DocumentTests {
  private func problem(_ validator: BuiltInValidator, _ text: String) -> String? {
    validator.problem(with: Array(text.utf8))
  }

  @Test func pdfMayHaveBytesAround() {
    #expect(problem(.pdf, Samples.pdf(before: "junk\n")) == nil)
    #expect(problem(.pdf, Samples.pdf(before: "junk\n", offsetsFromHeader: false)) == nil)
    #expect(problem(.pdf, Samples.pdf() + String(repeating: "\n", count: 900)) == nil)
    #expect(problem(.pdf, Samples.pdf().replacing("\n", with: "\r")) == nil)
  }

  @Test func problemsOfPDF() {
    let pdf = Samples.pdf()
    func refused(
      _ text: String,
      _ reason: String,
      at location: Testing.SourceLocation = #_sourceLocation
    ) {
      expect(.pdf, refuses: Array(text.utf8), reason, at: location)
    }
    refused("hello", "the header %PDF- does not stand in its first 1024 bytes")
    refused(Samples.pdf(before: String(repeating: " ", count: 1025)), "the header %PDF-")
    refused(pdf.replacing("%PDF-1.4", with: "%PDF-x.4"), "the header at byte 0 names no version")
    refused("%PDF-", "the header at byte 0 names no version")
    refused(String(pdf.dropLast(6)), "%%EOF does not stand in its last 1024 bytes")
    refused(pdf + String(repeating: " ", count: 1100), "%%EOF does not stand")
    refused(pdf.replacing("startxref", with: "startxxxx"), "startxref does not stand before %%EOF")
    refused(pdf.replacing("startxref\n", with: "startxref\nx"), "no number follows startxref")
    refused(pdf.replacing("startxref\n", with: "startxref\n9"), "where no cross-reference stands")
    refused(
      pdf.replacing("startxref\n", with: "startxref\n999999999999999999"),
      "no number follows startxref"
    )
    refused(pdf.replacing("0 4\n", with: "0 5\n"), "the entry of the cross-reference at byte")
    refused(
      pdf.replacing("0000000009 ", with: "0000999999 "),
      "points to byte 999999, after the end"
    )
    refused(pdf.replacing("xref\n0 4", with: "xref\n0 x"), "the cross-reference at byte")
    refused(pdf.replacing("/Root 1", with: "/Toor 1"), "has no /Root")
    refused(
      pdf.replacing("/Title (a", with: "/Root (a").replacing(" /Root 1", with: " /R 1"),
      "/Root"
    )
    refused(pdf.replacing("(b))", with: "(b"), "is damaged")
    refused(Samples.pdfWithStream.replacing("/XRef", with: "/Page"), "where no cross-reference")
    refused(Samples.pdfWithStream.replacing("/Root", with: "/Foot"), "at byte 9 has no /Root")
  }

  @Test(arguments: [
    "a", "a,b\n1,2", "a,b\r\n1,2\r\n", "\u{FEFF}a,b\n\"x\ny\",\"\"\"\"\n\n", "a,a\n,\n", "é;ü\n1;2",
  ])
  func tables(text: String) { #expect(problem(.csv, text) == nil) }

  @Test(arguments: [
    ("a,b\n1,2\n1,2,3\n", "line 3: the row has 3 fields, the first has 2"),
    ("a,b\n\"x\ny\",1\n1\n", "line 4: the row has 1 field, the first has 2"),
    ("a,b\n1,\"x\n", "line 2: a quote is not closed"),
    ("a,b\n\"x\"y,1\n", "line 2: text follows a closing quote"),
    ("a,b\n1,5\" disk\n", "line 2: field 2 holds a quote but does not begin with one"),
    ("\n\n", "line 1: there is no row"), ("a\u{0}", "line 1: a NUL byte"),
  ])
  func noTables(text: String, reason: String) {
    #expect(problem(.csv, text) == "is no CSV table: \(reason)")
  }

  @Test(arguments: [
    ("{\"a\": 1,}", "line 1, column 9: expected a key in quotes"),
    ("[1,\n 2 3]", "line 2, column 4: expected ]"), ("nul", "line 1, column 1: expected null"),
    ("[é]", "line 1, column 2: expected a value"), ("1 2", "column 3: something follows"),
    ("{\"é\": 1, \"é\": 2}", "stands twice"), ("[NaN]", "column 2: expected a value"),
    (String(repeating: "[", count: 100_000), "nested too deeply"), ("[01]", "column 3"),
  ])
  func noJSON(text: String, reason: String) {
    #expect(problem(.json, text)?.hasPrefix("is no JSON text: line ") ?? false)
    expect(.json, refuses: Array(text.utf8), reason)
  }

  @Test func noUTF8() {
    let bytes = Array("é\nab".utf8)
    #expect(
      BuiltInValidator.utf8.problem(with: bytes + [0xE9, 0x0A])
        == "is no UTF-8 text: line 2, column 3: the byte 0xE9 begins no character"
    )
    expect(.utf8, refuses: [0xED, 0xA0, 0x80], "line 1, column 1: the byte 0xED")
  }

  @Test func patterns() throws {
    let validator = FileValidator.pattern(try LinearPattern("^chr[0-9]+\\t"))
    #expect(validator.problem(with: Array("chr12\tx".utf8)) == nil)
    #expect(
      validator.problem(with: Array("chrX\tx".utf8)) == "does not match the pattern ^chr[0-9]+\\t"
    )
    let nested = FileValidator.pattern(try LinearPattern("^(a+)+$"))
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: 50_000) + [UInt8(ascii: "b")]
    #expect(nested.problem(with: text) != nil)
  }
}
