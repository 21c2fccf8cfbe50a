import Ledger
import Model

/// Finds the log of a task, wherever it stands: in git, in the local store, in the run that made
/// what is reused.
struct LogSource: Sendable {
  let records: RecordsView
  let folders: StateFolders

  struct Found: Sendable {
    let bytes: [UInt8]
    /// Of the whole log, when some is left out.
    let total: Int64
    let isTruncated: Bool
    /// The run whose log it is, if the task was reused in this one.
    let from: RunReference?
  }

  enum Outcome: Sendable {
    case found(Found)
    /// The task wrote nothing, or was not started.
    case empty
    /// There was one, and here it is not; in words.
    case elsewhere(String)
  }

  /// A chain of reuse is one link long as Weir writes it; damage must not make a circle.
  private static let longestChain = 8

  func log(of row: TaskRow, in run: StoredRun) async throws -> Outcome {
    var (row, run) = (row, run)
    var from: RunReference?
    for _ in 0..<Self.longestChain {
      guard row.status == .cached, let text = row.cachedFrom else { break }
      guard let reference = RunReference(text), let origin = try await records.run(reference),
        let made = try await records.reader.rows(of: origin).first(where: { $0.name == row.name })
      else { return .elsewhere("it was reused from \(text), whose record is not here") }
      (row, run, from) = (made, origin, reference)
    }
    guard let log = row.log else { return .empty }
    if log.path == nil || log.truncated, let bytes = stored(log, of: row, in: run) {
      return .found(Found(bytes: bytes, total: log.bytes, isTruncated: false, from: from))
    }
    guard let path = log.path, let bytes = try await records.reader.file(path, of: run) else {
      return .elsewhere(
        "its log of \(RunWords.size(log.bytes)) was kept only on the host that ran it"
          + (row.host.map { " (\($0))" } ?? "")
      )
    }
    return .found(Found(bytes: bytes, total: log.bytes, isTruncated: log.truncated, from: from))
  }

  /// The whole log, if this clone is where it was written.
  private func stored(_ log: LogRecord, of row: TaskRow, in run: StoredRun) -> [UInt8]? {
    let path = log.path ?? "logs/\(RecordPaths.name(task: row.task, instance: row.instance)).log"
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    // A record may come from elsewhere, and must not lead out of the store.
    guard parts.first == "logs", !parts.contains(where: { ["", ".", ".."].contains($0) }) else {
      return nil
    }
    let name = parts.dropFirst().joined(separator: "/")
    return SmallFile.read("\(folders.store)/logs/\(run.reference.folder)/\(name)")
  }
}

/// The end of a log.
enum LogTail {
  /// The last lines; all if there are no more.
  static func lines(_ count: Int, of bytes: [UInt8]) -> ArraySlice<UInt8> {
    guard count > 0 else { return [] }
    var left = count
    var position = bytes.count
    if bytes.last == UInt8(ascii: "\n") { position -= 1 }
    while position > 0 {
      if bytes[position - 1] == UInt8(ascii: "\n") {
        left -= 1
        if left == 0 { break }
      }
      position -= 1
    }
    return bytes[position...]
  }
}
