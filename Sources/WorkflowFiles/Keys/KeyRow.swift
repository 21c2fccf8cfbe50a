/// One key of one structure: the single source for checks, messages, schema and documentation.
struct KeyRow: Sendable {
  enum Support: Sendable {
    /// It has its effect.
    case full
    /// Accepted and checked; it has no effect yet.
    case inert
    /// Belongs in the site's settings, never in a commit.
    case site
  }

  let name: String
  let type: KeyType
  /// One sentence for people.
  let summary: String
  let example: String
  /// Whether its structure makes no sense without it.
  let isRequired: Bool
  let support: Support

  init(
    _ name: String,
    _ type: KeyType,
    _ summary: String,
    example: String,
    isRequired: Bool = false,
    support: Support = .full
  ) {
    self.name = name
    self.type = type
    self.summary = summary
    self.example = example
    self.isRequired = isRequired
    self.support = support
  }
}

/// Every key of the format.
enum KeyTable {
  /// The rows of each structure by name.
  static let byName: [Structure: [String: KeyRow]] = Dictionary(
    uniqueKeysWithValues: Structure.allCases.map { structure in
      (structure, Dictionary(structure.rows.map { ($0.name, $0) }) { first, _ in first })
    }
  )
}
