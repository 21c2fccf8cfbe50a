import Glibc
import Ledger
import Model
import Supervision

/// Tells runs that go on from runs whose owner is gone.
///
/// A run of this host goes on while its supervisor lives, or while a process holds the writer's
/// lock, which is where a run ends. Of another host nothing can be known: its word is taken.
struct RunLiveness: Sendable {
  let folders: StateFolders
  let host = HostName.current

  /// The folder of a run's supervisor.
  func folder(of run: RunID) -> String { "\(folders.state)/runs/\(run)" }

  /// Whether a supervisor lives; what cannot be looked at counts as living.
  func isSupervised(_ run: RunID) -> Bool {
    do throws(SupervisionError) {
      return try SupervisorLock.isHeld(in: folder(of: run))
    } catch {
      return true
    }
  }

  /// The state for people: `interrupted` where a record says running and nobody is at work.
  func status(of record: RunRecord) -> RunStatus {
    guard record.status == .running, record.owner.host == host, !isSupervised(record.reference.id),
      !isSomeoneWriting
    else { return record.status }
    return .interrupted
  }

  /// Runs whose supervisor lives, newest first; some may not be in git yet.
  func supervised() -> [RunID] {
    guard let listing = opendir("\(folders.state)/runs") else { return [] }
    defer { closedir(listing) }
    var found: [RunID] = []
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let id = RunID(name), isSupervised(id) else { continue }
      found.append(id)
    }
    return found.sorted(by: >)
  }

  /// Whether a process writes records at this moment.
  var isSomeoneWriting: Bool {
    let descriptor = open("\(folders.state)/writer.lock", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }
}
