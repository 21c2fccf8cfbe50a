/// The maps of the format whose keys are fixed.
enum Structure: String, Sendable, CaseIterable {
  case workflow
  case triggers
  case push
  case schedule
  case request
  case manual
  case parameter
  case validator
  case defaults
  case concurrency
  case task
  /// A file of `workflows/tasks/`.
  case definition
  case need
  case output
  case foreach
  /// One factor of a product.
  case factor
  case matrix
  case batch
  case maxParallel = "max_parallel"
  case retry
  case exitCodes = "exit_codes"
  case cache
  case resources
  case setup
  case approval
  case settings
  case records
  case watch
  case hooks
  case backends
  case localBackend
  case sshBackend
  case slurmBackend
  case host
  case limits
  case notification
  case secret
  case trust
  case serve
  case tls
  case compat
  case analyticsAutomated = "analytics_automated"

  /// What messages call it.
  var title: String {
    switch self {
    case .workflow: "a workflow"
    case .triggers: "\"on\""
    case .parameter: "a param"
    case .validator: "a validator"
    case .task: "a task"
    case .definition: "a definition"
    case .need: "a need"
    case .output: "an output"
    case .factor: "a part of \"product\""
    case .settings: "the settings"
    case .localBackend: "a backend of this machine"
    case .sshBackend: "a backend of the type ssh"
    case .slurmBackend: "a backend of the type slurm"
    case .host: "a host"
    case .notification: "a notification"
    case .secret: "the place of a secret"
    default: "\"\(rawValue)\""
    }
  }

  /// The row of a key.
  func row(named name: String) -> KeyRow? { KeyTable.byName[self]?[name] }

  /// Keys that are not in the table; nil where they are an error.
  var otherKeys: OtherKeys? {
    switch self {
    case .backends: OtherKeys(of: "backend", type: KeyTable.namedBackend)
    case .matrix: OtherKeys(of: "value of a matrix", type: KeyTable.matrixValues)
    default: nil
    }
  }

  /// Keys beside those of the table that a person names.
  struct OtherKeys: Sendable {
    /// What they name.
    let what: String
    let type: KeyType

    init(of what: String, type: KeyType) {
      self.what = what
      self.type = type
    }
  }
}

extension Structure {
  /// Its keys in the order in which documentation shows them.
  var rows: [KeyRow] {
    switch self {
    case .workflow: KeyTable.workflow
    case .triggers: KeyTable.triggers
    case .push: KeyTable.push
    case .schedule: KeyTable.schedule
    case .request, .manual: []
    case .parameter: KeyTable.parameter
    case .validator: KeyTable.validator
    case .defaults: KeyTable.defaults
    case .concurrency: KeyTable.concurrency
    case .task: KeyTable.task
    case .definition: KeyTable.definition
    case .need: KeyTable.need
    case .output: KeyTable.output
    case .foreach: KeyTable.foreach
    case .factor: KeyTable.factor
    case .matrix: KeyTable.matrix
    case .batch: KeyTable.batch
    case .maxParallel: KeyTable.maxParallel
    case .retry: KeyTable.retry
    case .exitCodes: KeyTable.exitCodes
    case .cache: KeyTable.cache
    case .resources: KeyTable.resources
    case .setup: KeyTable.setup
    case .approval: KeyTable.approval
    case .settings: KeyTable.settings
    case .records: KeyTable.records
    case .watch: KeyTable.watch
    case .hooks: KeyTable.hooks
    case .backends: KeyTable.backends
    case .localBackend: KeyTable.localBackend
    case .sshBackend: KeyTable.sshBackend
    case .slurmBackend: KeyTable.slurmBackend
    case .host: KeyTable.host
    case .limits: KeyTable.limits
    case .notification: KeyTable.notification
    case .secret: KeyTable.secret
    case .trust: KeyTable.trust
    case .serve: KeyTable.serve
    case .tls: KeyTable.tls
    case .compat: KeyTable.compat
    case .analyticsAutomated: KeyTable.analyticsAutomated
    }
  }
}
