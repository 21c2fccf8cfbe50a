/// Reads a pattern into a tree; classes and escapes are read beside this file.
struct PatternParser {
  private let scalars: [Unicode.Scalar]
  var position = 0
  private var depth = 0
  private var flags = Flags()
  private static let maximumDepth = 100
  private static let flagNames: [Unicode.Scalar] = ["i", "m", "s"]

  private struct Flags {
    var ignoresCase = false
    var isByLine = false
    var dotTakesLineEnds = false
  }

  private init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  /// The tree of a whole pattern.
  static func parse(_ text: String) throws(PatternProblem) -> PatternNode {
    var parser = PatternParser(text)
    guard parser.scalars.count <= PatternNode.maximumSize else { throw parser.problem("too large") }
    try parser.readFlags()
    let tree = try parser.choice()
    if parser.current == ")" { throw parser.problem("a ) without its (") }
    guard tree.size <= PatternNode.maximumSize else { throw parser.problem("too large", at: 0) }
    return tree
  }

  var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  func problem(_ message: String, at offset: Int? = nil) -> PatternProblem {
    PatternProblem(message: message, offset: offset ?? position)
  }

  /// Moves over a text if it comes next.
  mutating func accept(_ text: String) -> Bool {
    let wanted = text.unicodeScalars
    guard scalars[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  func set(_ ranges: [ClosedRange<UInt32>], isNegated: Bool = false) -> PatternNode {
    .set(ScalarSet(ranges, isNegated: isNegated, ignoresCase: flags.ignoresCase))
  }

  private mutating func readFlags() throws(PatternProblem) {
    guard accept("(?"), let first = current, PatternParser.flagNames.contains(first) else {
      position = 0
      return
    }
    while let flag = current, flag != ")" {
      switch flag {
      case "i": flags.ignoresCase = true
      case "m": flags.isByLine = true
      case "s": flags.dotTakesLineEnds = true
      case ":", "-": throw problem("flags hold for a whole pattern")
      default: throw problem("the flag \(flag) is unknown")
      }
      position += 1
    }
    guard accept(")") else { throw problem("a ( without its )", at: 0) }
  }

  private mutating func choice() throws(PatternProblem) -> PatternNode {
    var parts = [try sequence()]
    while accept("|") { parts.append(try sequence()) }
    return parts.count == 1 ? parts[0] : .choice(parts)
  }

  private mutating func sequence() throws(PatternProblem) -> PatternNode {
    var parts: [PatternNode] = []
    while let scalar = current, scalar != "|", scalar != ")" {
      let start = position
      let atom = try atom(scalar)
      parts.append(try repeated(atom, from: start))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func atom(_ scalar: Unicode.Scalar) throws(PatternProblem) -> PatternNode {
    if scalar == "(" { return try group() }
    let start = position
    if try quantifier() != nil { throw problem("there is nothing to repeat", at: start) }
    position += 1
    switch scalar {
    case "^": return .assertion(flags.isByLine ? .lineStart : .textStart)
    case "$": return .assertion(flags.isByLine ? .lineEnd : .textEnd)
    case ".": return set(flags.dotTakesLineEnds ? [] : ScalarSet.lineEnds, isNegated: true)
    case "[": return try characterClass()
    case "\\": return try escapedAtom()
    default: return set([scalar.value...scalar.value])
    }
  }

  private mutating func group() throws(PatternProblem) -> PatternNode {
    let start = position
    position += 1
    if !accept("?:"), current == "?" { throw unsupportedGroup(at: start) }
    guard depth < PatternParser.maximumDepth else { throw problem("nested too deeply", at: start) }
    depth += 1
    let content = try choice()
    depth -= 1
    guard accept(")") else { throw problem("a ( without its )", at: start) }
    return content
  }

  private mutating func unsupportedGroup(at start: Int) -> PatternProblem {
    if accept("?=") || accept("?!") { return problem("lookahead is not supported", at: start) }
    if accept("?<=") || accept("?<!") { return problem("lookbehind is not supported", at: start) }
    if accept("?<") || accept("?P<") { return problem("named groups are not supported", at: start) }
    position += 1
    if let flag = current, PatternParser.flagNames.contains(flag) {
      return problem("flags stand at the start of the pattern alone", at: start)
    }
    return problem("this kind of group is not supported", at: start)
  }

  private mutating func repeated(
    _ node: PatternNode,
    from start: Int
  ) throws(PatternProblem) -> PatternNode {
    let sign = position
    guard let (least, most) = try quantifier() else { return node }
    if case .assertion = node { throw problem("there is nothing to repeat", at: sign) }
    _ = accept("?")
    let result = PatternNode.repetition(node, least: least, most: most)
    guard result.size <= PatternNode.maximumSize else { throw problem("too large", at: start) }
    let second = position
    if try quantifier() != nil { throw problem("a repetition is repeated", at: second) }
    return result
  }

  /// Reads `*`, `+`, `?` or `{n,m}`; a brace that begins no count is a literal.
  private mutating func quantifier() throws(PatternProblem) -> (least: Int, most: Int?)? {
    if accept("*") { return (0, nil) }
    if accept("+") { return (1, nil) }
    if accept("?") { return (0, 1) }
    let start = position
    guard accept("{") else { return nil }
    let least = count()
    let isRange = accept(",")
    let most = isRange ? count() : least
    guard accept("}"), least != nil || most != nil else {
      position = start
      return nil
    }
    guard let least else { throw problem("a count needs a lower bound, as in {0,5}", at: start) }
    if let most, most < least { throw problem("the bounds of a count are swapped", at: start) }
    return (least, most)
  }

  /// Digits, cut above what a pattern may have as its size.
  private mutating func count() -> Int? {
    var value: Int?
    while let digit = current, ("0"..."9").contains(digit) {
      value = min((value ?? 0) * 10 + Int(digit.value - 0x30), PatternNode.maximumSize + 1)
      position += 1
    }
    return value
  }
}
