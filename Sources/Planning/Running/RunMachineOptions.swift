import Model

extension RunMachine {
  /// What a run is asked to do beyond its workflow.
  package struct Options: Sendable {
    /// Attempts that may be ordered at a time, waiting ones included.
    package var window: Int
    /// Every selected node runs, whatever its fingerprint.
    package var force: Bool
    /// Whether nothing new starts after a failure; nil: as the workflow says.
    package var failFast: Bool?
    /// Nodes that take part; nil: all.
    package var selection: Set<Int>?
    package var scheduled: Bool
    /// A run that finds nothing to do is a run all the same.
    package var recordsIdleRun: Bool
    /// What tasks may take of the host in sum, where some take more than one place.
    package var capacity: Capacity
    /// What commands of `versions` wrote, by command.
    package var versions: [String: VersionOutput]
    /// Interpreters of the settings by name: argument lists with `{script}` in them.
    package var shells: [String: [String]]

    package init(
      window: Int,
      force: Bool = false,
      failFast: Bool? = nil,
      selection: Set<Int>? = nil,
      scheduled: Bool = false,
      recordsIdleRun: Bool = false,
      capacity: Capacity = Capacity(),
      versions: [String: VersionOutput] = [:],
      shells: [String: [String]] = [:]
    ) {
      self.recordsIdleRun = recordsIdleRun
      self.capacity = capacity
      self.versions = versions
      self.shells = shells
      self.window = window
      self.force = force
      self.failFast = failFast
      self.selection = selection
      self.scheduled = scheduled
    }
  }
}

/// What a host has to give.
package struct Capacity: Hashable, Sendable {
  /// Nil: no limit.
  package var cpus: Int?
  /// Bytes; nil: no limit.
  package var memory: Int64?

  package init(cpus: Int? = nil, memory: Int64? = nil) {
    self.cpus = cpus
    self.memory = memory
  }
}

/// What became of a command of `versions`.
package enum VersionOutput: Hashable, Sendable {
  case text(String)
  /// Why there is none.
  case failed(String)
}
