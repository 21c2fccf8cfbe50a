import CSpawn

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The supervisor's first thread: hears the engine, adopts orphans, sees when all is over.
struct ControlLoop {
  private static let chunk = 256 << 10

  private let dispatcher: Dispatcher
  private let log: FactLog
  private let threads: SlotThreads
  private let listener: Int32
  /// -1 while there is no engine.
  private(set) var engine: Int32
  private var received: [UInt8] = []
  private(set) var trash: [String] = []
  private var environments: [UInt32: SharedEnvironment] = [:]
  private var isClosing = false

  init(
    dispatcher: Dispatcher,
    log: FactLog,
    engine: Int32,
    listener: Int32,
    threads: SlotThreads
  ) {
    self.dispatcher = dispatcher
    self.log = log
    self.engine = engine
    self.listener = listener
    self.threads = threads
  }

  /// Returns when nothing runs and nothing more will.
  mutating func run() {
    if engine < 0 { dispatcher.close(.engineGone) }
    while !isOver {
      var waits = [
        pollfd(fd: engine, events: Int16(POLLIN), revents: 0),
        pollfd(fd: engine < 0 ? listener : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: dispatcher.drained.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      // Orphans do not announce their end, so they are looked for now and then.
      let ready = poll(&waits, 3, dispatcher.isBusy ? 1000 : -1)
      weir_reap_orphans()
      guard ready > 0 else { continue }
      if waits[2].revents != 0 { dispatcher.drained.take() }
      if waits[0].revents != 0 { hear() }
      if waits[1].revents != 0 { welcome() }
    }
  }

  private var isOver: Bool {
    (isClosing || engine < 0) && !dispatcher.isBusy
  }

  private mutating func welcome() {
    engine = weir_accept(listener)
    guard engine >= 0 else { return }
    dispatcher.reopen()
    received = []
    log.announcements.attach(engine, fromStart: true)
    log.request()
  }

  private mutating func hear() {
    guard let more = heard() else { return loseEngine() }
    received += more
    var orders: [ReceivedOrder] = []
    var position = 0
    while received.count - position >= 4 {
      var reader = WireReader(received[position...])
      guard let length: UInt32 = reader.number(), length > 0 else { return loseEngine() }
      let start = reader.position
      guard received.count - start >= Int(length) else { break }
      let payload = received[(start + 1)..<start + Int(length)]
      guard obey(received[start], payload, &orders) else { return loseEngine() }
      position = start + Int(length)
    }
    received.removeFirst(position)
    submit(&orders)
  }

  /// What has come; blocks, and is nil at the end.
  private func heard() -> [UInt8]? {
    let connection = engine
    let more = [UInt8](unsafeUninitializedCapacity: ControlLoop.chunk) { buffer, count in
      var got: Int
      repeat {
        got = read(connection, buffer.baseAddress, buffer.count)
      } while got < 0 && errno == EINTR
      count = max(0, got)
    }
    return more.isEmpty ? nil : more
  }

  /// What came before counts; what was queued does not start.
  private mutating func loseEngine() {
    log.announcements.detach()
    close(engine)
    engine = -1
    received = []
    if !isClosing { dispatcher.close(.engineGone) }
  }

  private func submit(_ orders: inout [ReceivedOrder]) {
    guard !orders.isEmpty else { return }
    log.writeIntents(of: orders)
    dispatcher.enqueue(orders)
    orders = []
  }

  /// Returns false for what no engine sends.
  private mutating func obey(
    _ kind: UInt8,
    _ payload: ArraySlice<UInt8>,
    _ orders: inout [ReceivedOrder]
  ) -> Bool {
    guard let kind = MessageKind(rawValue: kind) else { return false }
    var reader = WireReader(payload)
    if kind == .order {
      guard let order = ReceivedOrder(payload: payload, environments: environments) else {
        return false
      }
      orders.append(order)
      return true
    }
    // Orders of the same message batch come first.
    submit(&orders)
    switch kind {
    case .order: break
    case .environment:
      guard let id: UInt32 = reader.number(), let list = reader.texts() else { return false }
      let bytes = Array(payload[list.range])
      environments[id] = SharedEnvironment(count: list.count, bytes: bytes)
    case .withdraw, .cancel, .kill:
      guard let tokens = reader.tokens() else { return false }
      switch kind {
      case .withdraw: dispatcher.withdraw(tokens, .cancelled)
      case .cancel: dispatcher.stop(tokens, .cancel)
      default: dispatcher.stop(tokens, .kill)
      }
    case .setSlots:
      guard let count: UInt32 = reader.number(), count <= 10_000 else { return false }
      for slot in dispatcher.setSlots(Int(count)) { threads.start(slot) }
    case .resume: dispatcher.resume()
    case .close:
      guard let count: UInt32 = reader.number() else { return false }
      for _ in 0..<count {
        guard let path = reader.text() else { return false }
        trash.append(path)
      }
      isClosing = true
      dispatcher.close(.closing)
    }
    return true
  }

  /// Waits for the engine to go; what it still says comes too late.
  mutating func waitForFarewell() {
    while engine >= 0, heard() != nil {}
  }
}
