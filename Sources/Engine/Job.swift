package import Hashing
package import Model
package import Planning

/// Names an attempt within its run.
package struct AttemptToken: Hashable, Sendable, CustomStringConvertible {
  /// Position of the node in the run's graph.
  package let node: Int
  /// Counted from 1.
  package let attempt: Int

  package init(node: Int, attempt: Int) {
    self.node = node
    self.attempt = attempt
  }

  /// `node.attempt`, as it stands in a supervisor's files.
  package var description: String { "\(node).\(attempt)" }
}

/// One attempt, as plain data that any backend can carry out.
package struct Job: Sendable {
  package var token: AttemptToken
  package var key: NodeKey
  package var command: CommandLine
  package var folder: FolderContents
  package var outputs: [OutputPattern]
  package var resultFormat: ResultFormat?
  package var timeout: Duration?
  package var idleTimeout: Duration?
  /// Outputs are collected after a failure too.
  package var collectsAfterFailure: Bool
  /// Its failure keeps everything from starting that has not started.
  package var haltsOnFailure: Bool

  package init(
    token: AttemptToken,
    key: NodeKey,
    command: CommandLine,
    folder: FolderContents,
    outputs: [OutputPattern],
    resultFormat: ResultFormat?,
    timeout: Duration?,
    idleTimeout: Duration?,
    collectsAfterFailure: Bool,
    haltsOnFailure: Bool
  ) {
    self.token = token
    self.key = key
    self.command = command
    self.folder = folder
    self.outputs = outputs
    self.resultFormat = resultFormat
    self.timeout = timeout
    self.idleTimeout = idleTimeout
    self.collectsAfterFailure = collectsAfterFailure
    self.haltsOnFailure = haltsOnFailure
  }
}

/// What an attempt's folder holds before it starts.
package struct FolderContents: Sendable {
  /// The whole tree of the commit, but for these paths.
  package struct Tree: Hashable, Sendable {
    package var id: ObjectID
    /// The id that the tree would have without what is left out.
    package var identity: ObjectID
    package var excluded: [String]

    package init(id: ObjectID, identity: ObjectID, excluded: [String]) {
      self.id = id
      self.identity = identity
      self.excluded = excluded
    }
  }

  package struct File: Hashable, Sendable {
    package var path: String
    package var version: FileVersion
    package var store: OutputRecord.Store

    package init(path: String, version: FileVersion, store: OutputRecord.Store) {
      self.path = path
      self.version = version
      self.store = store
    }
  }

  package var tree: Tree?
  /// Each path once; they stand over the tree.
  package var files: [File]

  package init(tree: Tree? = nil, files: [File]) {
    self.tree = tree
    self.files = files
  }
}

/// What a backend has to say of an attempt.
package enum JobReport: Sendable {
  case started(AttemptToken, at: Timestamp)
  case ended(AttemptToken, AttemptOutcome, log: LogContent?)
  case withdrawn(AttemptToken)
  /// The backend itself has failed; nothing more comes from it.
  case broken(EngineError)
}

extension JobReport {
  /// The end of an attempt that could not be started.
  package static func notStarted(
    _ token: AttemptToken,
    _ message: String,
    at now: Timestamp,
    host: String
  ) -> JobReport {
    var record = AttemptRecord(number: token.attempt, startedAt: now)
    record.finishedAt = now
    record.cause = .notStarted
    record.message = message
    return .ended(token, AttemptOutcome(record: record, succeeded: false, host: host), log: nil)
  }
}

/// What an attempt wrote on stdout and stderr.
package enum LogContent: Sendable {
  case bytes([UInt8])
  /// A file that belongs to the reader from now on.
  case file(path: String, bytes: Int64, truncated: Bool)
}
