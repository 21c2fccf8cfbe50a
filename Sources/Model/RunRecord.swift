package import Hashing

/// `run.json`: what is known of one run.
package struct RunRecord: Hashable, Sendable {
  package static let schema = "weir/run/1"

  package var reference: RunReference
  package var status: RunStatus
  package var owner: RunOwner
  package var source: RunSource
  package var trigger: Trigger
  package var params: [String: JSONValue]
  package var requestedAt: Timestamp
  package var startedAt: Timestamp?
  package var finishedAt: Timestamp?
  package var host: String
  /// The version of Weir.
  package var version: String
  package var counts: RunCounts
  package var outputs: [String: JSONValue]
  package var retryOf: String?
  package var parent: String?
  package var stoppedBy: String?
  package var error: String?
  package var decisions: [Decision]

  package init(
    reference: RunReference,
    status: RunStatus,
    owner: RunOwner,
    source: RunSource,
    trigger: Trigger,
    params: [String: JSONValue],
    requestedAt: Timestamp,
    host: String,
    version: String
  ) {
    self.reference = reference
    self.status = status
    self.owner = owner
    self.source = source
    self.trigger = trigger
    self.params = params
    self.requestedAt = requestedAt
    self.host = host
    self.version = version
    counts = RunCounts()
    outputs = [:]
    decisions = []
  }
}

/// Who carries a run out; compared before each of its commits.
package struct RunOwner: Hashable, Sendable {
  package var host: String
  package var token: String
  package var epoch: Int64

  package init(host: String, token: String, epoch: Int64 = 1) {
    self.host = host
    self.token = token
    self.epoch = epoch
  }
}

/// What a run reads: a commit, the branch it stood for, and the workflow's file.
package struct RunSource: Hashable, Sendable {
  /// Forty hexadecimal digits.
  package var commit: String
  /// The short name of the branch; nil for a detached HEAD.
  package var branch: String?
  package var file: String

  package init(commit: String, branch: String?, file: String) {
    self.commit = commit
    self.branch = branch
    self.file = file
  }
}

/// Why a run exists.
package struct Trigger: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case push
    case schedule
    case after
    case request
    case manual
    case retry
    case workflow
  }

  package var kind: Kind
  /// `Name <email>` of who asked.
  package var by: String
  package var at: Timestamp
  /// The key of an automatic run, hexadecimal SHA-256.
  package var key: String?

  package init(kind: Kind, by: String, at: Timestamp, key: String? = nil) {
    self.kind = kind
    self.by = by
    self.at = at
    self.key = key
  }
}

/// How many tasks or instances of a run ended in which way.
package struct RunCounts: Hashable, Sendable {
  package var succeeded = 0
  package var cached = 0
  package var failed = 0
  package var skipped = 0
  package var blocked = 0
  package var cancelled = 0
  package var lost = 0

  package init() {}

  /// Counts one task that came to its end; other states count nowhere.
  package mutating func add(_ status: TaskStatus) {
    switch status {
    case .succeeded: succeeded += 1
    case .cached: cached += 1
    case .failed: failed += 1
    case .skipped: skipped += 1
    case .blocked: blocked += 1
    case .cancelled: cancelled += 1
    case .lost: lost += 1
    case .pending, .queued, .running, .waiting: break
    }
  }

  /// All that ended.
  package var total: Int { succeeded + cached + failed + skipped + blocked + cancelled + lost }
  /// Those for which an attempt was made to the end.
  package var ran: Int { succeeded + failed + lost }
}

/// What a person or a program decided about a run.
package struct Decision: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case approve
    case reject
    case cancel
    case complete
  }

  package var kind: Kind
  /// `TASK`, or `TASK/KEY` for an instance; nil where the whole run is meant.
  package var task: String?
  package var by: String
  package var at: Timestamp
  package var message: String?
  /// The value that a `complete` brings.
  package var result: JSONValue?
  /// Whether a `complete` says that the task failed.
  package var failed: Bool

  package init(
    kind: Kind,
    task: String?,
    by: String,
    at: Timestamp,
    message: String? = nil,
    result: JSONValue? = nil,
    failed: Bool = false
  ) {
    self.kind = kind
    self.task = task
    self.by = by
    self.at = at
    self.message = message
    self.result = result
    self.failed = failed
  }
}

/// `request.json`: who asked for what, validated.
package struct RunRequest: Hashable, Sendable {
  package static let schema = "weir/request/1"

  package var workflow: String
  package var trigger: Trigger
  package var params: [String: JSONValue]
  /// Tasks that were named; empty for the whole workflow.
  package var tasks: [String]
  package var commit: String
  package var branch: String?
  /// Files that were given as values of params.
  package var files: [SubmittedFile]

  package init(
    workflow: String,
    trigger: Trigger,
    params: [String: JSONValue],
    tasks: [String],
    commit: String,
    branch: String?,
    files: [SubmittedFile] = []
  ) {
    self.workflow = workflow
    self.trigger = trigger
    self.params = params
    self.tasks = tasks
    self.commit = commit
    self.branch = branch
    self.files = files
  }
}

/// A file that was given as the value of a param, and is recorded with the run.
package struct SubmittedFile: Hashable, Sendable {
  package var param: String
  /// `params/NAME/FILE`, below the run's folder, and in the folders of attempts.
  package var path: String
  package var id: ObjectID
  package var size: Int64
  package var store: OutputRecord.Store

  package init(
    param: String,
    path: String,
    id: ObjectID,
    size: Int64,
    store: OutputRecord.Store
  ) {
    self.param = param
    self.path = path
    self.id = id
    self.size = size
    self.store = store
  }
}
