import Engine
package import Model
import Synchronization

/// A wall clock that stands still until it is told otherwise.
package final class FakeClock: WallClock {
  private let time: Mutex<Timestamp>

  /// 2026-11-21T03:12:05Z, unless said otherwise.
  package init(_ start: Timestamp = Timestamp(milliseconds: 1_795_230_725_000)) {
    time = Mutex(start)
  }

  package func now() -> Timestamp { time.withLock { $0 } }

  package func advance(by duration: Duration) {
    time.withLock { $0 = $0.adding(duration) }
  }
}
