import Model

extension TemplateBuilder {
  /// The tasks that come first.
  mutating func needs(_ fields: Fields) -> [Need] {
    var needs: [Need] = []
    for item in fields.items("needs") ?? [] {
      let inner = item.kind == .mapping ? Fields(item) : Fields()
      guard let node = item.kind == .mapping ? inner["task"] : item, let name = node.string,
        exists(name, node)
      else { continue }
      let pairing = pairing(inner, with: name)
      if needs.contains(where: { $0.task == name }) {
        report.error("the task \"\(name)\" is needed twice", at: node)
        continue
      }
      needs.append(
        Need(
          task: name,
          orderOnly: inner.bool("order") ?? false,
          optional: inner.bool("optional") ?? false,
          pairing: pairing,
          location: node.location
        )
      )
    }
    return needs
  }

  /// Whether a task of that name may come first.
  private mutating func exists(_ name: String, _ node: YAMLNode) -> Bool {
    if name == scope.task.name {
      report.error("the task \"\(name)\" cannot need itself", at: node)
      return false
    }
    guard let outline = scope.tasks[name] else {
      let hint = report.suggestion(for: name, among: scope.orderedTaskNames)
      report.error("there is no task \"\(name)\"", at: node, hint: hint)
      return false
    }
    guard outline.isFinally, !scope.task.isFinally else { return true }
    report.error(
      "the task \"\(name)\" stands in \"finally\", which comes after this one",
      at: node
    )
    return false
  }

  private mutating func pairing(_ fields: Fields, with name: String) -> Need.Pairing? {
    guard let node = fields["each"], node.isScalar, node.scalarValue.bool != false else {
      return nil
    }
    guard let own = scope.task.item?.type else {
      report.error(
        "\"each\" pairs instances, but this task has neither \"foreach\" nor \"matrix\"",
        at: node
      )
      return nil
    }
    guard scope.tasks[name]?.isFanOut == true else {
      report.error(
        "\"each\" pairs instances, but the task \"\(name)\" has neither \"foreach\" nor \"matrix\"",
        at: node
      )
      return nil
    }
    scope.task.pairedTasks.insert(name)
    guard let field = node.string else { return .key }
    if own.kinds.contains(.map) ? own.member(field) == nil : own.kinds != .any {
      let hint = report.suggestion(for: field, among: own.members?.keys.sorted() ?? [])
      report.error("the items of this task have no \"\(field)\"", at: node, hint: hint)
    }
    return .field(field)
  }
}
