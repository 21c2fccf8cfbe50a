import CSpawn
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The thread behind a `FactLog`: write, sync, announce.
struct Syncer {
  /// Microseconds between two syncs at least, while all slots have work.
  ///
  /// A sync costs as much as a fifth of a small task. An idle syncer never waits.
  private static let rest: Int64 = 8000

  private let log: FactLog
  private var lastSync: Int64 = 0
  /// Where everything before is on the disk.
  private var synced: Int64

  init(_ log: FactLog) {
    self.log = log
    synced = log.disk.withLock { $0.written }
  }

  mutating func run() {
    while true {
      let isLast = waitForWork()
      restIfNothingIsMissed()
      log.flush()
      let (end, mustSync) = log.disk.withLock { disk in
        defer { disk.holdsUnsynced = false }
        return (disk.written, disk.holdsUnsynced)
      }
      if mustSync { sync(upTo: end) }
      log.announcements.announce(upTo: end)
      if isLast {
        waitUntilAllIsSent()
        log.finished.post()
        return
      }
    }
  }

  /// Returns whether this is the last round.
  private func waitForWork() -> Bool {
    while true {
      let (isRequested, isStopping) = log.inbox.withLock { inbox in
        defer { inbox.isRequested = false }
        if !inbox.isRequested { inbox.isAsleep = true }
        return (inbox.isRequested, inbox.isStopping)
      }
      if isRequested { return isStopping }
      waitForWake(milliseconds: -1)
    }
  }

  private func restIfNothingIsMissed() {
    let wait = lastSync + Syncer.rest - weir_boot_microseconds()
    guard wait > 0, log.hasWorkAhead.load(ordering: .acquiring) else { return }
    log.inbox.withLock { $0.isResting = true }
    // Looked at again: whoever cleared it in between found nobody resting.
    if log.hasWorkAhead.load(ordering: .sequentiallyConsistent) {
      waitForWake(milliseconds: Int32((wait + 999) / 1000))
    }
    log.inbox.withLock { $0.isResting = false }
  }

  private func waitForWake(milliseconds: Int32) {
    let lagging = log.announcements.laggingConnection
    var waits = [
      pollfd(fd: log.wake.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: lagging, events: Int16(POLLOUT), revents: 0),
    ]
    guard poll(&waits, 2, milliseconds) > 0 else { return }
    if waits[0].revents != 0 { log.wake.take() }
    if waits[1].revents != 0 { log.announcements.send() }
  }

  private func waitUntilAllIsSent() {
    while log.announcements.laggingConnection >= 0 { waitForWake(milliseconds: 1000) }
  }

  private mutating func sync(upTo end: Int64) {
    lastSync = weir_boot_microseconds()
    while weir_datasync(log.file) != 0 {
      // The kernel forgets what it could not write, so it is written anew.
      log.pause()
      log.rewrite(from: synced, to: end)
    }
    synced = end
    log.syncCount.add(1, ordering: .relaxed)
  }
}

extension FactLog {
  fileprivate func rewrite(from start: Int64, to end: Int64) {
    let count = Int(end - start)
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = max(0, pread(file, buffer.baseAddress, count, off_t(start)))
    }
    _ = write(bytes, at: start)
  }
}
