import Hashing
import Model

extension RunMachine {
  mutating func decideAll(at now: Timestamp) {
    var next = 0
    while next < decidable.count {
      decide(decidable[next], at: now)
      next += 1
    }
    decidable.removeAll(keepingCapacity: true)
  }

  private mutating func decide(_ node: Int, at now: Timestamp) {
    guard nodes[node].status == .pending else { return }
    if isFinally(node), phase == .tasks { return heldFinally.append(node) }
    switch graph.nodes[node].role {
    case .gathering: return gather(node)
    case .expansion:
      if let (status, reason) = cut(node) { return settle(node, as: status, reason: reason) }
      return expand(node)
    case .work: break
    }
    if let row = earlier[graph.nodes[node].key], restore(node, row) { return }
    if let (status, reason) = cut(node) { return settle(node, as: status, reason: reason) }
    if isCancelled, !outlivesCancel(node) {
      return settle(node, as: .cancelled, reason: .cancelled)
    }
    do throws(EvaluationError) {
      guard try holds(graph.nodes[node].definition.condition, for: node) else {
        return settle(node, as: .skipped, reason: .conditionFalse)
      }
      let situation = try NodeSituation(self, node)
      nodes[node].fingerprint = situation.fingerprint
      let approval = graph.nodes[node].definition.approval
      nodes[node].prompt = try approval?.prompt.map(Evaluator(situation.context).text)
      judge(node, fingerprint: situation.fingerprint, at: now)
    } catch {
      fail(node, error.message)
    }
  }

  /// Whether a node goes on when the run has been cancelled.
  func outlivesCancel(_ node: Int) -> Bool {
    guard !isAborted else { return false }
    let definition = graph.nodes[node].definition
    if definition.isFinally { return true }
    guard let condition = definition.condition,
      condition.expression.calls(anyOf: ["always", "cancelled"])
    else { return false }
    // Of a fan-out each instance is asked.
    guard graph.nodes[node].role == .work else { return true }
    return (try? holds(condition, for: node)) ?? false
  }

  /// Whether a node that still waits will be skipped, whatever its needs come to: its `if` looks at
  /// no task, and does not hold.
  package func isSureToBeSkipped(_ node: Int) -> Bool {
    guard nodes[node].status == .pending, graph.nodes[node].role == .work,
      let condition = graph.nodes[node].definition.condition,
      !condition.expression.calls(anyOf: ["always", "success", "failure", "cancelled"]),
      condition.expression.references.allSatisfy({ $0.context != "tasks" })
    else { return false }
    return (try? holds(condition, for: node)) == false
  }

  /// Ends a node that cannot be decided.
  mutating func fail(_ node: Int, _ message: String) {
    nodes[node].problem = message
    settle(node, as: .failed, reason: .invalid)
  }

  private func holds(
    _ condition: Condition?,
    for node: Int
  ) throws(EvaluationError) -> Bool {
    guard let condition else { return true }
    var context = try NodeSituation.context(self, node)
    context.status = statusFacts(for: node)
    return Evaluator.isTrue(try Evaluator(context).value(condition.expression))
  }

  private mutating func judge(_ node: Int, fingerprint: ContentDigest, at now: Timestamp) {
    let decision = history.decide(
      graph.nodes[node],
      fingerprint: fingerprint,
      forced: options.force,
      scheduled: options.scheduled,
      facts: statusFacts(for: node),
      at: now
    )
    switch decision {
    case .reuse(let past):
      nodes[node].past = past
      nodes[node].result = past.result
      nodes[node].outcome = past.outcome
      settle(node, as: .cached, reason: .upToDate)
    case .run(let reason):
      nodes[node].reason = reason
      if isStopping, phase == .tasks { return settle(node, as: .skipped, reason: .stopped) }
      if graph.nodes[node].definition.approval != nil { return wait(node) }
      admission.insert(node, graph)
    }
  }
}
