/// One key of one structure: the single source for checks, messages, schema and documentation.
struct KeyRow: Sendable {
  enum Support: Sendable {
    /// It has its effect.
    case full
    /// Accepted and checked; it has no effect yet.
    case inert
    /// Part of the format, and refused by this version.
    case later
    /// Belongs in the site's settings, never in a commit.
    case site
  }

  let name: String
  let type: KeyType
  /// One sentence for people.
  let summary: String
  let example: String
  let support: Support

  init(
    _ name: String,
    _ type: KeyType,
    _ summary: String,
    example: String,
    support: Support = .full
  ) {
    self.name = name
    self.type = type
    self.summary = summary
    self.example = example
    self.support = support
  }

  /// A key of a later version.
  static func later(_ name: String, _ summary: String, example: String) -> KeyRow {
    KeyRow(name, .anything, summary, example: example, support: .later)
  }
}

/// The maps of the format whose keys are fixed.
enum Structure: String, Sendable, CaseIterable {
  case workflow
  case triggers
  case push
  case schedule
  case parameter
  case defaults
  case task
  case need
  case output
  case retry
  case cache
  case settings
  case records
  case watch
  case hooks
  case backends
  case localBackend
  case remoteBackend
  case host
  case limits
  case notification

  /// What messages call it.
  var title: String {
    switch self {
    case .workflow: "a workflow"
    case .triggers: "\"on\""
    case .push: "\"push\""
    case .schedule: "\"schedule\""
    case .parameter: "a param"
    case .task: "a task"
    case .need: "a need"
    case .output: "an output"
    case .settings: "the settings"
    case .localBackend: "the backend \"local\""
    case .remoteBackend: "a backend"
    case .host: "a host"
    case .notification: "a notification"
    case .defaults, .retry, .cache, .records, .watch, .hooks, .backends, .limits:
      "\"\(rawValue)\""
    }
  }

  /// Its keys in the order in which documentation shows them.
  var rows: [KeyRow] {
    switch self {
    case .workflow: KeyTable.workflow
    case .triggers: KeyTable.triggers
    case .push: KeyTable.push
    case .schedule: KeyTable.schedule
    case .parameter: KeyTable.parameter
    case .defaults: KeyTable.defaults
    case .task: KeyTable.task
    case .need: KeyTable.need
    case .output: KeyTable.output
    case .retry: KeyTable.retry
    case .cache: KeyTable.cache
    case .settings: KeyTable.settings
    case .records: KeyTable.records
    case .watch: KeyTable.watch
    case .hooks: KeyTable.hooks
    case .backends: KeyTable.backends
    case .localBackend: KeyTable.localBackend
    case .remoteBackend: KeyTable.remoteBackend
    case .host: KeyTable.host
    case .limits: KeyTable.limits
    case .notification: KeyTable.notification
    }
  }

  /// What stands under keys that are not in the table; nil where they are an error.
  var otherKeys: KeyType? {
    self == .backends ? .structure(.remoteBackend) : nil
  }

  /// The row of a key.
  func row(named name: String) -> KeyRow? { KeyTable.byName[self]?[name] }
}

/// Every key of the format.
enum KeyTable {
  /// The rows of each structure by name.
  static let byName: [Structure: [String: KeyRow]] = Dictionary(
    uniqueKeysWithValues: Structure.allCases.map { structure in
      (structure, Dictionary(structure.rows.map { ($0.name, $0) }) { first, _ in first })
    }
  )
}
