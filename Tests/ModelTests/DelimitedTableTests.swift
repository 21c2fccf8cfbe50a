import Testing

@testable import Model

@Suite struct DelimitedTableTests {
  private func table(
    _ text: String,
    delimiter: String = ",",
    header: DelimitedTable.Header = .firstRow
  ) throws -> DelimitedTable {
    try DelimitedTable(Array(text.utf8), delimiter: delimiter, header: header)
  }

  @Test func readsNamesRowsAndTheirLines() throws {
    let read = try table("sample,lane\nA1,3\nB2,4\n")
    #expect(read.names == ["sample", "lane"])
    #expect(read.rows == [["A1", "3"], ["B2", "4"]])
    #expect(read.lines == [2, 3])
  }

  @Test func aHeaderCanBeGiven() throws {
    let read = try table("A1,3\nB2,4", header: .names(["sample", "lane"]))
    #expect(read.names == ["sample", "lane"])
    #expect(read.rows == [["A1", "3"], ["B2", "4"]])
    #expect(read.lines == [1, 2])
  }

  @Test(
    arguments: [
      ("a,b\r\n1,2\r\n", [["1", "2"]]), ("a,b\n1,2\r", [["1", "2"]]),
      ("\u{FEFF}a,b\n1,2", [["1", "2"]]),
      ("a,b\n", []), ("a,b", []), ("a,b\n,\n", [["", ""]]), ("a,b\n1,", [["1", ""]]),
      ("a,b\n 1 ,\t2", [[" 1 ", "\t2"]]),
      ("a,b\n1\r2,3", [["1\r2", "3"]]), ("a,b\né,😀", [["é", "😀"]]),
      ("a,b\n1,5\" disk", [["1", "5\" disk"]]),
      ("a,b\n'x','y'", [["'x'", "'y'"]]),
    ] as [(String, [[String]])]
  )
  func readsPlainFields(text: String, rows: [[String]]) throws {
    #expect(try table(text).rows == rows)
    #expect(try table(text).names == ["a", "b"])
  }

  @Test(
    arguments: [
      ("a,b\n\"1\",\"2\"\n", [["1", "2"]]), ("a,b\n\"\",\"\"", [["", ""]]),
      ("a,b\n\"x,y\",2", [["x,y", "2"]]),
      ("a,b\n\"x\ny\",2", [["x\ny", "2"]]), ("a,b\r\n\"x\r\ny\",\"2\"\r\n", [["x\r\ny", "2"]]),
      ("a,b\n\"say \"\"hi\"\"\",2", [["say \"hi\"", "2"]]),
      ("a,b\n\"\"\"\",\"\"\"\"\"\"", [["\"", "\"\""]]),
      ("a,b\n\"1\",2\r", [["1", "2"]]), ("\u{FEFF}\"a\",\"b\"\n1,2", [["1", "2"]]),
      ("\"a\",b\n1,\"\n\"", [["1", "\n"]]),
    ] as [(String, [[String]])]
  )
  func readsQuotedFields(text: String, rows: [[String]]) throws {
    #expect(try table(text).rows == rows)
    #expect(try table(text).names == ["a", "b"])
    let semicolons = text.replacing(",", with: ";")
    let expected = rows.map { $0.map { $0.replacing(",", with: ";") } }
    #expect(try table(semicolons, delimiter: ";").rows == expected)
  }

  @Test(
    arguments: [
      ("a\tb\n\"1\t2\"", "\t", [["\"1", "2\""]]), ("a|b\n\"|\"", "|", [["\"", "\""]]),
      ("a::b\n1::2:3", "::", [["1", "2:3"]]),
      ("a::b\n:::1", "::", [["", ":1"]]), ("a b\n1 2", " ", [["1", "2"]]),
      ("a→b\n1→2", "→", [["1", "2"]]), ("a::b\n1::", "::", [["1", ""]]),
      ("a||b\n1||2|\r\n", "||", [["1", "2|"]]),
    ] as [(String, String, [[String]])]
  )
  func otherDelimitersKnowNoQuotes(text: String, delimiter: String, rows: [[String]]) throws {
    #expect(try table(text, delimiter: delimiter).rows == rows)
  }

