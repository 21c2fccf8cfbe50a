import Model

/// The message of a record commit; it is built from validated fields alone.
enum CommitMessage {
  /// A subject for people and trailers for programs.
  static func text(for run: RunRecord, duration: Duration) -> String {
    """
    weir: \(run.reference.workflow) \(run.reference.id) \(run.status.rawValue)\(summary(run, duration))

    Weir-Run: \(run.reference)
    Weir-Status: \(run.status.rawValue)
    Weir-Source: \(run.source.commit)

    """
  }

  /// The message of a commit that records a decision.
  static func text(for decision: Decision, about run: RunRecord) -> String {
    """
    weir: \(run.reference.workflow) \(run.reference.id) \(decision.kind.rawValue)

    Weir-Run: \(run.reference)
    Weir-Status: \(run.status.rawValue)
    Weir-Decision: \(decision.kind.rawValue)

    """
  }

  /// The message of a commit that takes old runs out of the tip.
  static func removal(of runs: [RunReference]) -> String {
    """
    weir: \(runs.count) older runs leave the tip; history keeps them

    Weir-Removed: \(runs.count)

    """
  }

  private static func summary(_ run: RunRecord, _ duration: Duration) -> String {
    let counts = run.counts
    var parts = ["\(counts.ran) ran"]
    if counts.cached > 0 { parts.append("\(counts.cached) cached") }
    for (count, word) in [
      (counts.failed, "failed"), (counts.blocked, "blocked"), (counts.skipped, "skipped"),
      (counts.cancelled, "cancelled"), (counts.lost, "lost"),
    ] where count > 0 { parts.append("\(count) \(word)") }
    parts.append(duration.forPeople)
    return " (\(parts.joined(separator: ", ")))"
  }
}
