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
  /// What stands in for an attempt.
  package internal(set) var past: PastOutcome?
  /// Why it could not be decided, such as an expression without a value.
  package internal(set) var problem: String?
  var openNeeds = 0

  package init() {}
}
