import Model

/// The pairs of a map with fixed keys; values of a wrong shape read as absent, since the shape
/// checker has told about them.
struct Fields {
  private let all: [(name: String, key: YAMLNode, value: YAMLNode)]

  /// Nothing is said.
  init() { all = [] }

  init(_ node: YAMLNode) {
    all = node.pairs.map { ($0.key.text, $0.key, $0.value) }
  }

  subscript(name: String) -> YAMLNode? { all.first { $0.name == name }?.value }

  func key(_ name: String) -> YAMLNode? { all.first { $0.name == name }?.key }

  /// The keys that stand, in the order of the file.
  func keys(among names: [String]) -> [YAMLNode] {
    all.filter { names.contains($0.name) }.map(\.key)
  }

  func text(_ name: String) -> String? {
    guard let node = self[name], node.isScalar, !node.isNull else { return nil }
    return node.text
  }

  func duration(_ name: String) -> Duration? { text(name).flatMap(Quantity.duration) }

  func size(_ name: String) -> Int64? { text(name).flatMap(Quantity.size) }

  func bool(_ name: String) -> Bool? { self[name]?.scalarValue.bool }

  func integer(_ name: String) -> Int? {
    self[name]?.scalarValue.integer.flatMap { Int(exactly: $0) }
  }

  func number(_ name: String) -> Double? { self[name]?.scalarValue.double }

  /// The pairs of a map; none where there is no map.
  func pairs(_ name: String) -> [(key: YAMLNode, value: YAMLNode)] {
    (self[name]?.pairs).map { $0.map { $0 } } ?? []
  }

  /// The elements of a list; none where there is no list.
  func elements(_ name: String) -> [YAMLNode] {
    (self[name]?.elements).map { $0.map { $0 } } ?? []
  }

  /// The keys of a map; nil where there is no map.
  func map(_ name: String) -> Fields? {
    self[name].flatMap { $0.kind == .mapping ? Fields($0) : nil }
  }

  /// The elements of a list, or the only one that stands in its place.
  func items(_ name: String) -> [YAMLNode]? {
    guard let node = self[name], !node.isNull else { return nil }
    return node.kind == .sequence ? Array(node.elements) : [node]
  }
}
