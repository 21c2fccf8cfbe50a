/// A table that was read from a file: named columns, and rows of as many texts.
package struct DelimitedTable: Hashable, Sendable {
  /// Where the names of the columns come from.
  package enum Header: Hashable, Sendable {
    case firstRow
    case names([String])
  }

  package let names: [String]
  /// Each has as many texts as there are names.
  package let rows: [[String]]
  /// For each row the line on which it begins, counted from 1.
  package let lines: [Int]

  /// Reads a whole file; `DelimitedScanner` says how rows and fields are cut.
  package init(
    _ bytes: [UInt8],
    delimiter: String = ",",
    header: Header = .firstRow
  ) throws(TableProblem) {
    var scanner = try DelimitedScanner(bytes, delimiter: delimiter)
    switch header {
    case .names(let names):
      try DelimitedTable.check(names, line: nil)
      self.names = names
    case .firstRow:
      guard try scanner.nextRow() else {
        throw TableProblem(line: 1, message: "there is no header")
      }
      names = scanner.fields.map { scanner.text(of: $0) }
      try DelimitedTable.check(names, line: scanner.line)
    }
    var rows: [[String]] = []
    var lines: [Int] = []
    while try scanner.nextRow() {
      guard scanner.fields.count == names.count else {
        throw TableProblem(
          line: scanner.line,
          message: "the row has \(DelimitedTable.counted(scanner.fields.count)), the header has "
            + "\(names.count)"
        )
      }
      rows.append(scanner.fields.map { scanner.text(of: $0) })
      lines.append(scanner.line)
    }
    self.rows = rows
    self.lines = lines
  }

  private static func check(_ names: [String], line: Int?) throws(TableProblem) {
    guard !names.isEmpty else { throw TableProblem(line: line, message: "no column is named") }
    var known: Set<String> = []
    for (index, name) in names.enumerated() {
      if name.isEmpty {
        throw TableProblem(line: line, message: "column \(index + 1) has no name")
      }
      guard known.insert(name).inserted else {
        throw TableProblem(line: line, message: "the column \"\(name)\" stands twice")
      }
    }
  }

  private static func counted(_ fields: Int) -> String {
    "\(fields) field\(fields == 1 ? "" : "s")"
  }
}
