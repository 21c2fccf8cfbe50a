/// Replaces byte strings in a stream by `***`, wherever the stream is cut.
///
/// An automaton after Aho and Corasick: the work is linear in the stream, however many strings there
/// are. Bytes are held back only while they may be the beginning of one.
package struct StreamMask: Sendable {
  private static let mark: [UInt8] = Array("***".utf8)

  private struct State {
    var depth = 0
    /// The longest state that is a proper end of this one.
    var fallback = 0
    /// Bytes of the longest string that ends here; 0 for none.
    var match = 0
  }

  private var states = [State()]
  /// By state and byte.
  private var steps: [Int: Int] = [:]
  private var state = 0
  /// What is held back, and which of it belongs to a string.
  private var held: [UInt8] = []
  private var isHidden: [Bool] = []
  private var isInMark = false
  /// Whether anything was replaced so far.
  package private(set) var hasFound = false

  package init(_ strings: [[UInt8]]) {
    var children: [[Int]] = [[]]
    for string in strings where !string.isEmpty {
      var state = 0
      for byte in string {
        let key = StreamMask.key(state, byte)
        if let next = steps[key] {
          state = next
          continue
        }
        states.append(State(depth: states[state].depth + 1))
        children.append([])
        children[state].append(states.count - 1)
        steps[key] = states.count - 1
        state = states.count - 1
      }
      states[state].match = string.count
    }
    connect(children)
  }

  private static func key(_ state: Int, _ byte: UInt8) -> Int { state << 8 | Int(byte) }

  /// Finds where each state goes on when no string goes on with the next byte; breadth first.
  private mutating func connect(_ children: [[Int]]) {
    var bytes = [UInt8](repeating: 0, count: states.count)
    for (key, state) in steps { bytes[state] = UInt8(truncatingIfNeeded: key) }
    var open = [0]
    var next = 0
    while next < open.count {
      let parent = open[next]
      next += 1
      for child in children[parent] {
        let fallback = parent == 0 ? 0 : target(from: states[parent].fallback, bytes[child])
        states[child].fallback = fallback
        states[child].match = max(states[child].match, states[fallback].match)
        open.append(child)
      }
    }
  }

  private func target(from state: Int, _ byte: UInt8) -> Int {
    var state = state
    while true {
      if let next = steps[StreamMask.key(state, byte)] { return next }
      if state == 0 { return 0 }
      state = states[state].fallback
    }
  }

  /// What of the stream can be shown after these bytes.
  package mutating func take(_ chunk: some Sequence<UInt8>) -> [UInt8] {
    var shown: [UInt8] = []
    for byte in chunk {
      held.append(byte)
      isHidden.append(false)
      state = target(from: state, byte)
      if states[state].match > 0 {
        hasFound = true
        for position in held.count - states[state].match..<held.count { isHidden[position] = true }
      }
      if states[state].depth == 0 { show(held.count, in: &shown) }
    }
    show(held.count - states[state].depth, in: &shown)
    return shown
  }

  /// What was held back, at the end of the stream.
  package mutating func finish() -> [UInt8] {
    var shown: [UInt8] = []
    show(held.count, in: &shown)
    state = 0
    return shown
  }

  private mutating func show(_ count: Int, in shown: inout [UInt8]) {
    for position in 0..<count {
      if isHidden[position] {
        if !isInMark { shown += StreamMask.mark }
      } else {
        shown.append(held[position])
      }
      isInMark = isHidden[position]
    }
    held.removeFirst(count)
    isHidden.removeFirst(count)
  }
}
