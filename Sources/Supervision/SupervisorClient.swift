import CSpawn
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The engine's end of the line to a supervisor.
///
/// One thread may read events while others give orders. When the last reference goes, so does
/// the line: the supervisor then takes it that the engine died.
package final class SupervisorClient: Sendable {
  private struct Outgoing {
    var environments: UInt32 = 0
  }

  private let socket: Int32
  private let outgoing = Mutex(Outgoing())
  private let incoming = Mutex([UInt8]())

  init(socket: Int32) {
    self.socket = socket
  }

  deinit {
    close(socket)
  }

  /// Gives orders, which start in this order; returns once all are handed over.
  package func submit(_ orders: [AttemptOrder]) throws(SupervisionError) {
    var writer = WireWriter()
    for order in orders { try order.encode(to: &writer) }
    try send(writer)
  }

  /// Names an environment, `NAME=value`, for orders to build on.
  package func define(_ environment: [String]) throws(SupervisionError) -> EnvironmentID {
    let id = outgoing.withLock { outgoing in
      outgoing.environments += 1
      return EnvironmentID(number: outgoing.environments)
    }
    var writer = WireWriter()
    try writer.putEnvironment(id, environment)
    try send(writer)
    return id
  }

  /// Withdraws what of these orders has not started; nil: of all.
  package func withdraw(_ tokens: [AttemptToken]? = nil) throws(SupervisionError) {
    try send(.withdraw) { $0.put(tokens) }
  }

  /// Withdraws these orders, or stops their attempts, politely first; nil: all.
  package func cancel(_ tokens: [AttemptToken]? = nil) throws(SupervisionError) {
    try send(.cancel) { $0.put(tokens) }
  }

  /// Withdraws these orders, or kills their attempts at once; nil: all.
  package func kill(_ tokens: [AttemptToken]? = nil) throws(SupervisionError) {
    try send(.kill) { $0.put(tokens) }
  }

  /// How many attempts may run at once from now on; those running go on.
  package func setSlots(_ count: Int) throws(SupervisionError) {
    try send(.setSlots) { $0.put(UInt32(clamping: count)) }
  }

  /// Lets orders start again after a failure of one that halts.
  package func resume() throws(SupervisionError) {
    try send(.resume) { _ in }
  }

  /// Lets the supervisor end once all orders are carried out; the folders are deleted after this
  /// client is gone.
  package func finish(deleting trash: [String] = []) throws(SupervisionError) {
    var writer = WireWriter()
    try writer.putClose(deleting: trash)
    try send(writer)
  }

  /// Lets go of the supervisor at once, which wakes whoever waits for events.
  package func disconnect() {
    _ = shutdown(socket, Int32(SHUT_RDWR))
  }

  /// The next facts, in the order of the log; blocks.
  ///
  /// Nil when the supervisor is gone.
  package func nextEvents() throws(SupervisionError) -> [Fact]? {
    try incoming.withLock { bytes throws(SupervisionError) in
      while true {
        let facts = try LogFrames.takeFacts(from: &bytes)
        if !facts.isEmpty { return facts }
        let more = [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, count in
          var got: Int
          repeat {
            got = read(socket, buffer.baseAddress, buffer.count)
          } while got < 0 && errno == EINTR
          count = max(0, got)
        }
        if more.isEmpty { return nil }
        bytes += more
      }
    }
  }

  private func send(
    _ kind: MessageKind,
    _ body: (inout WireWriter) -> Void
  ) throws(SupervisionError) {
    var writer = WireWriter()
    let place = writer.beginMessage(kind)
    body(&writer)
    writer.endMessage(place)
    try send(writer)
  }

  private func send(_ writer: WireWriter) throws(SupervisionError) {
    // Frames of two threads must not mix.
    let error = outgoing.withLock { _ in
      writer.bytes.withUnsafeBytes { buffer -> Int32 in
        var done = 0
        while done < buffer.count {
          let count = weir_send(
            socket,
            buffer.baseAddress.map { $0 + done },
            buffer.count - done,
            1
          )
          if count <= 0 { return errno }
          done += count
        }
        return 0
      }
    }
    if error != 0 { throw .system("send", error) }
  }
}

extension LogFrames {
  /// Removes the whole frames at the front.
  static func takeFacts(from bytes: inout [UInt8]) throws(SupervisionError) -> [Fact] {
    var facts: [Fact] = []
    var position = 0
    scan: while true {
      switch front(of: bytes[position...]) {
      case .fact(let fact, let size):
        facts.append(fact)
        position += size
      case .partial: break scan
      case .damaged: throw .malformed("a frame of the supervisor")
      }
    }
    bytes.removeFirst(position)
    return facts
  }
}
