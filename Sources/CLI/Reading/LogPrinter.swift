import Glibc
import Model

/// Prints logs on stdout: byte for byte into a file or pipe, harmless on a terminal.
struct LogPrinter {
  /// Whether each log begins with a line that names its task.
  private let hasHeaders: Bool
  private let isCleaned: Bool
  private let style: Style
  private var current: String?
  private var filter = TerminalText()
  private var endsLine = true

  /// Made for one command; `raw` leaves bytes as they are, on a terminal too.
  init(hasHeaders: Bool, raw: Bool, style: Style) {
    self.hasHeaders = hasHeaders
    self.style = style
    isCleaned = !raw && isatty(1) == 1
  }

  /// Prints more of the log of a task.
  mutating func print(
    _ bytes: some BidirectionalCollection<UInt8>,
    of name: String,
    note: String? = nil
  ) {
    if current != name { begin(name, note) }
    guard let last = bytes.last else { return }
    endsLine = last == UInt8(ascii: "\n")
    if isCleaned {
      Output.text(filter.clean(Array(bytes)))
    } else {
      Output.bytes(Array(bytes))
    }
  }

  /// Ends the last log.
  mutating func end() {
    if isCleaned { Output.text(filter.end()) }
    filter = TerminalText()
    if current != nil, !endsLine, hasHeaders || isCleaned { Output.line("") }
    endsLine = true
    current = nil
  }

  private mutating func begin(_ name: String, _ note: String?) {
    end()
    current = name
    guard hasHeaders else { return }
    let words = note.map { " (\($0))" } ?? ""
    Output.line(style.paint(TerminalText.line("==> \(name)\(words) <=="), .strong))
  }
}
