import Hashing
import Model

extension RunMachine {
  /// The digest of what counts of a need: all that it made, or only files that the inputs match.
  func outcome(of need: NodeNeed, for node: Node) -> ContentDigest? {
    let state = nodes[need.node]
    guard need.kind != .order, let whole = state.outcome else { return nil }
    let maker = graph.nodes[need.node]
    if need.kind == .everything
      || maker.role == .work && state.result == nil && maker.isReadWhole(by: node)
    {
      return whole
    }
    return Fingerprint.outcome(
      succeeded: state.status.isSuccess,
      outputs: outputs(of: need.node).filter { node.reads($0.path) },
      result: nil
    )
  }

  /// What a node made, or what was made earlier and stands in for it; of a fan-out what all its
  /// instances made.
  func outputs(of node: Int) -> [OutputRecord] {
    if graph.nodes[node].role == .gathering {
      return graph.groups[graph.nodes[node].group].instances.flatMap { outputs(of: $0) }
    }
    let state = nodes[node]
    guard state.outputs.isEmpty, let past = state.past, past.hasOutputs else {
      return state.outputs
    }
    return history.outputs(past)
  }

  /// What the needs of a node make of it before its fingerprint counts.
  func cut(_ node: Int) -> (TaskStatus, RunReason.Kind)? {
    let definition = graph.nodes[node].definition
    let condition = definition.condition?.expression
    if condition?.calls(anyOf: ["always", "failure", "cancelled"]) ?? false { return nil }
    let watched = condition.map(Self.tasksWithStatus) ?? []
    var skipped = false
    for need in graph.nodes[node].needs {
      let other = graph.nodes[need.node].definition
      // What `finally` says about the others is said whatever they came to.
      if definition.isFinally && !other.isFinally || watched.contains(other.name) { continue }
      switch nodes[need.node].status {
      case .succeeded, .cached: continue
      case .failed where other.policy.continueOnError: continue
      case .failed, .blocked, .lost: return (.blocked, .upstreamFailed)
      case .cancelled: return (.cancelled, .cancelled)
      case .skipped: skipped = skipped || !need.optional
      case .pending, .queued, .running, .waiting: continue
      }
    }
    return skipped ? (.skipped, .upstreamSkipped) : nil
  }

  /// The tasks whose status a condition looks at.
  private static func tasksWithStatus(_ condition: Expression) -> Set<String> {
    Set(
      condition.references.filter {
        $0.context == "tasks" && $0.path.count > 1 && $0.path[1] == "status"
      }.compactMap(\.path.first)
    )
  }

  /// What the functions of `if` say for a node.
  func statusFacts(for node: Int) -> StatusFacts {
    guard !isFinally(node) else { return StatusFacts(failure: hasFailed, cancelled: isCancelled) }
    var facts = StatusFacts(cancelled: isCancelled)
    for need in graph.nodes[node].needs {
      switch nodes[need.node].status {
      case .failed where graph.nodes[need.node].definition.policy.continueOnError: continue
      case .failed, .blocked, .lost: facts.failure = true
      case .cancelled: facts.cancelled = true
      default: continue
      }
    }
    return facts
  }
}
