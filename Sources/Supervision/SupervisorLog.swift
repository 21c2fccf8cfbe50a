import CSpawn

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Reads the facts that supervisors of a run left, whatever became of them.
package enum SupervisorLog {
  /// The name of the log in the supervisor's folder.
  package static let fileName = "supervisor.log"

  /// All facts up to the first torn or damaged frame; none when there is no file.
  package static func read(_ path: String) throws(SupervisionError) -> [Fact] {
    let file = weir_open(path, O_RDONLY, 0)
    if file < 0 {
      if errno == ENOENT { return [] }
      throw .system("open \(path)", errno)
    }
    defer { close(file) }
    return try scan(file).facts
  }

  /// Facts, and how many bytes at the front of the file hold them.
  static func scan(_ file: Int32) throws(SupervisionError) -> (facts: [Fact], size: Int64) {
    let bytes = try content(of: file)
    var facts: [Fact] = []
    var position = 0
    while case .fact(let fact, let size) = LogFrames.front(of: bytes[position...]) {
      facts.append(fact)
      position += size
    }
    return (facts, Int64(position))
  }

  private static func content(of file: Int32) throws(SupervisionError) -> [UInt8] {
    var bytes: [UInt8] = []
    var failure: Int32 = 0
    let chunk = 1 << 18
    while true {
      let more = [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
        let got = pread(file, buffer.baseAddress, chunk, off_t(bytes.count))
        failure = got < 0 ? errno : 0
        count = max(0, got)
      }
      if failure == EINTR { continue }
      if failure != 0 { throw .system("read", failure) }
      if more.isEmpty { return bytes }
      bytes += more
    }
  }
}
