/// Words and everything that may stand inside one.
extension ShellScanner {
  enum WordMode {
    /// Where a command's name or an assignment may stand.
    case start
    case argument
    case pattern
    case conditional
    case element
  }

  /// Reads up to a blank or an operator.
  mutating func word(mode: WordMode) -> ShellWord {
    var word = ShellWord()
    var fixed: [UInt8] = []
    /// The text ahead of any quote or expansion but those in a subscript.
    var head: [UInt8]? = []
    var hasBracket = false
    let start = position
    let firstAtom = nextAtom
    while !isAtEnd {
      if isAtAtom {
        takeBare(into: &word, isFirst: position == start, hasBracket: hasBracket, mode)
        head = hasBracket ? head : nil
        continue
      }
      guard let unit = peek() else { break }
      if ShellScanner.endsWord(unit) {
        guard continuesWord(unit, head: head, mode: mode, word: word) else { break }
        word.isConstant = false
        word.isSubstantial = true
        head = nil
        continue
      }
      if !"\\'\"$`".utf8.contains(unit) {
        if unit == UInt8(ascii: "["), mode != .start || position > start { hasBracket = true }
        if unit == UInt8(ascii: "]") { hasBracket = false }
        if unit == UInt8(ascii: "="), let name = head, word.assignedName == nil {
          word.assignedName = ShellScanner.assignedName(name)
        }
        if word.isConstant { fixed.append(unit) }
        word.isSubstantial = true
        head?.append(unit)
        position += 1
        continue
      }
      head = hasBracket ? head : nil
      quote(unit, into: &word, &fixed, isFirst: position == start, hasBracket: hasBracket)
    }
    word.prefix = String(decoding: fixed, as: UTF8.self)
    word.inside = firstAtom..<nextAtom
    word.range = start..<position
    return word
  }

  /// Reads what a quote, a backslash, a `$` or a backtick begins.
  private mutating func quote(
    _ unit: UInt8,
    into word: inout ShellWord,
    _ fixed: inout [UInt8],
    isFirst: Bool,
    hasBracket: Bool
  ) {
    let start = position
    var content: [UInt8] = []
    var isConstant = true
    switch unit {
    case UInt8(ascii: "\\"):
      word.isPlain = false
      if peek(1) == 0x0A { return continueLine() }
      let atom = nextAtom
      content = peek(1).map { [$0] } ?? []
      skipEscaped()
      isConstant = nextAtom == atom
      word.isSubstantial = true
    case UInt8(ascii: "'"):
      word.isPlain = false
      let quoted = singleQuoted()
      content = quoted ?? []
      isConstant = quoted != nil
      word.isSubstantial = true
    case UInt8(ascii: "\""):
      word.isPlain = false
      (content, isConstant) = doubleQuoted(into: &word, isFirst: isFirst, hasBracket: hasBracket)
      // "$@" is no word at all where there are no arguments.
      let mayBeList = bytes[start..<position].contains(UInt8(ascii: "@"))
      if isConstant || !mayBeList { word.isSubstantial = true }
    case UInt8(ascii: "$"):
      dollar(inQuotes: false)
      isConstant = false
    default:
      backticks()
      isConstant = false
    }
    if word.isConstant { fixed += content }
    if !isConstant { word.isConstant = false }
  }

  private static func endsWord(_ unit: UInt8) -> Bool {
    switch unit {
    case 0x20, 0x09, 0x0A, UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"),
      UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"):
      true
    default: false
    }
  }

  /// Reads what looks like an operator and is part of a word: an array, a pattern in parentheses
  /// or a process substitution.
  private mutating func continuesWord(
    _ unit: UInt8,
    head: [UInt8]?,
    mode: WordMode,
    word: ShellWord
  ) -> Bool {
    if unit == UInt8(ascii: "<") || unit == UInt8(ascii: ">"), peek(1) == UInt8(ascii: "(") {
      position += 2
      commands(until: UInt8(ascii: ")"))
      return true
    }
    guard unit == UInt8(ascii: "("), position > 0 else { return false }
    let before = bytes[position - 1]
    if word.assignedName != nil, head != nil, before == UInt8(ascii: "=") {
      position += 1
      array()
      return true
    }
    guard mode != .conditional, head?.isEmpty == false, "?*+@!".utf8.contains(before) else {
      return false
    }
    position += 1
    inZone("in a pattern") { $0.arithmetic(closing: 1) }
    return true
  }

  /// Passes a byte between words; whether heredocs begin behind a line end here is not clear.
  private mutating func passBlank() {
    if peek() == 0x0A, !pendingHeredocs.isEmpty { isLost = true }
    position += 1
  }

  private mutating func array() {
    while !isAtEnd {
      if !isAtAtom, let unit = peek() {
        if unit == 0x20 || unit == 0x09 || unit == 0x0A {
          passBlank()
          continue
        }
        if unit == UInt8(ascii: "#") {
          comment()
          continue
        }
        if unit == UInt8(ascii: ")") {
          position += 1
          return
        }
      }
      let before = position
      let element = word(mode: .element)
      assigned += Array(element.inside)
      if position == before {
        isLost = true
        position += 1
      }
    }
    isLost = true
  }

  private mutating func takeBare(
    into word: inout ShellWord,
    isFirst: Bool,
    hasBracket: Bool,
    _ mode: WordMode
  ) {
    let atom = takeAtom(.bare)
    word.isConstant = false
    word.isSubstantial = true
    word.atoms.append(ShellWord.Atom(index: atom, isFirst: isFirst))
    if hasBracket { refuse(atom, "in a subscript") }
    if mode == .pattern { refuse(atom, "in a pattern of case") }
  }

  private static func assignedName(_ head: [UInt8]) -> String? {
    var name = head[...]
    if name.last == UInt8(ascii: "+") { name = name.dropLast() }
    if let bracket = name.firstIndex(of: UInt8(ascii: "[")), name.last == UInt8(ascii: "]") {
      name = name[..<bracket]
    }
    let text = String(decoding: name, as: UTF8.self)
    let isName =
      text.first.map { $0.isLetter || $0 == "_" } ?? false
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    return isName ? text : nil
  }

  /// Reads `[[ … ]]`; some of its operators calculate.
  mutating func conditional() {
    var atoms: [Int] = []
    var calculating: String?
    while !isAtEnd {
      if !isAtAtom, let unit = peek(), ShellScanner.endsWord(unit),
        !follows("<("), !follows(">(")
      {
        passBlank()
        continue
      }
      if !isAtAtom, peek() == UInt8(ascii: "#") {
        comment()
        continue
      }
      let before = position
      let word = word(mode: .conditional)
      if position == before { position += 1 }
      atoms += Array(word.inside)
      guard let literal = word.literal, word.isPlain else { continue }
      if literal == "]]" {
        if let calculating {
          for atom in atoms { refuse(atom, "in [[ ]] with \(calculating)") }
        } else if dialect == .sh || dialect == .dash {
          for atom in atoms { refuse(atom, "in [[ ]], which sh need not know") }
        }
        return
      }
      if ["-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-v", "-R"].contains(literal) {
        calculating = literal
      }
    }
    isLost = true
  }
}
