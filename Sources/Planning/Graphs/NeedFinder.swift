import Model

/// Finds the edges of a node: what it says it needs, what its expressions name, what its inputs
/// match, and for joints what they join.
struct NeedFinder {
  private let nodes: [Node]
  private let groups: [TaskGroup]
  private var maker: GraphMaker
  private(set) var problems: [GraphProblem] = []
  /// Makers of globs that many instances share.
  private var makersByGlob: [String: [Int]] = [:]
  /// With more makers of one fan-out than this, an edge to its end stands for them.
  private static let directMakers = 16

  init(_ nodes: [Node], _ groups: [TaskGroup], _ maker: GraphMaker) {
    self.nodes = nodes
    self.groups = groups
    self.maker = maker
  }

  private struct Found {
    var kind: NodeNeed.Kind
    var optional: Bool
  }

  mutating func needs(of position: Int) -> [NodeNeed] {
    let node = nodes[position]
    var found: [Int: Found] = [:]
    switch node.role {
    case .gathering:
      let group = groups[node.group]
      for other in group.instances + [group.expansion].compactMap({ $0 }) {
        found[other] = Found(kind: .everything, optional: true)
      }
    case .expansion:
      addReferences(expansionReferences(of: node.definition), of: node, to: &found)
      addMakers(of: position, to: &found)
      for need in node.definition.needs where need.pairing != nil {
        guard let other = maker.positions[need.task].flatMap({ groups[$0].expansion }) else {
          continue
        }
        merge(Found(kind: .order, optional: need.optional), other, &found)
      }
    case .work:
      for need in node.definition.needs { add(need, of: node, to: &found) }
      addReferences(node.definition.references, of: node, to: &found)
      addMakers(of: position, to: &found)
    }
    return found.map { NodeNeed(node: $0.key, kind: $0.value.kind, optional: $0.value.optional) }
      .sorted { $0.node < $1.node }
  }

  private func expansionReferences(of task: TaskDefinition) -> [ExpressionReference] {
    (task.fanOut?.source.expressions ?? []).flatMap(\.references)
  }

  // MARK: - Declared needs

  private mutating func add(_ need: Need, of node: Node, to found: inout [Int: Found]) {
    let name = node.definition.name
    guard let group = maker.positions[need.task] else {
      problems.append(
        GraphProblem(
          "task \"\(name)\" needs \"\(need.task)\", which is no task here",
          at: need.location ?? node.definition.location
        )
      )
      return
    }
    if let pairing = need.pairing {
      let partners = partners(of: node, in: group, pairing)
      // A fan-out that was skipped before it had instances has none to pair with.
      if partners.isEmpty, !(need.optional && !groups[group].isExpanded) {
        let field = if case .field(let field) = pairing { " of equal \"\(field)\"" } else { "" }
        problems.append(
          GraphProblem(
            "instance \"\(node.key)\" has no partner\(field) in task \"\(need.task)\"",
            at: need.location ?? node.definition.location,
            hint: "both fan-outs must have the items that \"each\" pairs"
          )
        )
      }
      for other in partners {
        merge(
          Found(kind: need.orderOnly ? .order : .everything, optional: need.optional),
          other,
          &found
        )
      }
      return
    }
    let kind: NodeNeed.Kind = need.orderOnly ? .order : .everything
    merge(Found(kind: kind, optional: need.optional), groups[group].whole, &found)
  }

  private func merge(_ new: Found, _ node: Int, _ found: inout [Int: Found]) {
    guard let old = found[node] else {
      found[node] = new
      return
    }
    if new.kind == .everything || old.kind == .order { found[node]?.kind = new.kind }
    found[node]?.optional = old.optional || new.optional
  }

  private mutating func partners(
    of node: Node,
    in group: Int,
    _ pairing: Need.Pairing
  ) -> [Int] {
    guard let item = node.item else { return [] }
    switch pairing {
    case .key: return index(of: group, field: nil)[ExactText(item.key)] ?? []
    case .field(let field):
      guard let value = item.value[field] else { return [] }
      return index(of: group, field: field)[ExactText(value.plainText)] ?? []
    }
  }

  private mutating func index(of group: Int, field: String?) -> [ExactText: [Int]] {
    let key = GraphMaker.PairingKey(group: group, field: field)
    if let known = maker.pairings[key] { return known }
    var index: [ExactText: [Int]] = [:]
    for position in groups[group].instances {
      guard let item = nodes[position].item else { continue }
      guard let field else {
        index[ExactText(item.key), default: []].append(position)
        continue
      }
      guard let value = item.value[field] else { continue }
      index[ExactText(value.plainText), default: []].append(position)
    }
    maker.pairings[key] = index
    return index
  }

  // MARK: - Needs that follow

  private func addReferences(
    _ references: [ExpressionReference],
    of node: Node,
    to found: inout [Int: Found]
  ) {
    for reference in references where reference.context == "tasks" {
      guard let name = reference.path.first, let group = maker.positions[name],
        group != node.group
      else { continue }
      // The partner's values are meant.
      let isPaired = node.definition.needs.contains { $0.task == name && $0.pairing != nil }
      if isPaired && node.role == .work { continue }
      merge(Found(kind: .everything, optional: false), groups[group].whole, &found)
    }
  }

  private mutating func addMakers(of position: Int, to found: inout [Int: Found]) {
    for input in nodes[position].inputs ?? [] {
      for other in makers(of: input) where other != position {
        guard found[other]?.kind ?? .order == .order else { continue }
        found[other] = Found(kind: .files, optional: found[other]?.optional ?? false)
      }
    }
  }

  private mutating func makers(of input: InputPattern) -> [Int] {
    guard input.isGlob else { return maker.producers.makers(of: input) }
    if let known = makersByGlob[input.path] { return known }
    var byGroup: [Int: [Int]] = [:]
    for node in maker.producers.makers(of: input) {
      byGroup[nodes[node].group, default: []].append(node)
    }
    let makers = byGroup.values.flatMap { makers -> [Int] in
      guard makers.count > Self.directMakers,
        let whole = groups[nodes[makers[0]].group].gathering
      else { return makers }
      return [whole]
    }
    makersByGlob[input.path] = makers
    return makers
  }
}
