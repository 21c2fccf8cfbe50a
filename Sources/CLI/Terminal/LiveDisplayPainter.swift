/// Turns frames into what a terminal is sent.
///
/// Between two frames the cursor stands visible at the beginning of the row below, so that whatever
/// ends the program leaves the terminal in order.
struct LiveDisplayPainter: Sendable {
  private static let hideCursor = "\u{1B}[?25l"
  private static let showCursor = "\u{1B}[?25h"
  private static let clearLine = "\u{1B}[K"
  private static let clearBelow = "\u{1B}[J"

  /// What stands on the screen.
  private var frame: [String] = []
  private var widths: [Int] = []

  /// The bytes that put lines above the frame for good and replace the frame; empty if nothing
  /// changes.
  mutating func paint(
    above lines: [String],
    frame next: [String],
    size: TerminalSize
  ) -> String {
    guard !lines.isEmpty || next != frame else { return "" }
    let rows = rowsOnScreen(size)
    var text = Self.hideCursor + (rows > 0 ? "\u{1B}[\(rows)A" : "")
    // A line of any length may break over several rows, so the frame goes away before it.
    if !lines.isEmpty { text += Self.clearBelow }
    for line in lines { text += line + "\r\n" }
    for line in next { text += line + Self.clearLine + "\r\n" }
    frame = next
    widths = next.map(Self.cells)
    return text + Self.clearBelow + Self.showCursor
  }

  /// A terminal that became narrower has broken the lines of the last frame.
  private func rowsOnScreen(_ size: TerminalSize) -> Int {
    let columns = max(1, size.columns)
    return widths.reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
  }

  /// Cells of a line without its colours.
  private static func cells(_ line: String) -> Int {
    TerminalCells.width(of: TerminalText.line(line))
  }
}
