import Model

/// What holds between the keys of one map, as JSON Schema says it.
enum SchemaRules {
  /// One schema a rule; all of them must hold.
  static func schemas(of rules: [KeyRule]) -> [JSONValue] {
    var schemas: [JSONValue] = []
    for rule in rules {
      switch rule {
      case .atLeastOne(let names): schemas.append(["anyOf": .array(names.map(stands))])
      case .atMostOne(let names): schemas.append(["not": .object(anyTwo(of: names))])
      case .only(let names, let others):
        let condition: JSONValue =
          others.count == 1 ? stands(others[0]) : ["anyOf": .array(others.map(stands))]
        schemas.append(["dependentSchemas": .object(each(names, condition))])
      case .never(let names, let other, _):
        let refused: JSONValue = ["properties": .object(each(names, false))]
        schemas.append(["dependentSchemas": .object([other: refused])])
      }
    }
    return schemas
  }

  private static func stands(_ name: String) -> JSONValue { ["required": [.string(name)]] }

  private static func each(_ names: [String], _ value: JSONValue) -> [String: JSONValue] {
    Dictionary(names.map { ($0, value) }) { first, _ in first }
  }

  private static func anyTwo(of names: [String]) -> [String: JSONValue] {
    var pairs: [JSONValue] = []
    for (position, first) in names.enumerated() {
      for second in names[(position + 1)...] {
        pairs.append(["required": [.string(first), .string(second)]])
      }
    }
    return pairs.count == 1 ? pairs[0].object ?? [:] : ["anyOf": .array(pairs)]
  }
}
