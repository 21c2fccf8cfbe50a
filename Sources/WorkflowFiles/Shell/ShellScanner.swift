/// Reads a script only as closely as it takes to know in which quoting context each expression
/// stands.
///
/// It never expands anything, and gives up rather than guess.
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
  /// What a command is called says nothing then.
  var definesAliases = false
  /// The script left the known paths, so that no place can be trusted.
  var isLost = false
  var depth = 0
  /// In the body of a heredoc, outside of any substitution.
  var isHeredocText = false

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
    if scanner.definesAliases {
      for atom in atoms.indices { scanner.refuse(atom, "in a script that defines aliases") }
    }
    return scanner.places.map { place in
      scanner.isLost
        ? .nowhere("in a script whose quoting is not understood")
        : place ?? .nowhere("in a script whose quoting is not understood")
    }
  }

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
    case .digits, .nowhere, .command: break
    case .bare, .quoted, nil: places[atom] = .digits(reason)
    }
  }

  mutating func refuseAsCommand(_ atom: Int) {
    switch places[atom] {
    case .bare: places[atom] = .command(quoted: true)
    case .quoted: places[atom] = .command(quoted: false)
    case .digits, .nowhere, .command, nil: break
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

  /// Passes a backslash and the line end behind it, which must not make one token of two.
  mutating func continueLine() {
    let isGlue = isInsideToken(position - 1) && isInsideToken(position + 2)
    position += 2
    if isGlue, !isAtAtom || bytes[position - 3] == UInt8(ascii: "$") { isLost = true }
  }

  private func isInsideToken(_ index: Int) -> Bool {
    bytes.indices.contains(index) && !" \t\n".utf8.contains(bytes[index])
  }

  mutating func inZone(_ reason: String, _ body: (inout ShellScanner) -> Void) {
    zones.append(reason)
    body(&self)
    zones.removeLast()
  }
}
