import Hashing
import Model

extension RunMachine {
  /// The digest of what counts of a need: all that it made, or only files that the inputs match.
  func outcome(of need: NodeNeed, for node: Node) -> ContentDigest? {
    let state = nodes[need.node]
    guard need.kind != .order, let whole = state.outcome else { return nil }
    let maker = graph.nodes[need.node]
    if need.kind == .everything || state.result == nil && maker.isReadWhole(by: node) {
      return whole
    }
    return Fingerprint.outcome(
      succeeded: state.status.isSuccess,
      outputs: outputs(of: need.node).filter { node.reads($0.path) },
      result: nil
    )
  }

  /// What a node made, or what was made earlier and stands in for it.
  func outputs(of node: Int) -> [OutputRecord] {
    let state = nodes[node]
    guard state.outputs.isEmpty, let past = state.past, past.hasOutputs else {
      return state.outputs
    }
    return history.outputs(past)
  }

  /// What the needs of a node make of it before its fingerprint counts.
  func cut(_ node: Int) -> (TaskStatus, RunReason.Kind)? {
    var skipped = false
    for need in graph.nodes[node].needs {
      switch nodes[need.node].status {
      case .succeeded, .cached: continue
      case .failed where graph.nodes[need.node].definition.policy.continueOnError: continue
      case .failed, .blocked, .lost: return (.blocked, .upstreamFailed)
      case .cancelled: return (.cancelled, .cancelled)
      case .skipped: skipped = true
      case .pending, .queued, .running, .waiting: continue
      }
    }
    return skipped ? (.skipped, .upstreamSkipped) : nil
  }
}
