/// A pattern as steps of an automaton that may be at several steps at once.
struct PatternProgram: Sendable {
  enum Step: Sendable {
    /// Takes a scalar of the set with this number and goes on with the next step.
    case take(Int)
    /// Goes on with the next step if it holds here.
    case assertion(PatternAssertion)
    /// Goes on at both.
    case fork(Int, Int)
    case jump(Int)
    case found
  }

  private(set) var steps: [Step] = []
  private(set) var sets: [ScalarSet] = []
  /// Whether a match can begin at the start of the text alone.
  private(set) var isAnchored = false
  /// The bytes with which a match can begin; nil if one can be empty.
  private(set) var firstBytes: [Bool]?

  /// The tree must not be larger than `PatternNode.maximumSize`.
  init(_ tree: PatternNode) {
    emit(tree)
    steps.append(.found)
    isAnchored = opening(passing: { $0 != .textStart }).isEmpty
    firstBytes = bytes(of: opening(passing: { _ in true }))
  }

  private mutating func emit(_ node: PatternNode) {
    switch node {
    case .set(let set):
      steps.append(.take(sets.count))
      sets.append(set)
    case .assertion(let assertion): steps.append(.assertion(assertion))
    case .sequence(let parts): for part in parts { emit(part) }
    case .choice(let parts): emitChoice(parts)
    case .repetition(let part, let least, let most):
      for _ in 0..<(most == nil ? max(least - 1, 0) : least) { emit(part) }
      if let most {
        emitOptional(part, times: most - least)
      } else {
        emitLoop(part, isOptional: least == 0)
      }
    }
  }

  private mutating func emitChoice(_ parts: [PatternNode]) {
    var jumps: [Int] = []
    for (index, part) in parts.enumerated() {
      guard index < parts.count - 1 else {
        emit(part)
        break
      }
      let fork = steps.count
      steps.append(.fork(fork + 1, 0))
      emit(part)
      jumps.append(steps.count)
      steps.append(.jump(0))
      steps[fork] = .fork(fork + 1, steps.count)
    }
    for jump in jumps { steps[jump] = .jump(steps.count) }
  }

  private mutating func emitOptional(_ part: PatternNode, times: Int) {
    var forks: [Int] = []
    for _ in 0..<times {
      forks.append(steps.count)
      steps.append(.fork(0, 0))
      emit(part)
    }
    for fork in forks { steps[fork] = .fork(fork + 1, steps.count) }
  }

  private mutating func emitLoop(_ part: PatternNode, isOptional: Bool) {
    let start = steps.count
    if isOptional { steps.append(.fork(0, 0)) }
    emit(part)
    if isOptional {
      steps.append(.jump(start))
      steps[start] = .fork(start + 1, steps.count)
    } else {
      steps.append(.fork(start, steps.count + 1))
    }
  }

  /// The steps that take something or are the end, as far as they are reached from the start
  /// without taking anything.
  private func opening(passing passes: (PatternAssertion) -> Bool) -> [Step] {
    var result: [Step] = []
    var isSeen = [Bool](repeating: false, count: steps.count)
    var open = [0]
    while let index = open.popLast() {
      if isSeen[index] { continue }
      isSeen[index] = true
      switch steps[index] {
      case .fork(let first, let second): open += [second, first]
      case .jump(let target): open.append(target)
      case .assertion(let assertion): if passes(assertion) { open.append(index + 1) }
      case .take, .found: result.append(steps[index])
      }
    }
    return result
  }

  private func bytes(of opening: [Step]) -> [Bool]? {
    // Every byte above ASCII, so that no scalar has to be taken apart.
    var result = [Bool](repeating: false, count: 128) + [Bool](repeating: true, count: 128)
    for step in opening {
      guard case .take(let set) = step else { return nil }
      for value in 0..<128 where sets[set].contains(UInt32(value)) { result[value] = true }
    }
    return result
  }
}
