package import Hashing
package import Model

/// What is recorded of one finished task of an earlier run.
package struct PastOutcome: Hashable, Sendable {
  /// The run that made it, `WORKFLOW/ID`.
  package var run: String
  package var status: TaskStatus
  package var fingerprint: ContentDigest
  /// Of its outputs and result; nil for what did not succeed.
  package var outcome: ContentDigest?
  package var result: JSONValue?
  package var hasOutputs: Bool
  /// Whether the bytes of its outputs can be had.
  package var isAvailable: Bool
  /// Whether some of them stand in the local store, where git does not vouch for them.
  package var isLocal: Bool
  package var finishedAt: Timestamp
  /// A number that its index finds the whole row by.
  package var row: Int64

  package init(
    run: String,
    status: TaskStatus,
    fingerprint: ContentDigest,
    outcome: ContentDigest?,
    result: JSONValue? = nil,
    hasOutputs: Bool = false,
    isAvailable: Bool = true,
    isLocal: Bool = false,
    finishedAt: Timestamp,
    row: Int64
  ) {
    self.run = run
    self.status = status
    self.fingerprint = fingerprint
    self.outcome = outcome
    self.result = result
    self.hasOutputs = hasOutputs
    self.isAvailable = isAvailable
    self.isLocal = isLocal
    self.finishedAt = finishedAt
    self.row = row
  }
}

/// What earlier runs of one workflow left: enough to decide whether a node must run.
package struct TaskHistory: Sendable {
  /// The latest that finished on the branch that runs, cached ones left out.
  package var latest: [NodeKey: PastOutcome]
  /// The latest success of each node, whatever its branch.
  package var succeeded: [NodeKey: PastOutcome]
  /// Looks an older success up by its fingerprint.
  package var older: @Sendable (NodeKey, ContentDigest) -> PastOutcome?
  /// Looks up what an outcome's task made.
  package var outputs: @Sendable (PastOutcome) -> [OutputRecord]

  package init(
    latest: [NodeKey: PastOutcome] = [:],
    succeeded: [NodeKey: PastOutcome] = [:],
    older: @escaping @Sendable (NodeKey, ContentDigest) -> PastOutcome? = { _, _ in nil },
    outputs: @escaping @Sendable (PastOutcome) -> [OutputRecord] = { _ in [] }
  ) {
    self.latest = latest
    self.succeeded = succeeded
    self.older = older
    self.outputs = outputs
  }

  /// A recorded success with just this fingerprint.
  func success(_ key: NodeKey, _ fingerprint: ContentDigest) -> PastOutcome? {
    if let past = succeeded[key], past.fingerprint == fingerprint { return past }
    guard succeeded[key] != nil else { return nil }
    return older(key, fingerprint)
  }
}

/// Whether a node runs, and why.
package enum CacheDecision: Hashable, Sendable {
  case reuse(PastOutcome)
  case run(RunReason.Kind)
}

extension TaskHistory {
  /// Judges a node whose fingerprint is known.
  ///
  /// `facts`: what it goes on after.
  package func decide(
    _ node: Node,
    fingerprint: ContentDigest,
    forced: Bool,
    scheduled: Bool = false,
    facts: StatusFacts = StatusFacts(),
    at now: Timestamp
  ) -> CacheDecision {
    if forced { return .run(.forced) }
    let policy = node.definition.policy.cache
    // A run inside a run decides for itself what is to be done.
    if !node.definition.action.isAttempted { return .run(.otherWorkflow) }
    if policy == .never { return .run(.notCacheable) }
    if policy == .automatic && scheduled { return .run(.forced) }
    let key = node.key
    let last = latest[key]
    guard let past = success(key, fingerprint) else {
      guard let last else { return .run(succeeded[key] == nil ? .neverRan : .changed) }
      return .run(last.fingerprint == fingerprint ? .lastFailed : .changed)
    }
    let existsForItsValue =
      !node.outputs.isEmpty || node.definition.resultFormat != nil || past.hasOutputs
      || past.result != nil
    if !existsForItsValue {
      // What answers a failure answers each of them.
      if facts.failure { return .run(.upstreamFailed) }
      if facts.cancelled { return .run(.cancelled) }
      guard let last else { return .run(.neverRan) }
      guard last.fingerprint == fingerprint else { return .run(.changed) }
      guard last.status == .succeeded else { return .run(.lastFailed) }
    }
    guard past.isAvailable else { return .run(.outputsMissing) }
    if case .maximumAge(let age) = policy, now.since(past.finishedAt) > age {
      return .run(.expired)
    }
    return .reuse(past)
  }
}
