package import Hashing
package import Model

/// Where one node of a run stands.
///
/// `status` changes in one place, `RunMachine.move`.
package struct NodeState: Sendable {
  package internal(set) var status: TaskStatus = .pending
  package internal(set) var fingerprint: ContentDigest?
  package internal(set) var reason: RunReason.Kind?
  /// Of its outputs and result, once it has come to its end.
  package internal(set) var outcome: ContentDigest?
  package internal(set) var outputs: [OutputRecord] = []
  package internal(set) var result: JSONValue?
  package internal(set) var attempts: [AttemptRecord] = []
  package internal(set) var log: LogRecord?
  package internal(set) var host: String?
  /// The backend that carried its attempts out; nil: the local one.
  package internal(set) var backend: String?
  /// What stands in for an attempt.
  package internal(set) var past: PastOutcome?
  /// How many runs of another workflow it has been that have ended.
  package internal(set) var endedChildren = 0
  /// The run of another workflow that it is, `WORKFLOW/ID`.
  package internal(set) var childRun: String?
  /// Its row in an earlier part of this run, which stays as it is.
  package internal(set) var earlier: TaskRow?
  /// What is asked of the person that it waits for.
  package internal(set) var prompt: String?
  /// Why it could not be decided, such as an expression without a value.
  package internal(set) var problem: String?
  var openNeeds = 0

  package init() {}

  /// How often it was tried to an end, as attempts or as runs of another workflow.
  package var tries: Int { attempts.count + endedChildren }
  /// Whether something of it has started.
  var hasBegun: Bool { tries > 0 || childRun != nil }
}
