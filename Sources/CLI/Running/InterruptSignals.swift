import Dispatch
import Glibc
import Synchronization

/// Hears SIGINT and SIGTERM instead of dying of them.
struct InterruptSignals {
  /// The signals that were heard, in order.
  private final class Heard: Sendable {
    let numbers = Mutex<[Int32]>([])
  }

  private let sources: [any DispatchSourceSignal]
  private let heard = Heard()

  /// - Parameter body: is told how many have been heard.
  init(_ body: @escaping @Sendable (Int) -> Void) {
    // A reader of the output that goes away ends no run.
    signal(SIGPIPE, SIG_IGN)
    sources = [SIGINT, SIGTERM].map { [heard] number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        body(
          heard.numbers.withLock { numbers in
            numbers.append(number)
            return numbers.count
          }
        )
      }
      source.resume()
      return source
    }
  }

  /// What the first signal makes of the exit code; nil as long as there was none.
  var exitStatus: ExitStatus? {
    switch heard.numbers.withLock({ $0.first }) {
    case nil: nil
    case SIGTERM: .terminated
    default: .interrupted
    }
  }

  func stop() {
    for source in sources { source.cancel() }
  }
}
