import Model

extension Graph {
  /// Adds the instances of a fan-out whose items have become known; its expansion is done then.
  ///
  /// - Returns: the positions of the new nodes.
  mutating func expand(
    _ group: Int,
    into items: [FanOutItem]
  ) throws(GraphProblems) -> Range<Int> {
    guard let expansion = groups[group].expansion, let gathering = groups[group].gathering else {
      return 0..<0
    }
    var problems: [GraphProblem] = []
    let first = nodes.count
    let prototype = nodes[expansion]
    let hidden = maker.hiddenFiles(of: prototype.definition)
    for item in items {
      nodes.append(maker.instance(of: prototype, for: item, hidden: hidden, &problems))
    }
    for node in nodes[first...] {
      for output in node.outputs
      where !nodes[gathering].outputs.contains(where: {
        $0.covers(output.path) || $0.path == output.path
      }) {
        problems.append(
          GraphProblem(
            "output \"\(output.path)\" of instance \"\(node.key)\" stands deeper than its task declares",
            at: node.definition.location,
            hint:
              "an item of a fan-out that expands while the run goes on brings no \"/\" into a path"
          )
        )
      }
    }
    maker.producers.add(nodes, from: first, report: { problems.append($0) })
    let new = first..<nodes.count
    groups[group].instances = Array(new)
    groups[group].isExpanded = true
    let (needs, needProblems) = needs(of: Array(new) + [gathering])
    for (position, needs) in needs { nodes[position].needs = needs }
    problems += needProblems
    dependents += [[Int]](repeating: [gathering], count: items.count)
    depth += [Int](repeating: depth[gathering] + 1, count: items.count)
    for position in new {
      for need in nodes[position].needs { dependents[need.node].append(position) }
    }
    if problems.isEmpty, let loop = loop(through: gathering, new) {
      problems.append(GraphOrder.problem(loop, nodes))
    }
    guard problems.isEmpty else {
      withdraw(new, of: group, expansion: expansion, gathering: gathering)
      throw GraphProblems(problems)
    }
    return new
  }

  /// The needs of some nodes.
  ///
  /// What finds them holds all nodes, and must be gone before one of those is changed: a graph that
  /// two hold is copied whole.
  private func needs(of positions: [Int]) -> ([(position: Int, needs: [NodeNeed])], [GraphProblem])
  {
    var finder = NeedFinder(nodes, groups, maker)
    let found = positions.map { (position: $0, needs: finder.needs(of: $0)) }
    return (found, finder.problems)
  }

  /// A way from the end of the fan-out back to one of its instances, if there is one.
  private func loop(through gathering: Int, _ new: Range<Int>) -> [Int]? {
    var comesFrom: [Int: Int] = [gathering: gathering]
    var open = [gathering]
    while let node = open.popLast() {
      for dependent in dependents[node] where comesFrom[dependent] == nil {
        comesFrom[dependent] = node
        guard new.contains(dependent) else {
          open.append(dependent)
          continue
        }
        var way = [dependent]
        while let before = comesFrom[way[way.count - 1]], before != way[way.count - 1] {
          way.append(before)
        }
        return way
      }
    }
    return nil
  }

  /// Takes instances out again, so that a graph whose growth failed is as it was.
  private mutating func withdraw(
    _ new: Range<Int>,
    of group: Int,
    expansion: Int,
    gathering: Int
  ) {
    maker.producers.removeLast(nodes, from: new.lowerBound)
    for need in Set(nodes[new].flatMap { $0.needs.map(\.node) }) {
      dependents[need].removeAll(where: new.contains)
    }
    nodes.removeSubrange(new)
    dependents.removeSubrange(new)
    depth.removeSubrange(new)
    groups[group].instances = []
    groups[group].isExpanded = false
    nodes[gathering].needs = [NodeNeed(node: expansion, kind: .everything, optional: true)]
  }
}
