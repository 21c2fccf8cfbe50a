/// A path pattern: `*` and `?` within a name, `**` across folders, `[a-z]` and `[!a-z]`.
package struct GlobPattern: Hashable, Sendable {
  package let text: String
  private let parts: [Part]

  private enum Part: Hashable, Sendable {
    case anyDepth
    case name([Unit])
  }

  private enum Unit: Hashable, Sendable {
    case one(Unicode.Scalar)
    case any
    case anyRun
    case oneOf([ClosedRange<Unicode.Scalar>], negated: Bool)
  }

  /// Whether a text holds a character that a pattern gives meaning to.
  package static func isPattern(_ text: String) -> Bool {
    text.utf8.contains { "*?[".utf8.contains($0) }
  }

  package init(_ text: String) {
    self.text = text
    parts = text.unicodeScalars.split(separator: "/").map { part in
      part.elementsEqual("**".unicodeScalars) ? .anyDepth : .name(GlobPattern.units(of: part))
    }
  }

  /// A pattern that a text alone matches.
  package static func escaped(_ text: String) -> String {
    guard isPattern(text) else { return text }
    return String(
      decoding: text.utf8.flatMap { unit in
        "*?[".utf8.contains(unit) ? [UInt8(ascii: "["), unit, UInt8(ascii: "]")] : [unit]
      },
      as: UTF8.self
    )
  }

  /// The folders before the first part with a pattern; empty for the root.
  package var fixedFolder: String {
    var names: [String] = []
    for part in parts {
      guard case .name(let units) = part, let name = GlobPattern.literal(units) else { break }
      names.append(name)
    }
    // A file that a pattern names in full is no folder.
    if names.count == parts.count, GlobPattern.isPattern(text) { names.removeLast() }
    return names.joined(separator: "/")
  }

  /// What every path that matches begins with; it may end within a name.
  package var fixedStart: String {
    var start = String.UnicodeScalarView()
    for (position, part) in parts.enumerated() {
      // Before the end of `a/**` no folder needs to be: `a` itself matches.
      guard case .name(let units) = part else { break }
      if position > 0 { start.append("/") }
      for unit in units {
        guard let scalar = GlobPattern.literal(unit) else { return String(start) }
        start.append(scalar)
      }
    }
    return String(start)
  }

  /// The only name that matches; nil if there may be others.
  private static func literal(_ units: [Unit]) -> String? {
    var name = String.UnicodeScalarView()
    for unit in units {
      guard let scalar = literal(unit) else { return nil }
      name.append(scalar)
    }
    return String(name)
  }

  private static func literal(_ unit: Unit) -> Unicode.Scalar? {
    switch unit {
    case .one(let scalar): scalar
    case .oneOf(let ranges, negated: false)
    where ranges.count == 1 && ranges[0].lowerBound == ranges[0].upperBound:
      ranges[0].lowerBound
    case .any, .anyRun, .oneOf: nil
    }
  }

  /// Whether a whole path matches.
  ///
  /// Time is bounded by the product of the two lengths.
  package func matches(_ path: String) -> Bool {
    let names = path.unicodeScalars.split(separator: "/")
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

  private static func units(of part: Substring.UnicodeScalarView) -> [Unit] {
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

  private static func characterSet(_ rest: inout Substring.UnicodeScalarView) -> Unit? {
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
    var ranges: [ClosedRange<Unicode.Scalar>] = []
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

  private static func matches(_ units: [Unit], _ name: Substring.UnicodeScalarView) -> Bool {
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

  private static func accepts(_ unit: Unit, _ character: Unicode.Scalar) -> Bool {
    switch unit {
    case .one(let wanted): wanted == character
    case .any: true
    case .anyRun: false
    case .oneOf(let ranges, let negated):
      ranges.contains { $0.contains(character) } != negated
    }
  }
}
