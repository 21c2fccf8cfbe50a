/// Runs a program over a text once, with all steps that it may be at side by side.
///
/// At each scalar every step is looked at once at most, so the time is the product of the two
/// lengths.
struct PatternSearch {
  private let program: PatternProgram
  private let bytes: UnsafeBufferPointer<UInt8>
  /// The steps that take the next scalar, and those that took the last one.
  private var waiting: [Int] = []
  private var leaving: [Int] = []
  private var open: [Int] = []
  /// For each step the round in which it was last reached; a round is a place between two scalars.
  private var reached: [Int]
  private var round = 0
  private var isFound = false

  init(_ program: PatternProgram, in bytes: UnsafeBufferPointer<UInt8>) {
    self.program = program
    self.bytes = bytes
    reached = [Int](repeating: -1, count: program.steps.count)
  }

  mutating func run() -> Bool {
    var position = 0
    var before: UInt32?
    var next = scalar(at: 0)
    while true {
      if waiting.isEmpty {
        if program.isAnchored, position > 0 { return false }
        let start = firstStart(from: position)
        if start > position {
          position = start
          before = UInt32(bytes[start - 1])
          next = scalar(at: start)
        }
      }
      reach(0, between: before, and: next?.value)
      if isFound { return true }
      guard let taken = next else { return false }
      position += taken.length
      before = taken.value
      next = scalar(at: position)
      round += 1
      swap(&waiting, &leaving)
      waiting.removeAll(keepingCapacity: true)
      for index in leaving {
        if case .take(let set) = program.steps[index], program.sets[set].contains(taken.value) {
          reach(index + 1, between: before, and: next?.value)
        }
      }
      if isFound { return true }
    }
  }

  /// Adds what can be reached from a step without taking anything.
  private mutating func reach(_ start: Int, between before: UInt32?, and after: UInt32?) {
    var next: Int? = start
    while let index = next {
      if reached[index] == round {
        next = open.popLast()
        continue
      }
      reached[index] = round
      switch program.steps[index] {
      case .take:
        waiting.append(index)
        next = open.popLast()
      case .fork(let first, let second):
        open.append(second)
        next = first
      case .jump(let target): next = target
      case .assertion(let assertion):
        next = assertion.holds(between: before, and: after) ? index + 1 : open.popLast()
      case .found:
        isFound = true
        next = open.popLast()
      }
    }
  }

  /// The first place from which a match can begin; what is skipped is ASCII.
  private func firstStart(from position: Int) -> Int {
    guard let firstBytes = program.firstBytes else { return position }
    var start = position
    while start < bytes.count, !firstBytes[Int(bytes[start])] { start += 1 }
    return start
  }

  private func scalar(at position: Int) -> (value: UInt32, length: Int)? {
    guard position < bytes.count else { return nil }
    return UTF8Scan.scalar(at: position, in: bytes) ?? (0xFFFD, 1)
  }
}
