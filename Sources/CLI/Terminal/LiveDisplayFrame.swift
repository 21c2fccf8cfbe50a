import Model
import Planning

/// The part of a live display that is drawn again and again: running tasks, and a bar below.
enum LiveDisplayFrame {
  /// Rows of the terminal that running tasks leave free.
  private static let reservedRows = 6
  private static let barCells = 24

  /// Lines that each fit into one row.
  static func lines(
    _ state: LiveDisplayState,
    at now: Timestamp,
    size: TerminalSize,
    style: Style
  ) -> [String] {
    // The last column stays free: some terminals move on once it is written.
    let columns = max(1, size.columns - 1)
    return running(state, now, columns, rows: max(1, size.rows - reservedRows), style)
      + [status(state, now, columns, style)]
  }

  private static func running(
    _ state: LiveDisplayState,
    _ now: Timestamp,
    _ columns: Int,
    rows: Int,
    _ style: Style
  ) -> [String] {
    let all = state.running.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    let shown = all.count > rows ? all.prefix(rows - 1) : all[...]
    let names = shown.map { TerminalText.line(state.nodes[$0.key].key.description) }
    let times = shown.map { now.since($0.value).forPeople }
    let room = columns - 4 - (times.map(\.count).max() ?? 0)
    let width = min(max(0, room), names.map(TerminalCells.width(of:)).max() ?? 0)
    var lines = zip(names, times).map { name, time in
      line(
        [
          ("  ", .plain), (TerminalCells.column(name, of: width), .plain), ("  ", .plain),
          (time, .faint),
        ],
        columns,
        style
      )
    }
    if all.count > shown.count {
      lines.append(line([("  and \(all.count - shown.count) more", .faint)], columns, style))
    }
    return lines
  }

  /// `#####-----  5/10  2 cached  1 failed  12 s  about 9 s left`.
  private static func status(
    _ state: LiveDisplayState,
    _ now: Timestamp,
    _ columns: Int,
    _ style: Style
  ) -> String {
    let counts = state.counts
    let cells = min(barCells, max(0, columns / 3))
    let filled = state.total == 0 ? 0 : cells * counts.total / state.total
    let failures = counts.failed + counts.lost
    let (full, empty) = style.isOn ? ("━", "━") : ("#", "-")
    var parts: [(String, Style.Tone)] = [
      (String(repeating: full, count: filled), failures > 0 ? .bad : .good),
      (String(repeating: empty, count: cells - filled), .faint),
      ("  \(counts.total)/\(state.total)", .strong),
    ]
    if failures > 0 { parts.append(("  \(failures) failed", .bad)) }
    if counts.cached > 0 { parts.append(("  \(counts.cached) cached", .faint)) }
    let held = counts.blocked + counts.skipped + counts.cancelled
    if held > 0 { parts.append(("  \(held) not run", .warning)) }
    if let began = state.began { parts.append(("  \(now.since(began).forPeople)", .plain)) }
    if state.total > 0 && counts.total == state.total { parts.append(("  recording", .faint)) }
    if let left = state.remainingTime(at: now) {
      parts.append(("  about \(left.forPeople) left", .faint))
    }
    return line(parts, columns, style)
  }

  /// The parts in their tones, cut where the row ends.
  private static func line(
    _ parts: [(text: String, tone: Style.Tone)],
    _ columns: Int,
    _ style: Style
  ) -> String {
    var left = columns
    var line = ""
    for part in parts where left > 0 {
      let text = TerminalCells.fitted(part.text, to: left)
      left -= TerminalCells.width(of: text)
      line += style.paint(text, part.tone)
    }
    return line
  }
}
