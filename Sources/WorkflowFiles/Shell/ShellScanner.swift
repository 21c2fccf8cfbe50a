/// Reads a script only as closely as it takes to know in which quoting context each expression
/// stands. It never expands anything, and gives up rather than guess.
struct ShellScanner {
  let bytes: [UInt8]
  /// The expressions, in order; each is one opaque character.
  let atoms: [Range<Int>]
  let dialect: ShellDialect
  var places: [ShellPlace?]
  var position = 0
  var nextAtom = 0
  /// Reasons why nothing but digits may stand here; the innermost is last.
  var zones: [String] = []
  var pendingHeredocs: [Heredoc] = []
  /// Commands that read a script from stdin.
  var scriptReaders: Set<Int> = []
  var commandCount = 0
  /// Assigned values, which are calculated with where a variable is declared as an integer.
  var assigned: [Int] = []
  var declaresIntegers = false
  /// The script left the known paths, so that no place can be trusted.
  var isLost = false
  var depth = 0

  struct Heredoc {
    var delimiter: [UInt8]
    var isQuoted: Bool
    var stripsTabs: Bool
    var command: Int
  }

  private init(_ bytes: [UInt8], atoms: [Range<Int>], dialect: ShellDialect) {
    self.bytes = bytes
    self.atoms = atoms
    self.dialect = dialect
    places = Array(repeating: nil, count: atoms.count)
  }

  /// The place of each expression.
  static func places(
    of atoms: [Range<Int>],
    in bytes: [UInt8],
    dialect: ShellDialect
  ) -> [ShellPlace] {
    var scanner = ShellScanner(bytes, atoms: atoms, dialect: dialect)
    scanner.commands(until: nil)
    if !scanner.pendingHeredocs.isEmpty { scanner.isLost = true }
    if scanner.declaresIntegers {
      for atom in scanner.assigned {
        scanner.refuse(atom, "in an assignment of a script that declares integers")
      }
    }
    return scanner.places.map { place in
      scanner.isLost
        ? .nowhere("in a script whose quoting is not understood")
        : place ?? .nowhere("in a script whose quoting is not understood")
    }
  }

  // MARK: Reading

  var isAtEnd: Bool { position >= bytes.count }
  var isAtAtom: Bool { nextAtom < atoms.count && atoms[nextAtom].lowerBound == position }

  /// The byte at a distance; nil at the end and where an expression stands.
  func peek(_ distance: Int = 0) -> UInt8? {
    let index = position + distance
    guard index < bytes.count else { return nil }
    if nextAtom < atoms.count, atoms[nextAtom].lowerBound <= index { return nil }
    return bytes[index]
  }

  func follows(_ text: StaticString) -> Bool {
    for distance in 0..<text.utf8CodeUnitCount {
      guard peek(distance) == text.utf8Start[distance] else { return false }
    }
    return true
  }

  /// Notes the place of the expression here and passes it.
  mutating func takeAtom(_ place: ShellPlace) -> Int {
    let atom = nextAtom
    if let zone = zones.last, case .nowhere = place {
      places[atom] = .nowhere(zone)
    } else if let zone = zones.last {
      places[atom] = .digits(zone)
    } else {
      places[atom] = place
    }
    position = atoms[atom].upperBound
    nextAtom += 1
    return atom
  }

  mutating func refuse(_ atom: Int, _ reason: String) {
    switch places[atom] {
    case .digits, .nowhere: break
    case .bare, .quoted, nil: places[atom] = .digits(reason)
    }
  }

  /// Passes a byte that a backslash protects; an expression cannot be protected.
  mutating func skipEscaped() {
    position += 1
    if isAtAtom {
      _ = takeAtom(.nowhere("after a backslash"))
    } else if !isAtEnd {
      position += 1
    }
  }

  mutating func inZone(_ reason: String, _ body: (inout ShellScanner) -> Void) {
    zones.append(reason)
    body(&self)
    zones.removeLast()
  }

  // MARK: Commands

