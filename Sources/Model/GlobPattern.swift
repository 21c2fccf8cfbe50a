/// A path pattern: `*` and `?` within a name, `**` across folders, `[a-z]` and `[!a-z]`.
package struct GlobPattern: Hashable, Sendable {
  package let text: String
  private let parts: [Part]

  private enum Part: Hashable, Sendable {
    case anyDepth
    case name([Unit])
  }

  private enum Unit: Hashable, Sendable {
    case one(Character)
    case any
    case anyRun
    case oneOf([ClosedRange<Character>], negated: Bool)
  }

  /// Whether a text holds a character that a pattern gives meaning to.
  package static func isPattern(_ text: String) -> Bool {
    text.utf8.contains { "*?[".utf8.contains($0) }
  }

  package init(_ text: String) {
    self.text = text
    parts = text.split(separator: "/", omittingEmptySubsequences: true).map { part in
      part == "**" ? .anyDepth : .name(GlobPattern.units(of: part))
    }
  }

  /// The folders before the first part with a pattern; empty for the root.
  package var fixedFolder: String {
    var names: [Substring] = []
    for part in text.split(separator: "/") {
      if GlobPattern.isPattern(String(part)) { break }
      names.append(part)
    }
    return names.joined(separator: "/")
  }

  /// What every path that matches begins with; it may end within a name.
  package var fixedStart: String {
    var start = text.utf8.prefix { !"*?[".utf8.contains($0) }[...]
    // Before the end of `a/**` no folder needs to be: `a` itself matches.
    if text.utf8[start.endIndex...].starts(with: "**".utf8), start.last == UInt8(ascii: "/") {
      start.removeLast()
    }
    return String(Substring(start))
  }

  /// Whether a whole path matches.
  ///
  /// Time is bounded by the product of the two lengths.
  package func matches(_ path: String) -> Bool {
    let names = path.split(separator: "/")
    var reachable = [Bool](repeating: false, count: names.count + 1)
    reachable[0] = true
    for part in parts {
      var next = [Bool](repeating: false, count: names.count + 1)
      switch part {
      case .anyDepth:
        var open = false
        for position in 0...names.count {
          open = open || reachable[position]
          next[position] = open
        }
      case .name(let units):
        for position in 0..<names.count where reachable[position] {
          if GlobPattern.matches(units, names[position]) { next[position + 1] = true }
        }
      }
      reachable = next
    }
    return reachable[names.count]
  }

  private static func units(of part: Substring) -> [Unit] {
    var result: [Unit] = []
    var rest = part[...]
    while let character = rest.popFirst() {
      switch character {
      case "*": if result.last != .anyRun { result.append(.anyRun) }
      case "?": result.append(.any)
      case "[":
        if let set = characterSet(&rest) { result.append(set) } else { result.append(.one("[")) }
      default: result.append(.one(character))
      }
    }
    return result
  }

  private static func characterSet(_ rest: inout Substring) -> Unit? {
    // A bracket that comes first belongs to the set.
    let negation = rest.first == "!" || rest.first == "^" ? 1 : 0
    guard let end = rest.dropFirst(negation + 1).firstIndex(of: "]") else { return nil }
    var inside = rest[rest.startIndex..<end]
    rest = rest[rest.index(after: end)...]
    var negated = false
    if inside.first == "!" || inside.first == "^" {
      negated = true
      inside = inside.dropFirst()
    }
    var ranges: [ClosedRange<Character>] = []
    while let low = inside.popFirst() {
      if inside.first == "-", let high = inside.dropFirst().first, low <= high {
        ranges.append(low...high)
        inside = inside.dropFirst(2)
      } else {
        ranges.append(low...low)
      }
    }
    return .oneOf(ranges, negated: negated)
  }

  private static func matches(_ units: [Unit], _ name: Substring) -> Bool {
    let characters = Array(name)
    var unit = 0
    var position = 0
    var star: (unit: Int, position: Int)?
    while position < characters.count {
      if unit < units.count, units[unit] == .anyRun {
        star = (unit, position)
        unit += 1
      } else if unit < units.count, accepts(units[unit], characters[position]) {
        unit += 1
        position += 1
      } else if let back = star {
        star = (back.unit, back.position + 1)
        unit = back.unit + 1
        position = back.position + 1
      } else {
        return false
      }
    }
    return units[unit...].allSatisfy { $0 == .anyRun }
  }

  private static func accepts(_ unit: Unit, _ character: Character) -> Bool {
    switch unit {
    case .one(let wanted): wanted == character
    case .any: true
    case .anyRun: false
    case .oneOf(let ranges, let negated):
      ranges.contains { $0.contains(character) } != negated
    }
  }
}
