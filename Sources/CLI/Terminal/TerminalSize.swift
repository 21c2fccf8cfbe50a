import Glibc

/// The cells of a terminal.
struct TerminalSize: Hashable, Sendable {
  var columns: Int
  var rows: Int

  /// Columns of the terminal behind stdout; nil where nobody looks.
  static var width: Int? { of(descriptor: 1)?.columns }

  /// Of the terminal behind a descriptor; nil where there is none or it does not say.
  static func of(descriptor: Int32) -> TerminalSize? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return nil
    }
    return TerminalSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }

  /// Whether this process may draw: not while it runs in the background of a shell.
  static func isForeground(descriptor: Int32) -> Bool {
    let group = tcgetpgrp(descriptor)
    return group < 0 || group == getpgrp()
  }
}
