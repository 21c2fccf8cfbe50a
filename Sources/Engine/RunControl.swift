/// The way into a running engine: reports of backends, the wishes of people, the passing of time.
package final class RunControl: Sendable {
  enum Message: Sendable {
    case reports([JobReport])
    /// The first asks the run to end, the second to end now.
    case interrupt
    case commitDue
    case timeOver
    case committed(EngineError?)
  }

  let messages: AsyncStream<Message>
  private let inlet: AsyncStream<Message>.Continuation

  package init() {
    (messages, inlet) = AsyncStream.makeStream(of: Message.self)
  }

  /// Asks the run to end: tasks get TERM, what is done is recorded; asked twice, tasks get KILL.
  package func interrupt() {
    inlet.yield(.interrupt)
  }

  func send(_ message: Message) {
    inlet.yield(message)
  }
}
