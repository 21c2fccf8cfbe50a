import Model

/// The pairs of a map with fixed keys; values of a wrong shape read as absent, since the shape
/// checker has told about them.
struct Fields {
  private let pairs: [(name: String, key: YAMLNode, value: YAMLNode)]

  /// Nothing is said.
  init() { pairs = [] }

  init(_ node: YAMLNode) {
    pairs = node.pairs.map { ($0.key.text, $0.key, $0.value) }
  }

  subscript(name: String) -> YAMLNode? { pairs.first { $0.name == name }?.value }

  func key(_ name: String) -> YAMLNode? { pairs.first { $0.name == name }?.key }

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

  /// The elements of a list, or the only one that stands in its place.
  func items(_ name: String) -> [YAMLNode]? {
    guard let node = self[name], !node.isNull else { return nil }
    return node.kind == .sequence ? Array(node.elements) : [node]
  }
}
