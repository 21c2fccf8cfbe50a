import Model

/// What may stand as the value of a key, as JSON Schema says it.
extension SchemaWriter {
  mutating func schema(of type: KeyType) -> Members {
    switch type {
    case .value, .anything: [:]
    case .integer(let range): whole(range)
    case .number: ["type": "number"]
    case .numberFrom(let least): ["type": "number", "minimum": SchemaWriter.number(least)]
    case .boolean: ["type": "boolean"]
    case .on: ["const": true]
    case .off: ["const": false]
    case .choice(let words): ["enum": .array(words.map(JSONValue.string))]
    case .list(let element): array(of: element)
    case .oneOrMany(let element):
      any([schema(of: element), array(of: element)])
    case .map(let element):
      ["type": "object", "additionalProperties": .object(schema(of: element))]
    case .named(_, let element): map(keys: .name, values: schema(of: element))
    case .environment:
      map(keys: .variable, values: ["type": ["string", "number", "boolean", "null"]])
    case .structure(let structure):
      reference(structure.rawValue) { $0.object(structure) }
    case .chosen(let key, let choices): chosen(by: key, choices)
    case .alternatives(let types):
      any(types.filter { !$0.isLater }.map { schema(of: $0) })
    case .later: ["not": [:]]
    case .nullable(let inner): any([["type": "null"], schema(of: inner)])
    default: reference(type.definitionName) { _ in type.scalarSchema }
    }
  }

  /// One of several; those that are such a choice themselves are taken apart.
  private func any(_ schemas: [Members]) -> Members {
    let parts = schemas.flatMap { members -> [JSONValue] in
      guard members.count == 1, let inner = members["anyOf"]?.array else {
        return [.object(members)]
      }
      return inner
    }
    guard parts.count == 1, let only = parts.first?.object else { return ["anyOf": .array(parts)] }
    return only
  }

  private mutating func array(of element: KeyType) -> Members {
    let items = schema(of: element)
    return items.isEmpty ? ["type": "array"] : ["type": "array", "items": .object(items)]
  }

  private mutating func map(keys: KeyType, values: Members) -> Members {
    [
      "type": "object",
      "propertyNames": .object(schema(of: keys)),
      "additionalProperties": .object(values),
    ]
  }

  private func whole(_ range: ClosedRange<Int64>) -> Members {
    var members: Members = ["type": "integer"]
    if range.lowerBound > Int64.min { members["minimum"] = .integer(range.lowerBound) }
    if range.upperBound < Int64.max { members["maximum"] = .integer(range.upperBound) }
    return members
  }

  /// The word of a key tells which structure it is.
  private mutating func chosen(by key: String, _ choices: [KeyType.Choice]) -> Members {
    var cases: [JSONValue] = []
    for choice in choices {
      let structure = schema(of: .structure(choice.structure))
      let isChosen: JSONValue = [
        "properties": .object([key: ["const": .string(choice.word)]]),
        "required": [.string(key)],
      ]
      cases.append(["if": isChosen, "then": .object(structure)])
    }
    return [
      "type": "object",
      "properties": .object([key: ["enum": .array(choices.map { .string($0.word) })]]),
      "required": [.string(key)],
      "allOf": .array(cases),
    ]
  }

  /// A bound without a fraction where it has none.
  private static func number(_ value: Double) -> JSONValue {
    Int64(exactly: value).map(JSONValue.integer) ?? .number(value)
  }
}
