/// Finds the word that someone probably meant.
package enum Spelling {
  /// The candidate with the least edits, if they are few for its length.
  package static func closest(to word: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(word.utf8.prefix(64))
    let limit = wanted.count > 1 ? max(1, wanted.count / 3) : 0
    var best: (name: String, distance: Int)?
    for candidate in candidates where abs(candidate.utf8.count - wanted.count) <= limit {
      let distance = edits(
        wanted.map(lowered),
        Array(candidate.utf8).map(lowered),
        atMost: min(limit, best?.distance ?? limit)
      )
      guard let distance, distance < best?.distance ?? Int.max else { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  private static func lowered(_ unit: UInt8) -> UInt8 {
    switch unit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): unit | 0x20
    case UInt8(ascii: "-"): UInt8(ascii: "_")
    default: unit
    }
  }

  /// Insertions, deletions, replacements and swaps of neighbours; nil above the limit.
  private static func edits(_ left: [UInt8], _ right: [UInt8], atMost limit: Int) -> Int? {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, unit) in left.enumerated() {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      for (column, other) in right.enumerated() {
        var cost = min(
          last[column + 1] + 1,
          current[column] + 1,
          last[column] + (unit == other ? 0 : 1)
        )
        if row > 0, column > 0, unit == right[column - 1], left[row - 1] == other {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      if current.allSatisfy({ $0 > limit }) { return nil }
      beforeLast = last
      last = current
    }
    return last[right.count] <= limit ? last[right.count] : nil
  }
}
