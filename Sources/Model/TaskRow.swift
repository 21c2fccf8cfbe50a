package import Hashing

/// One line of `tasks.jsonl`: a task, or an instance of a fan-out.
package struct TaskRow: Hashable, Sendable {
  package static let schema = "weir/task/1"

  package var task: String
  /// The key of an instance; nil for a task without fan-out.
  package var instance: String?
  package var item: JSONValue?
  package var status: TaskStatus
  package var fingerprint: ContentDigest?
  package var reason: RunReason?
  package var backend: String?
  package var host: String?
  package var attempts: [AttemptRecord]
  package var inputs: InputRecord
  /// Sorted by path.
  package var outputs: [OutputRecord]
  package var result: JSONValue?
  package var log: LogRecord?
  /// `WORKFLOW/ID` of the run that made what is reused.
  package var cachedFrom: String?
  /// `WORKFLOW/ID` of the run of another workflow that the task is.
  package var run: String?

  package init(task: String, instance: String? = nil, status: TaskStatus) {
    self.task = task
    self.instance = instance
    self.status = status
    attempts = []
    inputs = .files([])
    outputs = []
  }
}

/// Why a task ran, or did not.
package struct RunReason: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case neverRan = "never_ran"
    case changed
    case forced
    case notCacheable = "not_cacheable"
    /// It is another workflow, whose own run tells what had to be done.
    case otherWorkflow = "workflow"
    case lastFailed = "last_failed"
    case outputsMissing = "outputs_missing"
    case expired
    case upToDate = "up_to_date"
    case upstreamFailed = "upstream_failed"
    case upstreamSkipped = "upstream_skipped"
    case stopped
    case cancelled
    /// Its `if` did not hold.
    case conditionFalse = "condition_false"
    /// Its own end said that nothing new is to start.
    case stopRequested = "stop_requested"
    /// Somebody decided against it.
    case rejected
    /// It could not be decided: an input is missing, an expression has no value.
    case invalid
  }

  package var kind: Kind
  package var changes: [Change]
  /// What an `invalid` task lacked; what is asked for one that waits for approval.
  package var message: String?

  package init(_ kind: Kind, changes: [Change] = [], message: String? = nil) {
    self.kind = kind
    self.changes = changes
    self.message = message
  }
}

/// One thing that differs from the last time.
package struct Change: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case command
    case environment
    case shell
    case parameter
    case value
    case input
    case tree
    case upstreamOutput = "upstream_output"
    case upstreamResult = "upstream_result"
    case upstream
    case definition
  }

  package var kind: Kind
  /// The path, parameter, variable or task that is meant.
  package var name: String?
  package var old: String?
  package var new: String?

  package init(_ kind: Kind, name: String? = nil, old: String? = nil, new: String? = nil) {
    self.kind = kind
    self.name = name
    self.old = old
    self.new = new
  }
}

/// One attempt of a task.
package struct AttemptRecord: Hashable, Sendable {
  /// How an attempt ended other than by its own exit.
  package enum Cause: String, Hashable, Sendable, CaseIterable {
    case timeout
    case idleTimeout = "idle_timeout"
    case cancelled
    /// It could not be started.
    case notStarted = "not_started"
    case missingOutputs = "missing_outputs"
    case badOutputs = "bad_outputs"
    case badResult = "bad_result"
    case inputChanged = "input_changed"
    case lost
  }

  /// Counted from 1.
  package var number: Int
  package var startedAt: Timestamp
  package var finishedAt: Timestamp?
  package var exit: Int32?
  package var signal: Int32?
  package var cause: Cause?
  /// What the cause means here, such as the missing path.
  package var message: String?
  /// Bytes.
  package var maximumResidentSize: Int64?
  package var cpuSeconds: Double?

  package init(number: Int, startedAt: Timestamp) {
    self.number = number
    self.startedAt = startedAt
  }

  /// As a shell says it: 128 and the signal for a process that was killed.
  package var exitCode: Int32? { exit ?? signal.map { 128 + $0 } }
}

/// A file's mode and git id.
package struct FileVersion: Hashable, Sendable {
  /// As in git: 0o100644, 0o100755, 0o120000, or 0o040000 for a whole folder.
  package var mode: UInt32
  package var id: ObjectID

  package init(mode: UInt32, id: ObjectID) {
    self.mode = mode
    self.id = id
  }

  /// `100644:4b825d…`.
  package var text: String { "\(padded(Int64(String(mode, radix: 8)) ?? 0, 6)):\(id.hex)" }
}

/// What a task read.
package enum InputRecord: Hashable, Sendable {
  /// Path and version, sorted by path; at most 50.
  case files([InputFile])
  /// More than 50: a digest of them all, and how many.
  case digest(ContentDigest, count: Int)

  package struct InputFile: Hashable, Sendable {
    package var path: String
    package var version: FileVersion

    package init(path: String, version: FileVersion) {
      self.path = path
      self.version = version
    }
  }
}

/// What a task made: a file at a path.
package struct OutputRecord: Hashable, Sendable {
  package enum Store: String, Hashable, Sendable, CaseIterable {
    /// A blob under `data/` of the run.
    case git
    /// Too large for git: in the local content-addressed store.
    case local
  }

  package var path: String
  package var version: FileVersion
  package var size: Int64
  package var store: Store
  package var publish: Bool

  package init(
    path: String,
    version: FileVersion,
    size: Int64,
    store: Store = .git,
    publish: Bool = false
  ) {
    self.path = path
    self.version = version
    self.size = size
    self.store = store
    self.publish = publish
  }
}

/// Where the log of a task stands.
package struct LogRecord: Hashable, Sendable {
  /// Below the run's folder; nil where the log is not in git.
  package var path: String?
  /// Bytes of the whole log.
  package var bytes: Int64
  package var truncated: Bool
  /// Git id of the whole log's bytes.
  package var hash: ObjectID

  package init(path: String?, bytes: Int64, truncated: Bool, hash: ObjectID) {
    self.path = path
    self.bytes = bytes
    self.truncated = truncated
    self.hash = hash
  }
}
