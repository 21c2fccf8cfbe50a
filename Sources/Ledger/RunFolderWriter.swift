import Engine
import Git
import Hashing
import Model
import Planning

/// Turns snapshots of one run into updates of a tree: its files as `2-records` lays them out.
struct RunFolderWriter {
  /// Rows a file of rows holds.
  static let rowsPerFile = 10_000
  /// With more rows only the logs of those that failed stand in git.
  static let rowsWithAllLogs = 500

  private let batch: ObjectBatch
  private let folders: StateFolders
  private let settings: RecordSettings
  private let run: RunReference
  private var folder: String
  /// Rows whose log and outputs stand in an earlier update already, by key.
  private var written: [NodeKey: LogRecord?] = [:]

  init(
    batch: ObjectBatch,
    folders: StateFolders,
    settings: RecordSettings,
    run: RunReference,
    place: RecordsPlace
  ) {
    self.batch = batch
    self.folders = folders
    self.settings = settings
    self.run = run
    folder = place.prefix + run.folder
  }

  /// From now on the record stands elsewhere.
  mutating func move(to place: RecordsPlace) { folder = place.prefix + run.folder }

  /// Everything of a snapshot that is not in the tree yet; rows are written anew each time, from the
  /// snapshot's first one on, with which a file begins.
  mutating func updates(
    for snapshot: RunSnapshot,
    total: Int
  ) async throws(EngineError) -> [String: TreeUpdate] {
    var updates: [String: TreeUpdate] = [:]
    var rows = JSONWriter()
    var count = snapshot.firstRow
    var blobs: [(path: String, bytes: [UInt8])] = []
    let keepsAllLogs =
      settings.logs == .all || settings.logs == .automatic && total <= Self.rowsWithAllLogs
    for row in snapshot.rows {
      switch row {
      case .own(var own, let log):
        own.log = try logRecord(
          of: own,
          log,
          keepsAll: keepsAllLogs,
          updates: &updates,
          blobs: &blobs
        )
        own.write(to: &rows)
      case .reused(let key, let past, let fragments):
        TaskRow.writeReused(
          task: key.task,
          instance: key.instance,
          fingerprint: past.fingerprint.hex,
          from: past.run,
          fragments: fragments,
          to: &rows
        )
      }
      count += 1
      if count % Self.rowsPerFile == 0 {
        blobs.append((rowsPath(count / Self.rowsPerFile - 1), rows.bytes))
        rows = JSONWriter()
      }
    }
    if count % Self.rowsPerFile != 0 || count == 0 {
      blobs.append((rowsPath(count / Self.rowsPerFile), rows.bytes))
    }
    for file in snapshot.request.files where file.store == .git {
      updates["\(folder)/\(file.path)"] = .set(mode: FileMode.file, id: file.id)
    }
    blobs.append(("\(folder)/run.json", Array(JSONWriter.pretty(snapshot.run.json).utf8)))
    blobs.append(("\(folder)/request.json", Array(JSONWriter.pretty(snapshot.request.json).utf8)))
    try await add(blobs, to: &updates)
    return updates
  }

  private func rowsPath(_ file: Int) -> String {
    "\(folder)/" + (file == 0 ? "tasks.jsonl" : "tasks.\(file).jsonl")
  }

  private func add(
    _ blobs: [(path: String, bytes: [UInt8])],
    to updates: inout [String: TreeUpdate]
  ) async throws(EngineError) {
    let contents = blobs.map(\.bytes)
    do throws(GitError) {
      let ids = try await batch.perform { batch throws(GitError) in
        try contents.map { bytes throws(GitError) in try batch.addBlob(bytes) }
      }
      for (blob, id) in zip(blobs, ids) {
        updates[blob.path] = .set(mode: FileMode.file, id: id)
      }
    } catch {
      throw EngineError("write the record of \(run)", error)
    }
  }

  /// Places the outputs and the log of a row, once, and says where the log stands.
  private mutating func logRecord(
    of row: TaskRow,
    _ log: LogContent?,
    keepsAll: Bool,
    updates: inout [String: TreeUpdate],
    blobs: inout [(path: String, bytes: [UInt8])]
  ) throws(EngineError) -> LogRecord? {
    let key = NodeKey(task: row.task, instance: row.instance)
    if let known = written[key] { return known }
    let name = RecordPaths.name(task: row.task, instance: row.instance)
    for output in row.outputs where output.store == .git {
      updates["\(folder)/data/\(name)/\(output.path)"] = .set(
        mode: output.version.mode,
        id: output.version.id
      )
    }
    // What stood there before this process wrote any of it stays.
    var record = log == nil ? row.log : nil
    if let log, let kept = try KeptLog(log, limit: settings.maximumLog) {
      let inGit = keepsAll || settings.logs != .all && row.status != .succeeded
      let path = "logs/\(name).log"
      record = LogRecord(
        path: inGit ? path : nil,
        bytes: kept.total,
        truncated: kept.isTruncated,
        hash: kept.hash
      )
      if inGit { blobs.append(("\(folder)/\(path)", kept.bytes)) }
      if !inGit || kept.isTruncated {
        try kept.store(at: "\(folders.store)/logs/\(run.folder)/\(name).log")
      }
    }
    written[key] = record
    return record
  }
}
