import Model
import TestSupport
import Testing

@testable import Planning

/// Whatever the graph and whatever happens in which order, a run keeps its promises.
@Suite struct RandomGraphTests {
  @Test(arguments: 0..<150) func everyNodeEndsOnce(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let graph = try GraphBuilder.build(
      .make(tasks(&random), onFailure: Bool.random(using: &random) ? .stop : .proceed),
      params: [:]
    )
    var run = MachineDriver(
      graph,
      window: Int.random(in: 1...6, using: &random),
      failFast: [true, false, nil, nil].randomElement(using: &random) ?? nil
    )
    run.begin()
    var isCancelled = false
    while let node = run.ordered.randomElement(using: &random) {
      checkNeeds(of: node, run)
      let name = graph.nodes[node].definition.name
      switch Int.random(in: 0..<12, using: &random) {
      case 0 where run.withdrawals > 0 && run.status(name) == .queued: run.withdraw(name)
      case 1: run.start(name)
      case 2, 3: run.end(node, Sample.outcome(exit: 1))
      case 4:
        run.end(
          node,
          Sample.outcome(cause: [.timeout, .lost, .badOutputs].randomElement(using: &random))
        )
      case 5 where seed % 5 == 0 && !isCancelled:
        isCancelled = true
        run.apply(.cancelRequested)
      case 6 where isCancelled: run.end(node, Sample.outcome(exit: 143, cause: .cancelled))
      default: run.end(node, Sample.outcome())
      }
    }
    #expect(run.result != nil)
    #expect(run.settled.sorted() == Array(graph.nodes.indices))
    var counts = RunCounts()
    for state in run.machine.nodes {
      #expect(state.status.isFinal)
      counts.add(state.status)
    }
    #expect(counts == run.machine.counts)
    #expect(run.result == expected(run, isCancelled: isCancelled))
    checkCut(run)
  }

  private func tasks(_ random: inout SeededRandom) -> [TaskDefinition] {
    let count = Int.random(in: 1...30, using: &random)
    return (0..<count).map { position in
      let needs = (0..<position).filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
      let isOrdered = Bool.random(using: &random)
      let policy = TaskPolicy(
        retry: RetryPolicy(limit: Int.random(in: 0...2, using: &random)),
        continueOnError: Int.random(in: 0..<6, using: &random) == 0
      )
      let names = needs.map { "t\($0)" }
      return .make(
        "t\(position)",
        needs: isOrdered ? [] : names,
        after: isOrdered ? names : [],
        policy: policy
      )
    }
  }

  /// What is ordered has only needs that ended well, or may fail.
  private func checkNeeds(of node: Int, _ run: MachineDriver) {
    let graph = run.machine.graph
    for need in graph.nodes[node].needs {
      let status = run.machine.nodes[need.node].status
      let mayFail = graph.nodes[need.node].definition.policy.continueOnError
      #expect(status.isSuccess || status == .failed && mayFail)
    }
  }

  private func expected(_ run: MachineDriver, isCancelled: Bool) -> RunStatus {
    if isCancelled { return .cancelled }
    let hasFailed = run.machine.graph.nodes.indices.contains { node in
      let status = run.machine.nodes[node].status
      let mayFail = run.machine.graph.nodes[node].definition.policy.continueOnError
      return status == .lost || status == .failed && !mayFail
    }
    return hasFailed ? .failed : .succeeded
  }

  /// What is blocked has a need that failed; what was tried is not blocked.
  private func checkCut(_ run: MachineDriver) {
    for (position, node) in run.machine.graph.nodes.enumerated() {
      let state = run.machine.nodes[position]
      let needs = node.needs.map { run.machine.nodes[$0.node].status }
      if state.status == .blocked {
        #expect(needs.contains { [.failed, .blocked, .lost].contains($0) })
      }
      if [.blocked, .skipped].contains(state.status) { #expect(state.attempts.isEmpty) }
      if state.status == .succeeded { #expect(!state.attempts.isEmpty) }
    }
  }
}
