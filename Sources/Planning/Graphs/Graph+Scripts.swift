import Model

/// The files that tasks without declared inputs run.
extension Graph {
  /// The file of a node's `script`; nil where it has none, or only the run knows.
  func script(of node: Node) -> String? {
    guard case .script(let template) = node.definition.action else { return nil }
    if let path = template.constant { return RepositoryPath.normalized(path) }
    guard !node.definition.arguments.contains(where: { $0.value?.refersToTasks ?? false }),
      let context = try? maker.pathContext(of: node.definition, item: node.item),
      let path = try? Evaluator(context).text(template)
    else { return nil }
    return RepositoryPath.normalized(path)
  }

  /// Whether a file may come into the folder of a node from elsewhere than the commit: from
  /// something that it needs, directly or not, from its setup, or from an earlier run.
  func brings(_ path: String, to node: Node) -> Bool {
    let kept = node.definition.keep + (node.definition.setup.map { [$0.path] } ?? [])
    if kept.contains(where: { OutputPattern($0, isGlob: false).covers(path) }) { return true }
    var open = node.needs.filter { !$0.orderOnly }.map(\.node)
    var seen = Set(open)
    while let next = open.popLast() {
      if nodes[next].outputs.contains(where: { $0.covers(path) }) { return true }
      let instances = nodes[next].role == .gathering ? groups[nodes[next].group].instances : []
      let needs = nodes[next].needs.filter { !$0.orderOnly }.map(\.node)
      for other in needs + instances where seen.insert(other).inserted { open.append(other) }
    }
    return false
  }
}
