extension GlobPattern {
  /// Whether some path might match both patterns.
  ///
  /// Never wrongly false; sets of characters count as any character.
  package func mayIntersect(_ other: GlobPattern) -> Bool {
    GlobIntersection.foldersMayIntersect(
      text.split(separator: "/"),
      other.text.split(separator: "/")
    )
  }
}

/// Decides whether two patterns have a path in common, part by part.
private enum GlobIntersection {
  /// Each pair of rests is looked at once, so many `**` cost no more than other parts.
  static func foldersMayIntersect(_ left: [Substring], _ right: [Substring]) -> Bool {
    let width = right.count + 1
    var fits = [Bool](repeating: false, count: (left.count + 1) * width)
    for row in stride(from: left.count, through: 0, by: -1) {
      for column in stride(from: right.count, through: 0, by: -1) {
        let first = row < left.count ? left[row] : nil
        let second = column < right.count ? right[column] : nil
        let below = { (rows: Int, columns: Int) in fits[(row + rows) * width + column + columns] }
        fits[row * width + column] =
          switch (first, second) {
          case (nil, nil): true
          case (let first?, nil): first == "**" && below(1, 0)
          case (nil, let second?): second == "**" && below(0, 1)
          case (let first?, let second?) where first == "**" || second == "**":
            first == "**" && below(1, 0) || second == "**" && below(0, 1)
              || first == "**" && below(0, 1) || second == "**" && below(1, 0)
          case (let first?, let second?): namesMayIntersect(first, second) && below(1, 1)
          }
      }
    }
    return fits[0]
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
        left.reversed().prefix(while: isFixed),
        right.reversed().prefix(while: isFixed)
      )
      return starts.allSatisfy { $0 == $1 } && ends.allSatisfy { $0 == $1 }
    }
  }
}
