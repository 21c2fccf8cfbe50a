/// Heredocs: their delimiters and their bodies.
extension ShellScanner {
  /// Reads the delimiter after `<<`.
  mutating func heredocStart(stripsTabs: Bool, command: Int) {
    skipBlanks()
    var delimiter: [UInt8] = []
    var isQuoted = false
    var quote: UInt8?
    while !isAtEnd {
      if isAtAtom {
        _ = takeAtom(.nowhere("in the delimiter of a heredoc"))
        isLost = true
        continue
      }
      guard let unit = peek() else { break }
      if let open = quote {
        position += 1
        if unit == open { quote = nil } else { delimiter.append(unit) }
        continue
      }
      switch unit {
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        isQuoted = true
        quote = unit
      case UInt8(ascii: "\\"):
        isQuoted = true
        position += 1
        if let protected = peek() { delimiter.append(protected) }
      case UInt8(ascii: "$"), UInt8(ascii: "`"):
        isLost = true
      case 0x20, 0x09, 0x0A, UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"),
        UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"):
        finish()
        return
      default: delimiter.append(unit)
      }
      position += 1
    }
    finish()

    func finish() {
      if delimiter.isEmpty && !isQuoted || quote != nil { isLost = true }
      pendingHeredocs.append(
        Heredoc(
          delimiter: delimiter,
          isQuoted: isQuoted,
          stripsTabs: stripsTabs,
          command: command
        )
      )
    }
  }

  /// Reads the bodies that begin on this line.
  mutating func readHeredocs() {
    let heredocs = pendingHeredocs
    pendingHeredocs = []
    for heredoc in heredocs {
      if heredoc.isQuoted {
        inZone("in a heredoc with a quoted delimiter") { $0.body(of: heredoc) }
      } else if scriptReaders.contains(heredoc.command) {
        inZone("in a heredoc that a shell runs") { $0.body(of: heredoc) }
      } else {
        body(of: heredoc)
      }
    }
  }

  private mutating func body(of heredoc: Heredoc) {
    var isLineStart = true
    isHeredocText = true
    defer { isHeredocText = false }
    while !isAtEnd {
      if isLineStart, let end = lineEnd(ifDelimiter: heredoc) {
        position = min(end + 1, bytes.count)
        return
      }
      isLineStart = false
      if isAtAtom {
        _ = takeAtom(.quoted)
        continue
      }
      switch peek() {
      case 0x0A:
        position += 1
        isLineStart = true
      case UInt8(ascii: "\\") where !heredoc.isQuoted: skipEscaped()
      case UInt8(ascii: "$") where !heredoc.isQuoted: dollar(inQuotes: true)
      case UInt8(ascii: "`") where !heredoc.isQuoted: backticks()
      default: position += 1
      }
    }
    isLost = true
  }

  /// The end of the line here if it is the delimiter.
  private func lineEnd(ifDelimiter heredoc: Heredoc) -> Int? {
    var start = position
    if heredoc.stripsTabs {
      while start < bytes.count, bytes[start] == 0x09 { start += 1 }
    }
    let end = start + heredoc.delimiter.count
    guard end <= bytes.count, bytes[start..<end].elementsEqual(heredoc.delimiter),
      end == bytes.count || bytes[end] == 0x0A
    else { return nil }
    if nextAtom < atoms.count, atoms[nextAtom].lowerBound < end { return nil }
    return end
  }
}
