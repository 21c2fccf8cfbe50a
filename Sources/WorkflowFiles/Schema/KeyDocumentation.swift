package import Model

/// What there is to say about one key.
package struct KeyDocumentation: Sendable {
  static let inertNote = "It is checked, and has no effect in this version yet."

  /// From the top of the file, such as `tasks.retry`.
  package let path: String
  /// Where it may stand.
  package let kind: SchemaKind
  private let row: KeyRow
  private let structure: Structure?

  init(path: String, kind: SchemaKind, row: KeyRow, structure: Structure?) {
    self.path = path
    self.kind = kind
    self.row = row
    self.structure = structure
  }

  /// The last part of its path.
  package var name: String { row.name }

  /// One sentence.
  package var summary: String { row.summary }

  /// What may stand as its value, in words.
  package var type: String { row.type.inDetail }

  /// What it means when it does not stand, where that is a value it could have.
  package var defaultValue: JSONValue? {
    structure.flatMap { KeyDefaults.value(of: row.name, in: $0) }
  }

  /// A line of YAML.
  package var example: String { row.example }

  package var isRequired: Bool { row.isRequired }

  /// What keeps it from having its effect, in a sentence.
  package var note: String? {
    switch row.support {
    case .full: nil
    case .inert: KeyDocumentation.inertNote
    case .site: "It belongs in the site's settings, never in a commit."
    }
  }

  /// The keys of the map that may be its value, or of the maps in it.
  package var keys: [KeyDocumentation] {
    var seen: Set<String> = []
    return row.type.structures.flatMap { structure in
      structure.rows.filter { seen.insert($0.name).inserted }.map { row in
        KeyDocumentation(
          path: "\(path).\(row.name)",
          kind: kind,
          row: row,
          structure: structure
        )
      }
    }
  }

  /// The keys at the top of a file.
  package static func keys(of kind: SchemaKind) -> [KeyDocumentation] {
    kind.structure.rows.filter { kind == .site || $0.support != .site }.map {
      KeyDocumentation(path: $0.name, kind: kind, row: $0, structure: kind.structure)
    }
  }

  /// A key below this one; names that a person chooses, such as that of a task, may be left out.
  func key(_ name: String, before next: String?) -> KeyDocumentation? {
    if let found = keys.first(where: { $0.name == name }) { return found }
    if let other = row.type.structures.lazy.compactMap(\.otherKeys).first, Names.isValid(name) {
      let row = KeyRow(name, other.type, "A \(other.what).", example: row.example)
      return KeyDocumentation(path: "\(path).\(name)", kind: kind, row: row, structure: nil)
    }
    guard row.type.hasNamedValues, let next, keys.contains(where: { $0.name == next }) else {
      return nil
    }
    return KeyDocumentation(path: "\(path).\(name)", kind: kind, row: row, structure: structure)
  }
}

extension KeyType {
  /// The maps with fixed keys that may stand here, or in what stands here.
  var structures: [Structure] {
    switch self {
    case .structure(let structure): [structure]
    case .chosen(_, let choices): choices.map(\.structure)
    case .list(let inner), .oneOrMany(let inner), .map(let inner), .named(_, let inner),
      .nullable(let inner):
      inner.structures
    case .alternatives(let types): types.flatMap(\.structures)
    default: []
    }
  }

  /// Like `expected`, with what lists and maps hold.
  fileprivate var inDetail: String {
    switch self {
    case .list(.value), .list(.anything): "a list"
    case .list(let element): "a list, each \(element.inDetail)"
    case .oneOrMany(let element): "\(element.inDetail); or a list of such"
    case .map(let element): "a map, each value \(element.inDetail)"
    case .named: "a map by name"
    case .environment: "a map of variables and their values"
    case .alternatives(let types):
      types.contains { if case .list = $0 { true } else { false } }
        ? types.map(\.inDetail).joined(separator: "; ") : expected
    case .nullable(let inner): inner.inDetail
    default: expected
    }
  }

  /// Whether it is a map whose keys are names that a person chooses.
  fileprivate var hasNamedValues: Bool {
    if case .named = self { true } else { false }
  }
}
