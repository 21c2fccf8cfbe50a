/// Quotes and expansions.
extension ShellScanner {
  /// Reads `'…'`; the content if it holds no expression.
  mutating func singleQuoted() -> [UInt8]? {
    position += 1
    let start = position
    var isConstant = true
    while !isAtEnd {
      if isAtAtom {
        _ = takeAtom(.digits("in single quotes"))
        isConstant = false
      } else if peek() == UInt8(ascii: "'") {
        position += 1
        return isConstant ? Array(bytes[start..<position - 1]) : nil
      } else {
        position += 1
      }
    }
    isLost = true
    return nil
  }

  /// Reads `"…"`; the content up to anything that is expanded.
  mutating func doubleQuoted(
    into word: inout ShellWord,
    isFirst: Bool = false,
    hasBracket: Bool = false
  ) -> (fixed: [UInt8], isConstant: Bool) {
    position += 1
    let start = position
    var fixed: [UInt8] = []
    var isConstant = true
    while !isAtEnd {
      if isAtAtom {
        let first = isFirst && position == start
        let atom = takeAtom(.quoted)
        word.atoms.append(ShellWord.Atom(index: atom, isFirst: first))
        if hasBracket { refuse(atom, "in a subscript") }
        isConstant = false
        continue
      }
      switch peek() {
      case UInt8(ascii: "\""):
        position += 1
        return (fixed, isConstant)
      case UInt8(ascii: "\\"):
        if let protected = peek(1), "$`\"\\".utf8.contains(protected) {
          if isConstant { fixed.append(protected) }
        } else {
          isConstant = false
        }
        skipEscaped()
      case UInt8(ascii: "$"):
        isConstant = false
        dollar(inQuotes: true)
      case UInt8(ascii: "`"):
        isConstant = false
        backticks()
      case let unit?:
        if isConstant { fixed.append(unit) }
        position += 1
      case nil: position += 1
      }
    }
    isLost = true
    return (fixed, false)
  }

  /// Reads what a `$` begins.
  mutating func dollar(inQuotes: Bool) {
    position += 1
    if isAtAtom {
      _ = takeAtom(.nowhere("after a \"$\""))
      return
    }
    guard let unit = peek() else { return }
    if follows("\\\n") { isLost = true }
    switch unit {
    case UInt8(ascii: "("):
      if peek(1) == UInt8(ascii: "(") {
        position += 2
        inZone("in arithmetic") { $0.arithmetic(closing: 2) }
      } else {
        position += 1
        commands(until: UInt8(ascii: ")"))
      }
    case UInt8(ascii: "{"):
      position += 1
      inZone("in ${…}") { $0.parameterExpansion(inQuotes: inQuotes) }
    case UInt8(ascii: "["):
      position += 1
      inZone("in arithmetic") { $0.bracketed() }
    case UInt8(ascii: "'") where !inQuotes: ansiQuoted()
    case UInt8(ascii: "\"") where !inQuotes:
      inZone("in $\"…\"") { scanner in
        var word = ShellWord()
        _ = scanner.doubleQuoted(into: &word)
      }
    default: variable(unit)
    }
  }

  private mutating func variable(_ unit: UInt8) {
    guard ShellScanner.isNameUnit(unit) else {
      // `$$`, `$#` and their like: the second character must not begin anything.
      if "$#?!*@-".utf8.contains(unit) { position += 1 }
      return
    }
    while let next = peek(), ShellScanner.isNameUnit(next) { position += 1 }
    if dialect == .zsh || dialect == .ksh, follows("\\\n") { isLost = true }
    if dialect == .zsh || dialect == .ksh, peek() == UInt8(ascii: "[") {
      position += 1
      inZone("in a subscript") { $0.bracketed() }
    }
  }

  private static func isNameUnit(_ unit: UInt8) -> Bool {
    switch unit {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// Reads up to the parenthesis that closes; with two to close they must stand together, since
  /// `$((` may also begin a subshell in a substitution.
  mutating func arithmetic(closing: Int) {
    var open = closing
    while !isAtEnd {
      if expansionInside(inQuotes: false) { continue }
      let unit = peek()
      position += 1
      if unit == UInt8(ascii: "(") { open += 1 }
      if unit == UInt8(ascii: ")") {
        open -= 1
        if open == 0 { return }
        if closing == 2, open == 1, peek() != UInt8(ascii: ")") {
          isLost = true
          return
        }
      }
    }
    isLost = true
  }

  private mutating func bracketed() {
    var open = 1
    while !isAtEnd {
      if expansionInside(inQuotes: false) { continue }
      let unit = peek()
      position += 1
      if unit == UInt8(ascii: "[") { open += 1 }
      if unit == UInt8(ascii: "]") {
        open -= 1
        if open == 0 { return }
      }
    }
    isLost = true
  }

  private mutating func parameterExpansion(inQuotes: Bool) {
    while !isAtEnd {
      // Whether these quote anything here depends on the operator and on the shell.
      if inQuotes, follows("'") || isHeredocText && follows("\"") { isLost = true }
      if expansionInside(inQuotes: inQuotes) { continue }
      let unit = peek()
      position += 1
      if unit == UInt8(ascii: "}") { return }
    }
    isLost = true
  }

  /// Passes an expression, a quote or an expansion inside a zone; false for any other byte.
  private mutating func expansionInside(inQuotes: Bool) -> Bool {
    if isAtAtom {
      _ = takeAtom(.bare)
      return true
    }
    depth += 1
    defer { depth -= 1 }
    guard depth < 60 else {
      isLost = true
      position = bytes.count
      nextAtom = atoms.count
      return true
    }
    switch peek() {
    case UInt8(ascii: "\\"): skipEscaped()
    case UInt8(ascii: "$"): dollar(inQuotes: inQuotes)
    case UInt8(ascii: "`"): backticks()
    case UInt8(ascii: "\""):
      var word = ShellWord()
      _ = doubleQuoted(into: &word)
    case UInt8(ascii: "'") where !inQuotes: _ = singleQuoted()
    default: return false
    }
    return true
  }

  private mutating func ansiQuoted() {
    position += 1
    inZone("in $'…'") { scanner in
      while !scanner.isAtEnd {
        if scanner.isAtAtom {
          _ = scanner.takeAtom(.bare)
          continue
        }
        switch scanner.peek() {
        case UInt8(ascii: "'"):
          scanner.position += 1
          return
        case UInt8(ascii: "\\"):
          // Whether this form exists at all depends on what `sh` is.
          if scanner.dialect == .sh || scanner.dialect == .dash { scanner.isLost = true }
          scanner.skipEscaped()
        default: scanner.position += 1
        }
      }
      scanner.isLost = true
    }
  }

  mutating func backticks() {
    position += 1
    inZone("in backticks") { scanner in
      while !scanner.isAtEnd {
        if scanner.isAtAtom {
          _ = scanner.takeAtom(.bare)
          continue
        }
        switch scanner.peek() {
        case UInt8(ascii: "`"):
          scanner.position += 1
          return
        case UInt8(ascii: "\\"): scanner.skipEscaped()
        default: scanner.position += 1
        }
      }
      scanner.isLost = true
    }
  }
}
