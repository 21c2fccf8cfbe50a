import Model

extension TemplateBuilder {
  /// A value and what is known of it.
  struct TypedValue {
    var value: ValueTemplate
    var type: ValueType
  }

  /// Any value, in whose texts expressions may stand; nil, with its problems reported, when one is
  /// wrong.
  mutating func value(_ node: YAMLNode, _ place: ExpressionPlace) -> TypedValue? {
    switch node.kind {
    case .scalar: return scalar(node, place)
    case .sequence:
      let elements = node.elements.map { value($0, place) }
      guard !elements.contains(where: { $0 == nil }) else { return nil }
      let known = elements.compactMap(\.self)
      let constants = known.compactMap(\.value.constant)
      return TypedValue(
        value: constants.count == known.count
          ? .constant(.array(constants)) : .list(known.map(\.value)),
        type: .list(of: .union(known.map(\.type)))
      )
    case .mapping: return map(node, place)
    case .alias: return nil
    }
  }

  private mutating func map(_ node: YAMLNode, _ place: ExpressionPlace) -> TypedValue? {
    var members: [NamedValue] = []
    var constants: [String: JSONValue] = [:]
    var types: [String: ValueType] = [:]
    var isValid = true
    for (key, node) in node.pairs {
      guard let member = value(node, place) else {
        isValid = false
        continue
      }
      members.append(
        NamedValue(name: key.text, value: member.value, location: location(of: key))
      )
      if let constant = member.value.constant { constants[key.text] = constant }
      types[key.text] = member.type
    }
    guard isValid else { return nil }
    return TypedValue(
      value: constants.count == members.count ? .constant(.object(constants)) : .map(members),
      type: .map(types)
    )
  }

  private mutating func scalar(_ node: YAMLNode, _ place: ExpressionPlace) -> TypedValue? {
    guard TemplateParser.hasExpression(node.textBytes) else {
      let value = node.scalarValue
      if case .number(let number) = value, !number.isFinite {
        report.error("\(node.text) is no number that JSON has", at: node)
        return nil
      }
      return TypedValue(value: .constant(value), type: .of(value))
    }
    let parsed = parse(node, place)
    guard parsed.isValid else { return nil }
    let template = Template(
      segments: parsed.template.segments,
      source: node.text,
      location: location(of: node)
    )
    let type = template.wholeExpression == nil ? .string : parsed.types.first ?? .any
    return TypedValue(value: .template(template), type: type)
  }

  /// The values of a map by name, in the order of the file.
  mutating func namedValues(_ node: YAMLNode?, _ place: ExpressionPlace) -> [NamedValue] {
    guard let node else { return [] }
    var result: [NamedValue] = []
    for (key, node) in node.pairs {
      guard let value = value(node, place)?.value else { continue }
      result.append(NamedValue(name: key.text, value: value, location: location(of: key)))
    }
    return result
  }

  /// The expression that is a whole scalar, and its type.
  mutating func expression(
    _ node: YAMLNode,
    _ place: ExpressionPlace
  ) -> (expression: Expression, type: ValueType)? {
    guard ScalarShape.isValid(node, .expression) else { return nil }
    let parsed = parse(node, place)
    guard parsed.isValid else { return nil }
    guard parsed.template.segments.count == 1, let found = parsed.template.expressions.first else {
      report.error("one expression in ${{ }} must be the whole text here", at: node)
      return nil
    }
    return (found.parsed.expression, parsed.types.first ?? .any)
  }
}

extension ValueTemplate {
  /// The value, if no expression stands in it.
  var constant: JSONValue? {
    if case .constant(let value) = self { value } else { nil }
  }
}
