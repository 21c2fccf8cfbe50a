import Model
import Synchronization

/// The way into a running engine: reports of backends, the wishes of people, the passing of time.
package final class RunControl: Sendable {
  enum Message: Sendable {
    case reports([JobReport])
    /// The first asks the run to end, the second to end now.
    case interrupt
    case commitDue
    case decisionsDue
    case timeOver
    /// The time between two attempts of a node has passed.
    case delayOver(Int)
    /// The run inside a node ended, or waits.
    case child(AttemptToken, Result<RunRecord, EngineError>)
    /// The run inside a node had waited and is ended.
    case childGone(String)
    /// Whether a commit beside the run was made.
    case committed(Bool)
  }

  let messages: AsyncStream<Message>
  private let inlet: AsyncStream<Message>.Continuation
  private let interrupts = Atomic(0)

  /// How often the end was asked for.
  package var interruptCount: Int { interrupts.load(ordering: .relaxed) }

  package init() {
    (messages, inlet) = AsyncStream.makeStream(of: Message.self)
  }

  /// Asks the run to end: tasks get TERM, what is done is recorded; asked twice, tasks get KILL.
  package func interrupt() {
    interrupts.add(1, ordering: .relaxed)
    inlet.yield(.interrupt)
  }

  func send(_ message: Message) {
    inlet.yield(message)
  }
}