  /// Reads commands up to an unmatched `)`, or to the end of the script.
  mutating func commands(until close: UInt8?) {
    depth += 1
    defer { depth -= 1 }
    guard depth < 60 else {
      isLost = true
      position = bytes.count
      nextAtom = atoms.count
      return
    }
    var list = CommandList()
    list.command.id = newCommand()
    while !isAtEnd {
      guard !isAtAtom, let unit = peek() else {
        word(of: &list)
        continue
      }
      switch unit {
      case 0x20, 0x09: position += 1
      case UInt8(ascii: "\\") where peek(1) == 0x0A: position += 2
      case 0x0A:
        end(&list)
        position += 1
        readHeredocs()
      case UInt8(ascii: "#"): comment()
      case UInt8(ascii: ";"): separator(&list)
      case UInt8(ascii: "&") where peek(1) == UInt8(ascii: ">"):
        position += 1
        redirection(of: &list)
      case UInt8(ascii: "&"), UInt8(ascii: "|"):
        if list.isInPattern, unit == UInt8(ascii: "|") {
          position += 1
        } else {
          end(&list)
          position += 1
        }
      case UInt8(ascii: "("): openParenthesis(&list)
      case UInt8(ascii: ")"):
        position += 1
        if list.isInPattern {
          list.cases[list.cases.count - 1] = .body
        } else if list.parentheses > 0 {
          list.parentheses -= 1
          end(&list)
        } else {
          end(&list)
          if close == nil { isLost = true }
          if !list.cases.isEmpty { isLost = true }
          if close != nil { return }
        }
      case UInt8(ascii: "<"), UInt8(ascii: ">"):
        if peek(1) == UInt8(ascii: "(") { word(of: &list) } else { redirection(of: &list) }
      default: word(of: &list)
      }
    }
    end(&list)
    if close != nil || list.parentheses > 0 || !list.cases.isEmpty { isLost = true }
  }

  mutating func newCommand() -> Int {
    commandCount += 1
    return commandCount
  }

  mutating func end(_ list: inout CommandList) {
    ShellCommandJudge.judge(list.command, in: &self)
    list.command = ShellCommand(id: newCommand())
  }

  private mutating func separator(_ list: inout CommandList) {
    end(&list)
    let isCaseEnd = follows(";;") || follows(";&")
    position += follows(";;&") ? 3 : isCaseEnd ? 2 : 1
    if isCaseEnd {
      if list.cases.last == .body {
        list.cases[list.cases.count - 1] = .pattern
      } else {
        isLost = true
      }
    }
  }

  private mutating func comment() {
    inZone("in a comment") { scanner in
      while !scanner.isAtEnd {
        if scanner.isAtAtom {
          _ = scanner.takeAtom(.bare)
        } else if scanner.peek() == 0x0A {
          return
        } else {
          scanner.position += 1
        }
      }
    }
  }

  private mutating func openParenthesis(_ list: inout CommandList) {
    if list.isInPattern {
      position += 1
    } else if follows("(("), list.command.isAtStart || list.command.isLoop {
      position += 2
      inZone("in arithmetic") { $0.arithmetic(closing: 2) }
    } else if list.command.isAtStart {
      end(&list)
      position += 1
      list.parentheses += 1
    } else if list.command.words.count == 1, follows("()") {
      position += 2
      list.command = ShellCommand(id: newCommand())
    } else {
      isLost = true
      position += 1
    }
  }

  // MARK: Words of a command

  private mutating func word(of list: inout CommandList) {
    let isAtStart = list.command.isAtStart && !list.isInPattern
    let before = position
    let word = word(mode: list.isInPattern ? .pattern : isAtStart ? .start : .argument)
    if position == before { position += 1 }
    if list.take(word, isAtStart: isAtStart) {
      if list.startsConditional {
        list.startsConditional = false
        conditional()
      }
      return
    }
    let next = peek()
    let isNumber =
      word.isPlain && word.literal.map { $0.allSatisfy(\.isNumber) && !$0.isEmpty } ?? false
    if isNumber, next == UInt8(ascii: "<") || next == UInt8(ascii: ">") { return }
    list.command.words.append(word)
  }

  mutating func redirection(of list: inout CommandList) {
    let isHeredoc = follows("<<") && !follows("<<<")
    let isHereString = follows("<<<")
    if isHeredoc {
      position += 2
      let stripsTabs = peek() == UInt8(ascii: "-")
      if stripsTabs { position += 1 }
      heredocStart(stripsTabs: stripsTabs, command: list.command.id)
      return
    }
    while let unit = peek(), "<>&|!".utf8.contains(unit) { position += 1 }
    skipBlanks()
    let before = position
    let target = word(mode: .argument)
    if position == before { isLost = true }
    if isHereString { list.command.hereStringAtoms += target.atoms.map(\.index) }
  }

  mutating func skipBlanks() {
    while let unit = peek() {
      if unit == 0x20 || unit == 0x09 {
        position += 1
      } else if unit == UInt8(ascii: "\\"), peek(1) == 0x0A {
        position += 2
      } else {
        return
      }
    }
  }
}
