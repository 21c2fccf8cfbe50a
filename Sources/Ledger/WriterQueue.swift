import Engine
import Synchronization

/// The ledgers of this process that write to one repository: they take turns among themselves, and
/// whose turn it is takes the lock between processes.
package final class WriterQueue: Sendable {
  private let lockPath: String
  private let turns = Mutex(Turns())

  private struct Turns {
    var isTaken = false
    /// First come, first served.
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  package init(folders: StateFolders) {
    lockPath = folders.state + "/writer.lock"
  }

  /// Waits until this process may write and nobody else of it does; to be given back by `release`.
  ///
  /// `onWait`: called if another process is writing.
  func take(onWait: () -> Void) async throws(EngineError) -> WriterLock {
    await turn()
    do throws(EngineError) {
      return try await WriterLock.take(at: lockPath, onWait: onWait)
    } catch {
      pass()
      throw error
    }
  }

  func release(_ lock: borrowing WriterLock) {
    lock.release()
    pass()
  }

  private func turn() async {
    await withCheckedContinuation { continuation in
      let isFree = turns.withLock { turns in
        if turns.isTaken {
          turns.waiting.append(continuation)
          return false
        }
        turns.isTaken = true
        return true
      }
      if isFree { continuation.resume() }
    }
  }

  private func pass() {
    let next = turns.withLock { turns -> CheckedContinuation<Void, Never>? in
      guard turns.waiting.isEmpty else { return turns.waiting.removeFirst() }
      turns.isTaken = false
      return nil
    }
    next?.resume()
  }
}
