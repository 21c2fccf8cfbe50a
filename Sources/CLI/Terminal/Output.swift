import Glibc

/// Data goes to stdout, progress and messages to stderr.
enum Output {
  /// A line of data.
  static func line(_ text: String) { write(text + "\n", to: 1) }

  /// Data that ends its own lines.
  static func text(_ text: String) { write(text, to: 1) }

  /// Data as it is.
  static func bytes(_ bytes: [UInt8]) { write(bytes, to: 1) }

  /// A line for people, not part of the data.
  static func error(_ text: String) { write(text + "\n", to: 2) }

  /// Text for people without a newline.
  static func errorText(_ text: String) { write(text, to: 2) }

  private static func write(_ text: String, to descriptor: Int32) {
    write(Array(text.utf8), to: descriptor)
  }

  /// Writes all of it, or what can be written: a reader that went away is no error.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var position = 0
    while position < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + position }, bytes.count - position)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      position += count
    }
  }

  /// Whether a person looks at stderr.
  static var isTerminal: Bool { isatty(2) == 1 }
}