  @Test func emptyLinesAreLeftOutAndCounted() throws {
    let read = try table("\n\r\na,b\n\n1,2\n\r\n\"x\n\ny\",3\n4,5\n\n")
    #expect(read.rows == [["1", "2"], ["x\n\ny", "3"], ["4", "5"]])
    #expect(read.lines == [5, 7, 10])
  }

  @Test func anEmptyQuotedFieldIsNoEmptyLine() throws {
    #expect(try table("a\n\"\"\n\nx\n").rows == [[""], ["x"]])
  }

  @Test(arguments: [
    ("a,b\n1,2\n1,2,3\n", 3, "the row has 3 fields, the header has 2"),
    ("a,b\n1\n", 2, "the row has 1 field, the header has 2"),
    ("a,b\n\n\"x\ny\"\n", 3, "the row has 1 field, the header has 2"),
    ("a,b\n ", 2, "the row has 1 field, the header has 2"),
    ("a,b,a\n", 1, "the column \"a\" stands twice"),
    ("a,,b\n", 1, "column 2 has no name"), ("a,\"\"\n", 1, "column 2 has no name"),
    ("\na,a", 2, "the column \"a\" stands twice"),
    ("", 1, "there is no header"), ("\n\n", 1, "there is no header"),
    ("\u{FEFF}", 1, "there is no header"),
    ("a,b\n\"1,2\n3,4\n", 2, "a quote is not closed"),
    ("a,b\n1,\"x\n\n\"\"", 2, "a quote is not closed"), ("\"", 1, "a quote is not closed"),
    ("a,b\n\"1\"x,2", 2, "text follows a closing quote"),
    ("a,b\n\"1\n\" ,2", 3, "text follows a closing quote"),
    ("a,b\n\"1\"\rx,2", 2, "text follows a closing quote"), ("a,b\n1,\u{0}", 2, "a NUL byte"),
  ])
  func saysWhatAndWhere(text: String, line: Int, message: String) {
    #expect(throws: TableProblem(line: line, message: message)) { try table(text) }
  }

  @Test func refusesBytesThatAreNoText() {
    let bad: [[UInt8]] = [
      [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF4, 0x90, 0x80, 0x80],
    ]
    for bytes in bad {
      #expect(throws: TableProblem(line: 3, message: "not valid UTF-8")) {
        try DelimitedTable(Array("a,b\n1,2\n12345678,".utf8) + bytes)
      }
    }
  }

  @Test(
    arguments: [
      (["a", "a"], "the column \"a\" stands twice"), (["a", ""], "column 2 has no name"),
      ([], "no column is named"),
    ] as [([String], String)]
  )
  func refusesNamesThatWereGiven(names: [String], message: String) {
    #expect(throws: TableProblem(line: nil, message: message)) {
      try table("1,2", header: .names(names))
    }
  }

  @Test(arguments: [
    ("", "the delimiter is empty"), ("\n", "the delimiter holds a line end"),
    (",\r", "the delimiter holds a line end"),
  ])
  func refusesDelimiters(delimiter: String, message: String) {
    #expect(throws: TableProblem(line: nil, message: message)) {
      try table("a", delimiter: delimiter)
    }
  }

  @Test func descriptionsBeginWithTheLine() {
    #expect(TableProblem(line: 3, message: "a NUL byte").description == "line 3: a NUL byte")
    #expect(
      TableProblem(line: nil, message: "no column is named").description == "no column is named"
    )
  }

  @Test func whatIsWrittenAsRFC4180SaysComesBack() throws {
    let values = [
      "", "a", "a,b", "\"", "\"\"", "x\ny", "x\r\ny", "\r", "é", " ", ",", "\n", "a\"b",
    ]
    let rows = values.map { first in values.map { [first, $0] } }.flatMap { $0 }
    let written =
      (["l,r"]
      + rows.map { row in
        row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
      }).joined(separator: "\r\n")
    #expect(try table(written).rows == rows)
  }
}
