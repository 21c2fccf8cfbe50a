import CSpawn
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The supervisor's log: any thread appends facts, one thread writes and syncs them.
///
/// A fact that the engine acts on is announced only when it is on the disk. All that gathered
/// while one sync ran share the next.
final class FactLog: Sendable {
  struct Inbox {
    var bytes = WireWriter()
    var holdsDurable = false
    /// Something waits for the syncer.
    var isRequested = false
    /// The syncer sleeps, or rests before a sync; a post ends it.
    var isAsleep = false
    var isResting = false
    var isStopping = false
  }

  struct Disk {
    var written: Int64
    var holdsUnsynced = false
  }

  let file: Int32
  let inbox = Mutex(Inbox())
  let disk: Mutex<Disk>
  let wake: WakeSignal
  let finished: WakeSignal
  let announcements: Announcements
  /// Whether there is so much queued that the engine's answer to an end cannot be missed yet.
  let hasWorkAhead = Atomic(false)
  let syncCount = Atomic<UInt32>(0)

  /// Opens the log and cuts a torn tail off.
  init(path: String) throws(SupervisionError) {
    file = weir_open(path, O_RDWR | O_CREAT, 0o600)
    if file < 0 { throw .system("open \(path)", errno) }
    let end = try SupervisorLog.scan(file).size
    if ftruncate(file, off_t(end)) != 0 { throw .system("truncate \(path)", errno) }
    disk = Mutex(Disk(written: end))
    wake = try WakeSignal(single: false)
    finished = try WakeSignal(single: true)
    announcements = Announcements(file: file, from: end)
  }

  /// Adds a fact; it is written, synced if need be, and announced soon.
  func append(_ fact: Fact) {
    let mustWake = inbox.withLock { inbox in
      LogFrames.append(to: &inbox.bytes) { fact.encode(to: &$0) }
      if fact.mustBeDurable { inbox.holdsDurable = true }
      return inbox.request()
    }
    if mustWake { wake.post() }
  }

  /// Writes the intents of orders, so that they outlive this process before anything starts.
  func writeIntents(of orders: [ReceivedOrder]) {
    inbox.withLock { inbox in
      for order in orders {
        LogFrames.append(to: &inbox.bytes) {
          Fact.encodeIntent(order.token, id: order.text(order.id), to: &$0)
        }
      }
    }
    flush()
  }

  /// Ends the syncer's rest: somebody may wait for what it knows.
  func hurry() {
    let mustWake = inbox.withLock { inbox in
      defer { inbox.isResting = false }
      return inbox.isResting
    }
    if mustWake { wake.post() }
  }

  /// Something else than a fact waits for the syncer: a new engine, or its end.
  func request(stopping: Bool = false) {
    inbox.withLock { inbox in
      if stopping { inbox.isStopping = true }
      _ = inbox.request()
    }
    wake.post()
  }

  /// Writes what was appended; waits for as long as the disk refuses.
  func flush() {
    disk.withLock { disk in
      let (bytes, holdsDurable) = inbox.withLock { inbox in
        defer {
          inbox.bytes = WireWriter()
          inbox.holdsDurable = false
        }
        return (inbox.bytes.bytes, inbox.holdsDurable)
      }
      guard !bytes.isEmpty else { return }
      while !write(bytes, at: disk.written) { pause() }
      disk.written += Int64(bytes.count)
      if holdsDurable { disk.holdsUnsynced = true }
    }
  }

  func write(_ bytes: [UInt8], at position: Int64) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = pwrite(
          file,
          buffer.baseAddress.map { $0 + done },
          buffer.count - done,
          off_t(position) + off_t(done)
        )
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return false }
        done += count
      }
      return true
    }
  }

  func pause() {
    _ = poll(nil, 0, 250)
  }
}

extension FactLog.Inbox {
  /// Whether a post is needed to make the syncer look.
  fileprivate mutating func request() -> Bool {
    isRequested = true
    defer { isAsleep = false }
    return isAsleep
  }
}
