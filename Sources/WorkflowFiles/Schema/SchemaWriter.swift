import Model

/// Makes the JSON Schema of a kind of file from the table of keys.
struct SchemaWriter {
  typealias Members = [String: JSONValue]

  /// Whether keys of the site's settings may stand.
  private let isSite: Bool
  /// What `$defs` holds.
  private var definitions: Members = [:]

  private init(isSite: Bool) {
    self.isSite = isSite
  }

  static func document(_ kind: SchemaKind) -> JSONValue {
    var writer = SchemaWriter(isSite: kind == .site)
    var members = writer.object(kind.structure)
    members["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    members["$id"] = .string("urn:weir:schema:\(kind.rawValue):1")
    members["title"] = .string(kind.title)
    members["description"] = .string("The keys of \(kind.files).")
    members["$defs"] = .object(writer.definitions)
    if kind.structure == .settings { members["type"] = ["object", "null"] }
    return .object(members)
  }

  /// A reference to a schema that stands once under `$defs`.
  mutating func reference(
    _ name: String,
    _ make: (inout SchemaWriter) -> Members
  ) -> Members {
    if definitions[name] == nil {
      // Known from here on, since a structure may hold itself.
      definitions[name] = .null
      definitions[name] = .object(make(&self))
    }
    return ["$ref": .string("#/$defs/\(name)")]
  }

  /// A map with fixed keys.
  mutating func object(_ structure: Structure) -> Members {
    let rows = structure.rows.filter { isSite || $0.support != .site }
    var properties: Members = [:]
    for row in rows { properties[row.name] = .object(property(row, of: structure)) }
    var members: Members = [
      "title": .string(structure.title),
      "type": "object",
      "properties": .object(properties),
      "additionalProperties": false,
    ]
    if let other = structure.otherKeys {
      members["additionalProperties"] = .object(schema(of: other.type))
      members["propertyNames"] = .object(schema(of: .name))
    }
    let required = rows.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { members["required"] = .array(required) }
    let rules = SchemaRules.schemas(of: structure.rules)
    if !rules.isEmpty { members["allOf"] = .array(rules) }
    return members
  }

  private mutating func property(_ row: KeyRow, of structure: Structure) -> Members {
    var members = schema(of: row.type)
    let note = row.support == .inert ? " \(KeyDocumentation.inertNote)" : ""
    members["description"] = .string(row.summary + note)
    if let example = row.exampleValue { members["examples"] = [example] }
    if let value = KeyDefaults.value(of: row.name, in: structure) { members["default"] = value }
    return members
  }
}

extension KeyRow {
  /// The value that the key has in its example.
  var exampleValue: JSONValue? {
    var report = Report(file: "")
    return YAMLReader.read(Array(example.utf8), report: &report)?.root.value[name]
  }
}
