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
  /// Bytes of its stdin; nil: nothing can be read from it.
  package var standardInput: [UInt8]?
  /// Host variables that it gets besides those that pass by themselves.
  package var inherit: [String] = []
  /// Variables whose values are secret: they reach the process alone, and are masked in what it
  /// writes.
  package var secrets: [SecretVariable] = []
  /// Paths of its folder that are kept on the host for the next attempt of the same node.
  package var keep: [String] = []
  /// Tells the task apart from others that keep paths: workflow, task and instance.
  package var keepName = ""
  package var setup: JobSetup?
  package var timeout: Duration?
  package var idleTimeout: Duration?
  package var exitCodes = ExitCodes()
  package var missingOutputs = MissingOutputs.fail
  /// Outputs are collected after a failure too.
  package var collectsAfterFailure = false
  /// Jobs of one run have the same number.
  package var group = 0
  /// Its failure keeps everything of its group from starting that has not started.
  package var haltsOnFailure = false
  /// It starts although something halted before; nothing else is queued then.
  package var startsAfterHalt = false
  /// A variable, `NAME=value`, of every attempt of the whole run and of the runs inside it.
  package var marker = ""

  package init(
    token: AttemptToken,
    key: NodeKey,
    command: CommandLine,
    folder: FolderContents,
    outputs: [OutputPattern] = [],
    resultFormat: ResultFormat? = nil
  ) {
    self.token = token
    self.key = key
    self.command = command
    self.folder = folder
    self.outputs = outputs
    self.resultFormat = resultFormat
  }
}

/// A variable that holds secrets.
package struct SecretVariable: Sendable {
  package var name: String
  package var value: String
  /// The secrets in it, as bytes.
  package var secrets: [[UInt8]]

  package init(name: String, value: String, secrets: [[UInt8]]) {
    self.name = name
    self.value = value
    self.secrets = secrets
  }
}

/// What is made once a host and content, and linked into folders of attempts.
package struct JobSetup: Sendable {
  /// Of its script, its shell, its path and its inputs.
  package var hash: ContentDigest
  /// What makes it: an argument list that is run in a folder with the inputs.
  package var arguments: [String]
  package var files: [FolderContents.File]
  /// What it makes, and where it is linked: a path below the folder.
  package var path: String

  package init(
    hash: ContentDigest,
    arguments: [String],
    files: [FolderContents.File],
    path: String
  ) {
    self.hash = hash
    self.arguments = arguments
    self.files = files
    self.path = path
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
