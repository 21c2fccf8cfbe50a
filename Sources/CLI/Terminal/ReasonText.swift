import Model

/// Why a task runs or does not, for people.
enum ReasonText {
  static func sentence(_ reason: RunReason) -> String {
    if reason.kind == .changed, !reason.changes.isEmpty {
      return reason.changes.filter { $0.kind != .tree || reason.changes.count == 1 }
        .map(clause).joined(separator: "; ")
    }
    return reason.message.map { "\(words(reason.kind)): \($0)" } ?? words(reason.kind)
  }

  static func words(_ kind: RunReason.Kind) -> String {
    switch kind {
    case .neverRan: "never ran"
    case .changed: "changed since it last ran"
    case .forced: "forced"
    case .notCacheable: "is never reused (cache: false)"
    case .otherWorkflow: "its own run tells what had to be done"
    case .lastFailed: "did not succeed the last time"
    case .outputsMissing: "its outputs are no longer at hand"
    case .expired: "its last success is too old"
    case .upToDate: "up to date"
    case .upstreamFailed: "something that it needs failed"
    case .upstreamSkipped: "something that it needs was skipped"
    case .stopped: "nothing new starts after a failure"
    case .cancelled: "cancelled"
    case .conditionFalse: "its if does not hold"
    case .stopRequested: "it asked the run to stop"
    case .rejected: "somebody decided against it"
    case .invalid: "it could not be started"
    }
  }

  static func clause(_ change: Change) -> String {
    let name = change.name ?? ""
    switch change.kind {
    case .command: return "command changed"
    case .environment: return "variable \(name) changed\(difference(change, quote: true))"
    case .shell: return "shell changed\(difference(change, quote: false))"
    case .parameter: return "parameter \(name) changed\(difference(change, quote: false))"
    case .value: return "value changed\(difference(change, quote: false))"
    case .input where change.name == nil: return someInputs(change)
    case .input: return "input \(name) changed\(ids(change))"
    case .tree: return "the commit's files changed"
    case .upstreamOutput: return "upstream output \(name) changed\(ids(change))"
    case .upstreamResult: return "result of \(name) changed\(difference(change, quote: false))"
    case .upstream: return "upstream \(name) changed"
    case .definition: return "\(name) changed"
    }
  }

  /// Of many inputs their number alone is known.
  private static func someInputs(_ change: Change) -> String {
    let (old, new) = (change.old ?? "none", change.new ?? "none")
    return old == new
      ? "at least one of the \(new) that it reads changed"
      : "the files that it reads changed (\(old) -> \(new))"
  }

  /// Both ids, shortened; what came or went is said in a word.
  private static func ids(_ change: Change) -> String {
    switch (change.old, change.new) {
    case (let old?, let new?): " \(old.prefix(10)) -> \(new.prefix(10))"
    case (nil, let new?): " (new, \(new.prefix(10)))"
    case (let old?, nil): " (gone, was \(old.prefix(10)))"
    case (nil, nil): ""
    }
  }

  private static func difference(_ change: Change, quote: Bool) -> String {
    let shown = { (text: String?) -> String in
      guard let text else { return "none" }
      let short = text.count > 60 ? text.prefix(57) + "..." : text[...]
      return quote ? "\"\(short)\"" : String(short)
    }
    return " \(shown(change.old)) -> \(shown(change.new))"
  }
}
