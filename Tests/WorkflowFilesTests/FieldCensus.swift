/// Which values each stored field of some values has, by type and name.
struct FieldCensus {
  private(set) var values: [String: Set<String>] = [:]

  mutating func count(_ value: Any) {
    let mirror = Mirror(reflecting: value)
    for child in mirror.children {
      if mirror.displayStyle == .struct, let label = child.label {
        values["\(type(of: value)).\(label)", default: []].insert("\(child.value)")
      }
      count(child.value)
    }
  }

  /// The fields that are the same everywhere.
  var constant: [String] { values.filter { $0.value.count == 1 }.keys.sorted() }
}
