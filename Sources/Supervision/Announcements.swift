import CSpawn
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Sends the engine the log as far as it is on the disk.
///
/// What is sent is read back from the file, so an engine that does not listen costs no memory,
/// and a new one is simply sent everything.
final class Announcements: Sendable {
  private struct Progress {
    var connection: Int32 = -1
    var sent: Int64
    var announced: Int64
    var isLagging = false
    var scratch: [UInt8] = []
  }

  private static let chunk = 64 << 10
  private let file: Int32
  private let progress: Mutex<Progress>

  init(file: Int32, from position: Int64) {
    self.file = file
    progress = Mutex(Progress(sent: position, announced: position))
  }

  /// The engine to send to from now on; `fromStart`: including all of the past.
  func attach(_ connection: Int32, fromStart: Bool) {
    progress.withLock { progress in
      progress.connection = connection
      progress.isLagging = false
      if fromStart { progress.sent = 0 }
      send(&progress)
    }
  }

  /// Nothing is sent any more; the descriptor may be closed.
  func detach() {
    progress.withLock { progress in
      progress.connection = -1
      progress.isLagging = false
    }
  }

  func announce(upTo end: Int64) {
    progress.withLock { progress in
      progress.announced = end
      send(&progress)
    }
  }

  func send() {
    progress.withLock { send(&$0) }
  }

  /// The connection that has to become writable before more can be sent; -1 for none.
  var laggingConnection: Int32 {
    progress.withLock { $0.isLagging ? $0.connection : -1 }
  }

  private func send(_ progress: inout Progress) {
    if progress.scratch.isEmpty {
      progress.scratch = [UInt8](repeating: 0, count: Announcements.chunk)
    }
    progress.isLagging = false
    while progress.connection >= 0, progress.sent < progress.announced {
      let wanted = min(Int(progress.announced - progress.sent), Announcements.chunk)
      let position = off_t(progress.sent)
      let count = progress.scratch.withUnsafeMutableBytes {
        pread(file, $0.baseAddress, wanted, position)
      }
      guard count > 0 else { return }
      let connection = progress.connection
      let sent = progress.scratch.withUnsafeBytes {
        weir_send(connection, $0.baseAddress, count, 0)
      }
      guard sent > 0 else {
        progress.isLagging = errno == EAGAIN
        return
      }
      progress.sent += Int64(sent)
    }
  }
}
