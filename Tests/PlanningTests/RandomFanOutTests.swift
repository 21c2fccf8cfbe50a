import Model
import TestSupport
import Testing

@testable import Planning

/// Whatever the fan-outs, limits and events: a run ends, each node once, none before its needs.
@Suite struct RandomFanOutTests {
  @Test(arguments: 0..<300) func aRunEnds(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let text = workflow(&random)
    let graph = try Graph.written(
      text,
      files: FanOutFiles(texts: ["t.csv": "n,v\na,1 2 3\nb,1 2\nc,\nd,1\n"])
    )
    let capacity = Capacity(cpus: seed % 3 == 0 ? 4 : nil)
    var run = MachineDriver(
      graph,
      window: Int.random(in: 1...8, using: &random),
      selection: seed % 7 == 0 ? graph.closure(of: ["t1", "t3"]) : nil,
      capacity: capacity
    )
    run.begin()
    var steps = 0
    while run.result == nil, !run.isUpToDate, steps < 5000 {
      steps += 1
      check(run, capacity)
      guard step(&run, &random) else { break }
    }
    #expect(run.result != nil || run.isUpToDate, "stuck:\n\(text)\n\(run.rows)")
    let rows = run.machine.participants
    if !run.isUpToDate { #expect(Set(run.settled) == Set(rows)) }
    #expect(run.settled.count == run.machine.counts.total)
    #expect(rows.allSatisfy { run.machine.nodes[$0].status.isFinal } || run.isUpToDate)
  }

  /// One thing that may happen now; false if there is none.
  private func step(_ run: inout MachineDriver, _ random: inout SeededRandom) -> Bool {
    if let fetch = run.fetches.first(where: { run.machine.nodes[$0.node].status == .pending }),
      Bool.random(using: &random)
    {
      run.apply(.fetched(node: fetch.node, FanOutFiles(texts: ["made": "a\nb\nc\n"])))
      return true
    }
    if Int.random(in: 0..<60, using: &random) == 0 {
      run.apply(.cancelRequested)
      return true
    }
    let delayed = run.delays.map(\.node).filter { run.machine.delayed.contains($0) }
    if let node = delayed.randomElement(using: &random), Bool.random(using: &random) {
      run.apply(.delayOver(node: node))
      return true
    }
    if let node = run.machine.waitingNodes.randomElement(using: &random),
      run.ordered.isEmpty || Bool.random(using: &random)
    {
      let verdicts: [Verdict] = [.approve, .approve, .reject, .complete(1), .fail]
      run.apply(.decided(node: node, verdicts.randomElement(using: &random) ?? .approve))
      return true
    }
    guard let node = run.ordered.randomElement(using: &random) else {
      return !delayed.isEmpty || !run.machine.fetching.isEmpty || !run.machine.waiting.isEmpty
    }
    end(node, &run, &random)
    return true
  }

  private func end(_ node: Int, _ run: inout MachineDriver, _ random: inout SeededRandom) {
    let name = run.name(of: node)
    switch Int.random(in: 0..<14, using: &random) {
    case 0, 1: run.start(name)
    case 2 where run.withdrawals > 0 && run.status(name) == .queued: run.withdraw(name)
    case 3: run.end(node, Sample.outcome(exit: 1))
    case 4: run.end(node, Sample.outcome(cause: [.lost, .timeout].randomElement(using: &random)))
    case 5 where run.machine.isCancelled: run.end(node, Sample.outcome(cause: .cancelled))
    case 6 where Int.random(in: 0..<4, using: &random) == 0:
      var outcome = Sample.outcome(exit: 123)
      outcome.stops = true
      run.end(node, outcome)
    default:
      let items: [JSONValue] = ["a", "b", "c", "e"]
      let made = run.machine.graph.nodes[node].outputs.map { Sample.output($0.path, 1) }
      run.end(
        node,
        Sample.outcome(
          outputs: made,
          result: .array(Array(items.prefix(Int.random(in: 0...4, using: &random))))
        )
      )
    }
  }

  /// What is ordered has its needs behind it, and no limit is passed.
  private func check(_ run: MachineDriver, _ capacity: Capacity) {
    let graph = run.machine.graph
    var byGroup: [Int: [String: Int]] = [:]
    var cpus = 0
    for node in run.ordered {
      for need in graph.nodes[node].needs where run.machine.takesPart(need.node) {
        #expect(run.machine.nodes[need.node].status.isFinal)
      }
      let (group, item) = (graph.nodes[node].group, graph.nodes[node].item)
      byGroup[group, default: [:]][item?.origin ?? "", default: 0] += 1
      cpus += min(graph.nodes[node].definition.policy.resources.cpus, capacity.cpus ?? .max)
    }
    for (group, items) in byGroup {
      guard let limit = graph.workflow.tasks[group].policy.maxParallel else { continue }
      #expect(items.values.reduce(0, +) <= limit.instances ?? .max)
      #expect(items.count <= limit.items ?? .max)
      #expect((items.values.max() ?? 0) <= limit.each ?? .max)
    }
    if graph.usesResources { #expect(cpus <= capacity.cpus ?? .max) }
  }

  // MARK: - Workflows

  private func workflow(_ random: inout SeededRandom) -> String {
    func one(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }
    var text = "on_failure: \(one(["continue", "continue", "stop"]))\ntasks:\n"
    text += "  list: {run: 'true', result: json, outputs: [made]}\n"
    let count = Int.random(in: 2...7, using: &random)
    var isFanOut: [Bool] = []
    for position in 0..<count {
      var keys = ["run: 'true'"]
      let foreach = one(Self.fanOuts)
      if !foreach.isEmpty { keys.append(foreach) }
      if foreach.hasPrefix("foreach") {
        keys.append(
          one([
            "priority: low", "max_parallel: 2", "max_parallel: {items: 1, each: 1}",
            "max_parallel: {items: 2}", "max_parallel: {each: 1}",
          ])
        )
      }
      let needs = (0..<position).filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
        .map { other in
          let pairs = isFanOut[other] && foreach.contains("[a, b]") && one(["", "x"]).isEmpty
          let more = one(["", ", optional: true", ", order: true"])
          return "{task: t\(other)\(pairs && more != ", order: true" ? ", each: true" : "")\(more)}"
        }
      if !needs.isEmpty { keys.append("needs: [\(needs.joined(separator: ", "))]") }
      keys.append(
        one([
          "keep: [k]", "if: always()", "if: '!cancelled()'", "if: run.id != 'x'",
          "if: failure()",
        ])
      )
      keys.append(
        one([
          "retry: 1", "retry: {limit: 2, delay: 1s}", "retry: 0", "continue_on_error: true",
          "approval: {}", "complete: external", "resources: {cpus: 3}",
        ])
      )
      isFanOut.append(foreach.contains("a, b"))
      text += "  t\(position): {\(keys.joined(separator: ", "))}\n"
    }
    return text + """
      finally:
        f: {run: 'true', foreach: [x, y], if: "\(one(["always()", "failure()", "tasks.t1.status != 'x'"]))"}
        g: {run: 'true', needs: [f], retry: 1}
      """
  }

  private static let fanOuts = [
    "", "", "foreach: [a, b]", "foreach: [a, b, c]", "foreach: []",
    "foreach: {from: '${{ tasks.list.result }}'}", "foreach: {lines: made}",
    "foreach: {table: t.csv, key: '${{ item.n }}', split: {v: ' '}}",
  ]
}
