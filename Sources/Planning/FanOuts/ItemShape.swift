import Model

/// What is known of the members of a fan-out's items once its source was read.
indirect enum ItemShape {
  /// Nothing, or no more than the workflow's file says, which was checked with it.
  case unknown
  /// Each item is a row of a file with these columns.
  case row(file: String, columns: [String])
  /// Each item has an item of every factor.
  case product([String: ItemShape])

  /// Refuses a task that asks for a column which its table does not have.
  func check(_ task: TaskDefinition) throws(FanOutProblem) {
    for reference in task.itemReferences { try check(reference.path[...], task) }
  }

  private func check(_ path: ArraySlice<String>, _ task: TaskDefinition) throws(FanOutProblem) {
    guard let name = path.first else { return }
    switch self {
    case .unknown: return
    case .product(let parts): try parts[name]?.check(path.dropFirst(), task)
    case .row(let file, let columns):
      guard !columns.contains(name) else { return }
      throw FanOutProblem(
        "\(file) has no column \"\(name)\", which the task \"\(task.name)\" asks for",
        hint: Spelling.closest(to: name, among: columns).map { "did you mean \"\($0)\"?" }
          ?? "it has \(columns.joined(separator: ", "))"
      )
    }
  }
}

extension TaskDefinition {
  /// What its expressions ask of `item`.
  fileprivate var itemReferences: [ExpressionReference] {
    let expressions = pathExpressions + (fanOut?.key?.expressions ?? [])
    return (references + expressions.flatMap(\.references)).filter { $0.context == "item" }
  }
}
