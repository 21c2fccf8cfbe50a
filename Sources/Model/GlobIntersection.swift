extension GlobPattern {
  /// Whether some path might match both patterns. Never wrongly false; sets of characters count
  /// as any character.
  package func mayIntersect(_ other: GlobPattern) -> Bool {
    GlobIntersection.foldersMayIntersect(
      text.split(separator: "/")[...], other.text.split(separator: "/")[...])
  }
}

/// Decides whether two patterns have a path in common, part by part.
private enum GlobIntersection {
  static func foldersMayIntersect(
    _ left: ArraySlice<Substring>, _ right: ArraySlice<Substring>
  ) -> Bool {
    guard let first = left.first else { return right.allSatisfy { $0 == "**" } }
    guard let second = right.first else { return left.allSatisfy { $0 == "**" } }
    if first == "**" {
      return foldersMayIntersect(left.dropFirst(), right)
        || foldersMayIntersect(left, right.dropFirst())
    }
    if second == "**" {
      return foldersMayIntersect(left, right.dropFirst())
        || foldersMayIntersect(left.dropFirst(), right)
    }
    return namesMayIntersect(first, second)
      && foldersMayIntersect(left.dropFirst(), right.dropFirst())
  }

  /// Compares the fixed starts and the fixed ends; what is between is taken to fit.
  private static func namesMayIntersect(_ left: Substring, _ right: Substring) -> Bool {
    let isOpen = { (name: Substring) in GlobPattern.isPattern(String(name)) }
    switch (isOpen(left), isOpen(right)) {
    case (false, false): return left == right
    case (false, true): return GlobPattern(String(right)).matches(String(left))
    case (true, false): return GlobPattern(String(left)).matches(String(right))
    case (true, true):
      let isFixed = { (character: Character) in !"*?[]".contains(character) }
      let starts = zip(left.prefix(while: isFixed), right.prefix(while: isFixed))
      let ends = zip(
        left.reversed().prefix(while: isFixed), right.reversed().prefix(while: isFixed))
      return starts.allSatisfy { $0 == $1 } && ends.allSatisfy { $0 == $1 }
    }
  }
}
