import Testing
import Validation

@Suite struct SequenceTests {
  private func problem(_ validator: BuiltInValidator, _ text: String) -> String? {
    validator.problem(with: Array(text.utf8))
  }

  @Test(arguments: [
    ">a\nACGT", ">a\r\nAC\r\nGT\r\n", ">a\rACGT\r", "\n; note\n>a b c\nACGT  \n\n>a\n--X*\n",
    "> a\nU",
    "\u{FEFF}>a\nA\n",
  ])
  func fasta(text: String) { #expect(problem(.fasta, text) == nil) }

  @Test(arguments: [
    ("ACGT\n", "line 1: no header (\">\") stands before the sequence"),
    (">a\n>b\nACGT\n", "line 1: the sequence \"a\" is empty"),
    (">a\nAC\n>b c\n", "line 3: the sequence \"b\" is empty"),
    (">a\nAC\nA1\n", "line 3: \"1\" in column 2 is no part of a sequence"),
    (">a\nAC GT\n", "line 2: the byte 0x20 in column 3 is no part of a sequence"),
    (">a\nA\u{1B}\n", "line 2: the byte 0x1B in column 2 is no part of a sequence"),
    (">\nACGT\n", "line 1: the header names nothing"),
    ("\n\n", "line 1: there is no header (\">\")"),
    (">a\u{1B}[2J\n", "line 1: the sequence \"a?[2J\" is empty"),
  ])
  func noFasta(text: String, reason: String) {
    #expect(problem(.fasta, text) == "is no FASTA file: \(reason)")
  }

  @Test(arguments: [
    "@a\nACGT\n+\nIIII", "@a\r\nACGT\r\n+a\r\nIIII\r\n", "@a\n\n+\n\n@b\nA\n+\nI\n",
    "@a\n\n+\n@b\nA\n+\nI",
    "@a\nAC\nGT\n+\n@III\n\n", "@a\nAC.N\n+\n+I\n@@\n@b\nA\n+\n~\n", "@a\n\n+\n",
  ])
  func fastq(text: String) { #expect(problem(.fastq, text) == nil) }

  @Test(arguments: [
    ("ACGT\n", "line 1: a read must begin with \"@\""), (">a\nA\n", "line 1: a read must begin"),
    ("@\nA\n+\nI\n", "line 1: the read has no name"), ("\n", "line 1: there is no read (\"@\")"),
    ("@a\nAC\n+\nIII\n", "line 1: the read \"a\" has 2 bases, but 3 qualities"),
    ("@a\nACG\n+\nII\n", "line 1: the read \"a\" has 3 bases, but 2 qualities"),
    ("@a\nAC\n", "line 1: the read \"a\" ends without a line \"+\""),
    ("@a\nA7\n+\nII\n", "line 2: \"7\" is no base of the read \"a\""),
    ("@a\nAC\n+b\nII\n", "line 3: \"+\" names another read than \"a\""),
    ("@a x\nAC\n+\nI\t!\n", "line 4: the byte 0x09 is no quality of the read \"a\""),
    ("@a\nA\n+\nI\nI\n", "line 5: a read must begin with \"@\""),
    ("@a\nAC\n+", "line 1: the read \"a\" has 2 bases, but 0 qualities"),
  ])
  func noFastq(text: String, reason: String) {
    expect(.fastq, refuses: Array(text.utf8), "is no FASTQ file: \(reason)")
  }

  private static let atom =
    "ATOM      1  N   HIS A   1      17.983  -2.064  15.217  1.00 41.73           N"

  @Test func pdb() {
    let atom = Self.atom
    #expect(problem(.pdb, atom) == nil)
    #expect(problem(.pdb, "# made by a program\n\n\(atom)\r\nTER\r\nEND   \r\n") == nil)
    #expect(problem(.pdb, String(atom.prefix(54))) == nil)
    #expect(problem(.pdb, atom.replacing("ATOM      1", with: "HETATMA0000")) == nil)
    #expect(problem(.pdb, atom.replacing("ATOM      1", with: "ATOM  *****")) == nil)
    #expect(problem(.pdb, "MODEL 1\n\(atom)\nENDMDL\nMODEL 2\n\(atom)\nENDMDL\n") == nil)
  }

  @Test func noPDB() {
    let atom = Self.atom
    func refused(
      _ text: String,
      _ reason: String,
      at location: Testing.SourceLocation = #_sourceLocation
    ) {
      expect(.pdb, refuses: Array(text.utf8), "is no PDB structure: \(reason)", at: location)
    }
    refused(">5PTPA Sequence from PDB ATOM records\nIVGG\n", "line 1: \">5PTPA\" is no record")
    refused("HEADER    X\nEND\n", "none of its 2 lines is an atom")
    refused(atom + "\nATM\n", "line 2: \"ATM\" is no record of the format")
    refused(String(atom.prefix(50)), "line 1: the atom ends at column 50")
    refused(atom.replacing("-2.064", with: "-2.O64"), "line 1: columns 39-46 hold no number (y)")
    refused(atom.replacing("17.983", with: "17..83"), "line 1: columns 31-38 hold no number (x)")
    refused(atom.replacing("15.217", with: "      "), "line 1: columns 47-54 hold no number (z)")
    refused(
      atom.replacing("1.00", with: "1.0x"),
      "line 1: columns 55-60 hold no number (occupancy)"
    )
    refused(atom.replacing("41.73", with: "  -  "), "line 1: columns 61-66 hold no number (temp")
    refused(atom.replacing(" N   HIS", with: "     HIS"), "line 1: columns 13-16 name no atom")
    refused(
      atom.replacing("ATOM      1", with: "ATOM    1 1"),
      "line 1: columns 7-11 hold no serial"
    )
    refused(
      atom.replacing("A   1 ", with: "A  .1 "),
      "line 1: columns 23-26 hold no residue number"
    )
    refused("MODEL 1\n\(atom)\n", "line 1: the model is not closed")
    refused("MODEL 1\nMODEL 2\n", "line 2: the model of line 1 is not closed")
    refused(atom + "\nENDMDL\n", "line 2: ENDMDL closes no model")
    refused(" " + atom, "line 1: \"\" is no record")
  }
}
