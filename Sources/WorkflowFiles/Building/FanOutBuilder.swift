import Model

/// A fan-out and what its items are.
struct BuiltFanOut {
  var fanOut: FanOut?
  /// Of what expressions of the task find in its context.
  var type: ValueType
  var context: String
}

extension TemplateBuilder {
  /// The fan-out of a task; nil where it has none.
  mutating func fanOut(_ fields: Fields) -> BuiltFanOut? {
    if let node = fields["foreach"] { return foreach(node, fields) }
    guard let node = fields["matrix"], let key = fields.key("matrix") else { return nil }
    let (matrix, type) = matrix(node, key)
    return BuiltFanOut(
      fanOut: matrix.map { FanOut(source: .matrix($0), location: location(of: key)) },
      type: type,
      context: "matrix"
    )
  }

  private mutating func foreach(_ node: YAMLNode, _ task: Fields) -> BuiltFanOut {
    let inner = node.kind == .mapping ? Fields(node) : Fields()
    let (source, type) = source(node, inner)
    if let second = task.key("batch"), inner.key("batch") != nil {
      report.error("\"batch\" stands in \"foreach\" already", at: second)
    }
    let batch = batch(inner["batch"] ?? task["batch"])
    let itemType = batch == nil ? type : .list(of: type)
    scope.task.item = ("item", itemType)
    let key = inner["key"].flatMap { template($0, .key) }
    if let node = inner["key"], key?.constant != nil {
      report.error(
        "the key is the same for every instance",
        at: node,
        hint: "for example: key: \"${{ item.name }}\""
      )
    }
    if batch == nil, case .list(let elements)? = source {
      checkKeys(elements, key, inner["list"] ?? node)
    }
    let place = task.key("foreach").map(location)
    return BuiltFanOut(
      fanOut: source.map { FanOut(source: $0, key: key, batch: batch, location: place) },
      type: itemType,
      context: "item"
    )
  }

  private func batch(_ node: YAMLNode?) -> Batch? {
    guard let node else { return nil }
    if node.kind == .mapping { return Fields(node).integer("count").map { .count(max(1, $0)) } }
    return node.scalarValue.integer.flatMap { Int(exactly: $0) }.map { .size(max(1, $0)) }
  }

  // MARK: Sources

  /// Where items come from and what is known of one; no source after a problem.
  private mutating func source(
    _ node: YAMLNode,
    _ fields: Fields
  ) -> (source: FanOutSource?, type: ValueType) {
    switch node.kind {
    case .sequence: return list(node)
    case .mapping: break
    default: return value(from: node, "foreach")
    }
    if let node = fields["list"] { return list(node) }
    if let node = fields["from"] { return value(from: node, "from") }
    if let node = fields["product"] { return product(node) }
    if let node = fields["table"] { return table(node, fields) }
    if let node = fields["lines"] { return (file(node).map { .lines($0) }, .string) }
    if let node = fields["json"] { return (file(node).map { .json($0) }, .any) }
    if let node = fields["glob"] { return (path(node, .items).map { .glob($0) }, .string) }
    return (nil, .any)
  }

  private mutating func list(_ node: YAMLNode) -> (source: FanOutSource?, type: ValueType) {
    guard node.kind == .sequence else { return (nil, .any) }
    let elements = node.elements.map { value($0, .items) }
    let known = elements.compactMap(\.self)
    let type = ValueType.union(known.map(\.type))
    return (known.count == elements.count ? .list(known.map(\.value)) : nil, type)
  }

  private mutating func value(
    from node: YAMLNode,
    _ key: String
  ) -> (source: FanOutSource?, type: ValueType) {
    guard let (expression, type) = expression(node, .items) else { return (nil, .any) }
    guard type.kinds.contains(.list) else {
      report.error("\"\(key)\" must be a list, not \(type.words)", at: node)
      return (nil, .any)
    }
    return (.value(expression), type.element)
  }

  /// The path of one file.
  private mutating func file(_ node: YAMLNode) -> Template? {
    guard let path = path(node, .items) else { return nil }
    if path.isGlob {
      report.error("\"\(path.source)\" is a pattern, where one file must be named", at: node)
      return nil
    }
    return path
  }

  private mutating func table(
    _ node: YAMLNode,
    _ fields: Fields
  ) -> (source: FanOutSource?, type: ValueType) {
    var table = TableSource(path: file(node) ?? Template(constant: ""))
    table.delimiter = fields.text("delimiter")
    if let text = table.delimiter, let node = fields["delimiter"],
      text.unicodeScalars.contains(where: { "\"\r\n".unicodeScalars.contains($0) })
    {
      report.error("a quote or a line end cannot separate columns", at: node)
    }
    var type = ValueType.map(ofAny: .optionalString)
    if let names = fields["header"], names.kind == .sequence {
      let columns = names.elements.map(\.text)
      table.header = .names(columns)
      type = .map(Dictionary(columns.map { ($0, .string) }) { first, _ in first })
      reportDuplicates(in: names, "the column")
    }
    for (key, separator) in fields.pairs("split") {
      table.split.append(ColumnSplit(column: key.text, separator: separator.text))
      if type.member(key.text) == nil {
        let hint = report.suggestion(for: key.text, among: type.members?.keys.sorted() ?? [])
        report.error("the table has no column \"\(key.text)\"", at: key, hint: hint)
      }
    }
    return (table.path.source.isEmpty ? nil : .table(table), type)
  }

  private mutating func product(_ node: YAMLNode) -> (source: FanOutSource?, type: ValueType) {
    guard node.kind == .sequence else { return (nil, .any) }
    var parts: [NamedSource] = []
    var members: [String: ValueType] = [:]
    for part in node.elements where part.kind == .mapping {
      let fields = Fields(part)
      let (source, type) = source(part, fields)
      guard let name = fields.text("as"), let place = fields["as"] else { continue }
      if members.updateValue(type, forKey: name) != nil {
        report.error("\"\(name)\" names two parts of the product", at: place)
      }
      if let source { parts.append(NamedSource(name: name, source: source)) }
    }
    if node.count == 0 { report.error("\"product\" is empty", at: node) }
    return (parts.count == node.count && !parts.isEmpty ? .product(parts) : nil, .map(members))
  }

  /// Tells each text of a list that stands there before.
  mutating func reportDuplicates(in node: YAMLNode, _ what: String) {
    var seen: Set<String> = []
    for element in node.elements where !seen.insert(element.text).inserted {
      report.error("\(what) \"\(element.text)\" stands twice", at: element)
    }
  }
}
