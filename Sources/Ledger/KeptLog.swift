import Engine
import Git
import Hashing
import Model

/// A log as git keeps it: whole up to a limit, else its beginning and its end.
struct KeptLog {
  let bytes: [UInt8]
  /// Bytes of the whole log.
  let total: Int64
  let isTruncated: Bool
  /// Of the whole log.
  let hash: ObjectID
  private let source: LogContent

  /// Nil for an empty log.
  init?(_ log: LogContent, limit: Int64) throws(EngineError) {
    source = log
    switch log {
    case .bytes(let all):
      guard !all.isEmpty else { return nil }
      total = Int64(all.count)
      hash = try KeptLog.hash { () throws(GitError) in try BlobHash.of(all) }
      (bytes, isTruncated) =
        total <= limit
        ? (all, false)
        : (
          KeptLog.cut(
            head: Array(all.prefix(Int(limit / 2))),
            tail: Array(all.suffix(Int(limit / 2))),
            total: total
          ), true
        )
    case .file(let path, let size, let wasCut):
      total = size
      hash = try KeptLog.hash { () throws(GitError) in try BlobHash.ofFile(path) }
      let kept = try LocalFile.size(path)
      if kept <= limit {
        bytes = try LocalFile.read(path)
        isTruncated = wasCut
      } else {
        let half = Int(limit / 2)
        bytes = KeptLog.cut(
          head: try LocalFile.read(path, from: 0, count: half),
          tail: try LocalFile.read(path, from: kept - Int64(half), count: half),
          total: size
        )
        isTruncated = true
      }
    }
  }

  /// Puts the whole log into a file of the local store.
  func store(at path: String) throws(EngineError) {
    if let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) {
      try LocalFile.makeFolders(String(path[..<slash]))
    }
    switch source {
    case .bytes(let all): try LocalFile.write(all, to: path)
    case .file(let file, _, _): try LocalFile.move(file, to: path)
    }
  }

  private static func cut(head: [UInt8], tail: [UInt8], total: Int64) -> [UInt8] {
    let missing = total - Int64(head.count + tail.count)
    return head + Array("\n[weir: \(missing) bytes of this log are left out here]\n".utf8) + tail
  }

  private static func hash(
    _ body: () throws(GitError) -> ObjectID
  ) throws(EngineError) -> ObjectID {
    do throws(GitError) { return try body() } catch { throw EngineError("hash a log", error) }
  }
}
