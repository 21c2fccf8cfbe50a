/// A pattern as a tree.
indirect enum PatternNode: Sendable {
  case set(ScalarSet)
  case assertion(PatternAssertion)
  case sequence([PatternNode])
  case choice([PatternNode])
  /// Nil for no upper bound.
  case repetition(PatternNode, least: Int, most: Int?)

  /// A pattern may have no more steps than this.
  static let maximumSize = 10_000

  /// At least the number of steps that the program of this tree has; more than the maximum means
  /// only that.
  var size: Int {
    let steps =
      switch self {
      case .set, .assertion: 1
      case .sequence(let parts): parts.reduce(1) { PatternNode.bounded($0 + $1.size) }
      case .choice(let parts): parts.reduce(1) { PatternNode.bounded($0 + $1.size + 2) }
      case .repetition(let part, let least, nil): max(least, 1) * part.size + 2
      case .repetition(let part, let least, let most?):
        1 + least * part.size + (most - least) * (part.size + 1)
      }
    return PatternNode.bounded(steps)
  }

  private static func bounded(_ size: Int) -> Int { min(size, maximumSize + 1) }
}

/// What must hold between two scalars.
enum PatternAssertion: Sendable {
  case textStart
  case textEnd
  case lineStart
  case lineEnd
  case wordEdge
  case noWordEdge

  /// Whether it holds between two scalars; nil stands for an end of the text.
  func holds(between before: UInt32?, and after: UInt32?) -> Bool {
    switch self {
    case .textStart: before == nil
    case .textEnd: after == nil
    case .lineStart: PatternAssertion.isEnd(before)
    case .lineEnd: PatternAssertion.isEnd(after)
    case .wordEdge: PatternAssertion.isWord(before) != PatternAssertion.isWord(after)
    case .noWordEdge: PatternAssertion.isWord(before) == PatternAssertion.isWord(after)
    }
  }

  private static func isEnd(_ scalar: UInt32?) -> Bool {
    guard let scalar else { return true }
    return ScalarSet.lineEnds.contains { $0.contains(scalar) }
  }

  private static func isWord(_ scalar: UInt32?) -> Bool {
    guard let scalar else { return false }
    return ScalarSet.word.contains { $0.contains(scalar) }
  }
}
