import Model

extension TemplateBuilder {
  /// The values of a matrix and what its context holds; no matrix after a problem.
  mutating func matrix(
    _ node: YAMLNode,
    _ key: YAMLNode
  ) -> (matrix: MatrixDefinition?, type: ValueType) {
    guard node.kind == .mapping else { return (nil, .any) }
    var matrix = MatrixDefinition(axes: [])
    var types: [String: ValueType] = [:]
    var isValid = true
    for (name, values) in node.pairs where !["include", "exclude"].contains(name.text) {
      guard let axis = axis(values) else {
        isValid = false
        types[name.text] = .any
        continue
      }
      matrix.axes.append(
        NamedValue(name: name.text, value: axis.value, location: location(of: name))
      )
      types[name.text] = axis.type.element
    }
    let axes = types.keys.sorted()
    let fields = Fields(node)
    let added = combinations(fields["include"], &isValid)
    matrix.include = added.map(\.value)
    for type in added.map(\.type) {
      for (name, value) in type.members ?? [:] {
        types[name] = types[name].map { $0.or(value) } ?? (axes.isEmpty ? value : value.or(.null))
      }
    }
    matrix.exclude = combinations(fields["exclude"], &isValid).map(\.value)
    for (name, _) in fields.elements("exclude").flatMap({ Array($0.pairs) })
    where !axes.contains(name.text) {
      let hint = report.suggestion(for: name.text, among: axes)
      report.error("the matrix has no \"\(name.text)\" to exclude", at: name, hint: hint)
    }
    checkExclusions(matrix, fields.elements("exclude"))
    if node.pairs.allSatisfy({ key, _ in key.text == "exclude" }) {
      report.error(
        "the matrix has no values",
        at: key,
        hint: "for example: matrix: {size: [1, 2]}"
      )
    }
    return (isValid ? matrix : nil, .map(types))
  }

  /// Tells what is left out and was never in, as far as the file tells.
  private mutating func checkExclusions(_ matrix: MatrixDefinition, _ nodes: [YAMLNode]) {
    var known: [String: [JSONValue]] = [:]
    for axis in matrix.axes { known[axis.name] = axis.value.constant?.array }
    for node in nodes where node.kind == .mapping {
      let isNever = node.pairs.contains { name, value in
        guard !TemplateParser.hasExpression(value.textBytes) else { return false }
        return known[name.text].map { !$0.contains(value.value) } ?? false
      }
      guard isNever else { continue }
      report.warning(
        "no combination of the matrix is \(JSONWriter.compact(node.value))",
        at: node
      )
    }
  }

  /// The values of one name.
  private mutating func axis(_ node: YAMLNode) -> TypedValue? {
    if node.isScalar {
      guard let (expression, type) = expression(node, .items) else { return nil }
      guard type.kinds.contains(.list) else {
        report.error("the values of a matrix must be a list, not \(type.words)", at: node)
        return nil
      }
      let template = Template(
        segments: [.expression(expression)],
        source: node.text,
        location: location(of: node)
      )
      return TypedValue(value: .template(template), type: type)
    }
    guard node.kind == .sequence else { return nil }
    checkRepeats(node, "value")
    return value(node, .items)
  }

  /// The maps under `include` or `exclude`.
  private mutating func combinations(_ node: YAMLNode?, _ isValid: inout Bool) -> [TypedValue] {
    guard let node, node.kind == .sequence else { return [] }
    checkRepeats(node, "combination")
    var result: [TypedValue] = []
    for element in node.elements where element.kind == .mapping {
      if let combination = value(element, .items) {
        result.append(combination)
      } else {
        isValid = false
      }
    }
    return result
  }

  /// Tells each constant that stands twice, which would make two instances of one key.
  private mutating func checkRepeats(_ node: YAMLNode, _ what: String) {
    var seen: [JSONValue: SourceLocation] = [:]
    for element in node.elements {
      let value = element.value
      guard let first = seen[value] else {
        seen[value] = element.location
        continue
      }
      report.error(
        "the \(what) \(JSONWriter.compact(value)) stands twice; first at \(first.line):\(first.column)",
        at: element
      )
    }
  }
}
