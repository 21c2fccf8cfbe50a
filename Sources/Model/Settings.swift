/// What `weir.yaml` and the site's settings say; every key has a default.
package struct Settings: Hashable, Sendable {
  package var records = RecordSettings()
  package var local = LocalBackendSettings()
  /// The declared backends besides `local`, by name.
  package var backends: [String: BackendKind] = [:]
  /// Interpreters by name: an argument list in which `{script}` stands for a script's file.
  package var shells: [String: [String]] = [:]
  package var limits = LimitSettings()
  /// Where secrets are read, by name; from the site's settings alone.
  package var secrets: [String: SecretSource] = [:]

  package init() {}
}

/// What a backend runs tasks on.
package enum BackendKind: String, Hashable, Sendable, CaseIterable {
  case local
  case ssh
  case slurm
}

/// Upper limits.
package struct LimitSettings: Hashable, Sendable {
  /// Instances of a run.
  package var instances = 200_000
  /// Runs that wait.
  package var runsQueued = 1000

  package init() {}
}

/// Where the value of a secret is read.
package enum SecretSource: Hashable, Sendable {
  /// A variable of Weir's environment.
  case environment(String)
  /// A file; line ends at its end do not count.
  case file(String)
  /// What a program writes on stdout; line ends at its end do not count.
  case command([String])
}

/// Where and how records are written.
package struct RecordSettings: Hashable, Sendable {
  package enum Mode: Hashable, Sendable {
    /// A branch of its own, by short name.
    case branch(String)
    /// The branch that ran (`same`).
    case same
  }

  package enum Mount: Hashable, Sendable {
    case path(String)
    case none
  }

  package enum Logs: String, Hashable, Sendable, CaseIterable {
    case automatic = "auto"
    case all
    case failed
  }

  package var mode: Mode = .branch("weir/runs")
  /// The longest time from a fact to its commit.
  package var interval: Duration = .seconds(10)
  /// How many runs stand in the tip; older ones stay in history.
  package var keep = 500
  /// The remote that records are pushed to; nil: none.
  package var push: String?
  package var mount: Mount = .path("runs")
  /// Bytes of a log in git; the whole log stands in the local store.
  package var maximumLog: Int64 = 1 << 20
  /// Bytes of an output in git; larger ones stand in the local store.
  package var maximumOutput: Int64 = 10 << 20
  /// Bytes of a run in git.
  package var maximumRun: Int64 = 100 << 20
  package var logs: Logs = .automatic

  package init() {}
}

/// The backend that runs tasks on this machine.
package struct LocalBackendSettings: Hashable, Sendable {
  /// Tasks at a time; nil: one a core.
  package var slots: Int?
  /// Bytes of memory that tasks may ask for in sum; nil: no limit.
  package var memory: Int64?

  package init() {}
}
