import Model

/// Variables that are made of others, wherever those stand.
extension [EnvironmentEntry] {
  /// The entries in an order in which each stands behind those that its value names.
  ///
  /// An entry that follows from itself is told.
  func inOrderOfUse(_ tell: (EnvironmentEntry) -> Void) -> [EnvironmentEntry] {
    let positions = Dictionary(enumerated().map { ($1.name, $0) }) { _, last in last }
    var states = [VisitState](repeating: .open, count: count)
    var ordered: [EnvironmentEntry] = []
    for start in indices {
      var path = [start]
      while let position = path.last {
        guard states[position] != .left else {
          path.removeLast()
          continue
        }
        let used = self[position].usedVariables.compactMap { positions[$0] }
        if states[position] == .open {
          states[position] = .entered
          if used.contains(where: { states[$0] == .entered }) { tell(self[position]) }
          path += used.filter { states[$0] == .open }.reversed()
        } else {
          states[position] = .left
          ordered.append(self[position])
          path.removeLast()
        }
      }
    }
    return ordered
  }
}

private enum VisitState {
  case open
  /// What it is made of is visited.
  case entered
  case left
}

extension EnvironmentEntry {
  /// The variables that its value names.
  fileprivate var usedVariables: [String] {
    value.expressions.flatMap(\.references).filter { $0.context == "env" }.compactMap(\.path.first)
  }
}
