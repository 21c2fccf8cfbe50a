import Synchronization

/// What the twins were asked, in one order, and a way to wait until something was.
package final class Chronicle: Sendable {
  private struct Content {
    var lines: [String] = []
    var waiting: [(wanted: String, count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let content = Mutex(Content())

  package init() {}

  package var lines: [String] { content.withLock { $0.lines } }

  package func write(_ line: String) {
    let met = content.withLock { content in
      content.lines.append(line)
      let lines = content.lines
      let isMet = { (wanted: String, count: Int) in lines.count { $0 == wanted } >= count }
      let met = content.waiting.filter { isMet($0.wanted, $0.count) }
      content.waiting.removeAll { isMet($0.wanted, $0.count) }
      return met
    }
    for entry in met { entry.continuation.resume() }
  }

  /// Returns once a line has been written so many times.
  package func wait(for line: String, count: Int = 1) async {
    await withCheckedContinuation { continuation in
      let isThere = content.withLock { content in
        if content.lines.count(where: { $0 == line }) >= count { return true }
        content.waiting.append((line, count, continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }
}
