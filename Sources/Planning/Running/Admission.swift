import Model

/// Decides which of the nodes that are ready starts next: priorities, `max_parallel`, and what
/// the host has to give.
struct Admission: Sendable {
  private var ready = ReadyQueue()
  private let capacity: Capacity
  private let countsResources: Bool
  private var used = (cpus: 0, memory: Int64(0))
  /// Fan-outs whose instances are limited, by group.
  private var limited: [Int: LimitedGroup] = [:]

  init(_ graph: Graph, _ options: RunMachine.Options) {
    capacity = options.capacity
    countsResources = graph.usesResources && (capacity.cpus != nil || capacity.memory != nil)
    for (group, task) in graph.workflow.tasks.enumerated() {
      if let limit = task.policy.maxParallel { limited[group] = LimitedGroup(limit) }
    }
  }

  mutating func insert(_ node: Int, _ graph: Graph) {
    ready.insert(Self.entry(node, graph))
  }

  private static func entry(_ node: Int, _ graph: Graph) -> ReadyQueue.Entry {
    let priority =
      switch graph.nodes[node].definition.policy.priority {
      case .low: 0
      case .normal: 1
      case .high: 2
      }
    return ReadyQueue.Entry(priority: priority, depth: graph.depth[node], node: node)
  }

  /// The next node to start; nil if none may start now.
  ///
  /// A node that the host has no room for keeps those behind it waiting, so that it gets its turn.
  mutating func next(_ graph: Graph) -> Int? {
    while let entry = ready.first {
      guard hasRoom(for: entry.node, graph) else { return nil }
      _ = ready.removeFirst()
      let (group, item) = (graph.nodes[entry.node].group, graph.nodes[entry.node].item)
      if limited[group]?.start(item) == false {
        limited[group]?.hold(entry, item)
        continue
      }
      takeRoom(for: entry.node, graph, 1)
      return entry.node
    }
    return nil
  }

  /// A node that was started has come to its end.
  mutating func release(_ node: Int, _ graph: Graph) {
    takeRoom(for: node, graph, -1)
    for entry in limited[graph.nodes[node].group]?.end(graph.nodes[node].item) ?? [] {
      ready.insert(entry)
    }
  }

  /// Every node that has not started.
  mutating func removeAll() -> [Int] {
    var entries = ready.removeAll()
    for group in limited.keys.sorted() { entries += limited[group]?.removeAll() ?? [] }
    return entries.map(\.node)
  }

  // MARK: - Resources

  /// More than the host has is as much as it has: such a task runs alone.
  private func wanted(by node: Int, _ graph: Graph) -> (cpus: Int, memory: Int64) {
    let resources = graph.nodes[node].definition.policy.resources
    return (
      min(resources.cpus, capacity.cpus ?? .max),
      min(resources.memory ?? 0, capacity.memory ?? .max)
    )
  }

  private func hasRoom(for node: Int, _ graph: Graph) -> Bool {
    guard countsResources else { return true }
    let wanted = wanted(by: node, graph)
    return used.cpus + wanted.cpus <= capacity.cpus ?? .max
      && used.memory <= (capacity.memory ?? .max) - wanted.memory
  }

  private mutating func takeRoom(for node: Int, _ graph: Graph, _ sign: Int) {
    guard countsResources else { return }
    let wanted = wanted(by: node, graph)
    used.cpus += sign * wanted.cpus
    used.memory += Int64(sign) * wanted.memory
  }
}
