// Classes in brackets, and what a backslash begins.
extension PatternParser {
  /// What an escape stands for.
  private enum Escape {
    case scalar(UInt32)
    case ranges([ClosedRange<UInt32>])
  }

  /// What follows a backslash outside of a class.
  mutating func escapedAtom() throws(PatternProblem) -> PatternNode {
    if accept("b") { return .assertion(.wordEdge) }
    if accept("B") { return .assertion(.noWordEdge) }
    return switch try escape() {
    case .scalar(let value): set([value...value])
    case .ranges(let ranges): set(ranges)
    }
  }

  /// What follows a `[`.
  mutating func characterClass() throws(PatternProblem) -> PatternNode {
    let start = position - 1
    let isNegated = accept("^")
    if current == "]" { throw problem("an empty class; a bracket in it is written \\]", at: start) }
    var ranges: [ClosedRange<UInt32>] = []
    while !accept("]") {
      guard current != nil else { throw problem("a [ without its ]", at: start) }
      let low = position
      let member = try classMember()
      // A dash that comes first or last is itself.
      let dash = position
      guard accept("-"), current != nil, current != "]" else {
        position = dash
        ranges += member
        continue
      }
      let end = try classMember()
      guard let first = member.only, let last = end.only else {
        throw problem("a range needs single characters at its ends", at: low)
      }
      guard first <= last else { throw problem("a range ends before it begins", at: low) }
      ranges.append(first...last)
    }
    return set(ranges, isNegated: isNegated)
  }

  private mutating func classMember() throws(PatternProblem) -> [ClosedRange<UInt32>] {
    if accept("\\") {
      if accept("b") { return [0x08...0x08] }
      return switch try escape() {
      case .scalar(let value): [value...value]
      case .ranges(let ranges): ranges
      }
    }
    if accept("[:") { throw problem("POSIX classes are not supported", at: position - 2) }
    guard let member = current else { throw problem("a [ without its ]") }
    position += 1
    return [member.value...member.value]
  }

  /// What follows a backslash, where it is the same in a class and outside.
  private mutating func escape() throws(PatternProblem) -> Escape {
    let start = position - 1
    guard let name = current else { throw problem("a backslash ends the pattern", at: start) }
    position += 1
    switch name {
    case "d": return .ranges(ScalarSet.digits)
    case "D": return .ranges(ScalarSet.complement(of: ScalarSet.digits))
    case "w": return .ranges(ScalarSet.word)
    case "W": return .ranges(ScalarSet.complement(of: ScalarSet.word))
    case "s": return .ranges(ScalarSet.space)
    case "S": return .ranges(ScalarSet.complement(of: ScalarSet.space))
    case "n": return .scalar(0x0A)
    case "t": return .scalar(0x09)
    case "r": return .scalar(0x0D)
    case "f": return .scalar(0x0C)
    case "v": return .scalar(0x0B)
    case "x": return .scalar(try hexadecimal(2, from: start))
    case "u": return .scalar(try unicodeEscape(from: start))
    case "0":
      if let next = current, ("0"..."9").contains(next) {
        throw problem("octal escapes are not supported", at: start)
      }
      return .scalar(0)
    case "1"..."9", "k": throw problem("backreferences are not supported", at: start)
    case "p", "P": throw problem("Unicode classes are not supported", at: start)
    default:
      // A letter may get a meaning one day; a sign stands for itself.
      guard name.isASCII, name.value >= 0x20, !name.properties.isAlphabetic else {
        throw problem("the escape \\\(name) is unknown", at: start)
      }
      return .scalar(name.value)
    }
  }

  /// `HHHH`, two of them for a surrogate pair, or `{H…}`.
  private mutating func unicodeEscape(from start: Int) throws(PatternProblem) -> UInt32 {
    var value: UInt32
    if accept("{") {
      value = try hexadecimal(1, from: start)
      while !accept("}") {
        value = value << 4 | (try hexadecimal(1, from: start))
        guard value <= 0x10_FFFF else { throw problem("no Unicode character", at: start) }
      }
    } else {
      value = try hexadecimal(4, from: start)
      let second = position
      if (0xD800..<0xDC00).contains(value), accept("\\u") {
        let low = try hexadecimal(4, from: second)
        guard (0xDC00..<0xE000).contains(low) else { throw problem("a lone surrogate", at: start) }
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      }
    }
    guard Unicode.Scalar(value) != nil else { throw problem("no Unicode character", at: start) }
    return value
  }

  private mutating func hexadecimal(
    _ digits: Int,
    from start: Int
  ) throws(PatternProblem) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = current, digit.isASCII, let number = Character(digit).hexDigitValue else {
        throw problem("an escape lacks its hexadecimal digits", at: start)
      }
      value = value << 4 | UInt32(number)
      position += 1
    }
    return value
  }
}

extension [ClosedRange<UInt32>] {
  /// The one scalar that is meant; nil for more than one.
  fileprivate var only: UInt32? {
    guard count == 1, let range = first, range.lowerBound == range.upperBound else { return nil }
    return range.lowerBound
  }
}
