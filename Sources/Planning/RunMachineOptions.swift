extension RunMachine {
  /// What a run is asked to do beyond its workflow.
  package struct Options: Sendable {
    /// Attempts that may be ordered at a time, waiting ones included.
    package var window: Int
    /// Every selected node runs, whatever its fingerprint.
    package var force: Bool
    /// Nothing new starts after a failure.
    package var failFast: Bool
    /// Nodes that take part; nil: all.
    package var selection: Set<Int>?
    package var scheduled: Bool

    package init(
      window: Int,
      force: Bool = false,
      failFast: Bool = false,
      selection: Set<Int>? = nil,
      scheduled: Bool = false
    ) {
      self.window = window
      self.force = force
      self.failFast = failFast
      self.selection = selection
      self.scheduled = scheduled
    }
  }
}
