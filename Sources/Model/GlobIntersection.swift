extension GlobPattern {
  /// Whether some path might match both patterns.
  ///
  /// Never wrongly false; sets of characters count as any character.
  package func mayIntersect(_ other: GlobPattern) -> Bool {
    GlobIntersection.foldersMayIntersect(
      text.cut(at: "/", keepingEmpty: false),
      other.text.cut(at: "/", keepingEmpty: false)
    )
  }
}

/// Decides whether two patterns have a path in common, part by part.
private enum GlobIntersection {
  /// Each pair of rests is looked at once, so many `**` cost no more than other parts.
  static func foldersMayIntersect(_ left: [String], _ right: [String]) -> Bool {
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
  private static func namesMayIntersect(_ left: String, _ right: String) -> Bool {
    switch (GlobPattern.isPattern(left), GlobPattern.isPattern(right)) {
    case (false, false): return left.isSame(as: right)
    case (false, true): return GlobPattern(right).matches(left)
    case (true, false): return GlobPattern(left).matches(right)
    case (true, true):
      let isFixed = { (unit: UInt8) in !"*?[]".utf8.contains(unit) }
      let starts = zip(left.utf8.prefix(while: isFixed), right.utf8.prefix(while: isFixed))
      let ends = zip(
        left.utf8.reversed().prefix(while: isFixed),
        right.utf8.reversed().prefix(while: isFixed)
      )
      return starts.allSatisfy { $0 == $1 } && ends.allSatisfy { $0 == $1 }
    }
  }
}
