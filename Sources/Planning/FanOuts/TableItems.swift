import Model

/// The rows of a table as items, cut where a column holds several values.
struct TableItems {
  private let table: TableSource
  private let path: String
  private let limit: Int

  init(_ table: TableSource, path: String, limit: Int) {
    self.table = table
    self.path = path
    self.limit = limit
  }

  func items(in bytes: [UInt8]) throws(FanOutProblem) -> RawItems {
    let parsed: DelimitedTable
    do throws(TableProblem) {
      parsed = try DelimitedTable(bytes, delimiter: delimiter, header: header)
    } catch {
      throw FanOutProblem("\(path)\(error.line.map { ":\($0)" } ?? ""): \(error.message)")
    }
    for split in table.split where !parsed.names.contains(split.column) {
      throw FanOutProblem(
        "\(path) has no column \"\(split.column)\" to split",
        hint: "it has \(parsed.names.joined(separator: ", "))"
      )
    }
    var items: [RawItem] = []
    items.reserveCapacity(parsed.rows.count)
    for (row, line) in zip(parsed.rows, parsed.lines) {
      var members: [String: JSONValue] = [:]
      members.reserveCapacity(row.count)
      for (name, value) in zip(parsed.names, row) { members[name] = .string(value) }
      if table.split.isEmpty {
        items.append(RawItem(value: .object(members), place: line))
      } else {
        items += pieces(of: members, line: line)
      }
      guard items.count <= max(limit, parsed.rows.count) else {
        throw FanOutProblem("\(path) splits into more than \(limit) instances")
      }
    }
    return RawItems(
      items: items,
      unit: "line",
      file: path,
      shape: .row(file: path, columns: parsed.names)
    )
  }

  private var delimiter: String {
    table.delimiter ?? ([".tsv", ".tab"].contains(where: path.hasSuffix) ? "\t" : ",")
  }

  private var header: DelimitedTable.Header {
    switch table.header {
    case .firstRow: .firstRow
    case .names(let names): .names(names)
    }
  }

  /// One item a value of each split column; what is left of the row is what its key is made of, so
  /// that a value more is an instance more.
  private func pieces(of row: [String: JSONValue], line: Int) -> [RawItem] {
    var rest = row
    for split in table.split { rest[split.column] = nil }
    var items = [RawItem(value: .object(row), place: line, identity: .object(rest))]
    for split in table.split {
      items = items.flatMap { item in
        values(of: row[split.column]?.string ?? "", separator: split.separator).map { value in
          var members = item.value.object ?? [:]
          members[split.column] = .string(value)
          var piece = item
          piece.value = .object(members)
          piece.pieces.append(value)
          return piece
        }
      }
    }
    return items
  }

  /// Without the blank ones.
  private func values(of text: String, separator: String) -> [String] {
    ExpressionFunctions.split(text, by: separator).map(Self.trimmed).filter { !$0.isEmpty }
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }
}
