/// Columns of text, as wide as their widest cell; on a narrow terminal lines are cut.
struct Table {
  struct Cell {
    let text: String
    let tone: Style.Tone

    /// The text is made harmless, since names and messages come from files.
    init(_ text: String, _ tone: Style.Tone = .plain) {
      self.text = TerminalText.line(text)
      self.tone = tone
    }
  }

  /// Before each line.
  var indent = ""
  /// Columns whose text stands at the right.
  var right: Set<Int> = []
  private(set) var rows: [[Cell]] = []

  init(indent: String = "", right: Set<Int> = []) {
    self.indent = indent
    self.right = right
  }

  mutating func add(_ cells: [Cell]) { rows.append(cells) }

  /// All lines, of at most `width` characters; columns that are empty in every row are left out.
  func lines(_ style: Style, width: Int? = nil) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].text.count : 0 }.max() ?? 0
    }
    return rows.map { line($0, widths, style, width) }
  }

  private func line(_ cells: [Cell], _ widths: [Int], _ style: Style, _ limit: Int?) -> String {
    var line = indent
    var used = indent.count
    var pending = 0
    for (column, cell) in cells.enumerated() where widths[column] > 0 {
      let gap = widths[column] - cell.text.count
      if right.contains(column) { pending += gap }
      var text = cell.text
      if !text.isEmpty {
        if let limit, used + pending + text.count > limit {
          let room = limit - used - pending - 1
          guard room > 0 else { return line }
          text = text.prefix(room) + "…"
        }
        line += String(repeating: " ", count: pending) + style.paint(text, cell.tone)
        used += pending + text.count
        pending = 0
        if text.count < cell.text.count { return line }
      }
      if !right.contains(column) { pending += gap }
      pending += 2
    }
    return line
  }
}
