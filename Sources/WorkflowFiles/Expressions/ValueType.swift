import Model

/// What is known of a value before anything runs.
struct ValueType: Hashable, Sendable {
  struct Kinds: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    static let null = Kinds(rawValue: 1 << 0)
    static let bool = Kinds(rawValue: 1 << 1)
    static let integer = Kinds(rawValue: 1 << 2)
    static let number = Kinds(rawValue: 1 << 3)
    static let string = Kinds(rawValue: 1 << 4)
    static let list = Kinds(rawValue: 1 << 5)
    static let map = Kinds(rawValue: 1 << 6)
    static let any = Kinds(rawValue: (1 << 7) - 1)
    static let numeric: Kinds = [.integer, .number]
    /// What stands in a text as it is.
    static let scalar: Kinds = [.null, .bool, .integer, .number, .string]
  }

  /// The kinds that it may be of.
  var kinds: Kinds
  /// The members of a map, if they are known.
  private(set) var members: [String: ValueType]?
  /// Of a list's elements, or of members that are not known by name; at most one.
  private var inner: [ValueType] = []

  init(_ kinds: Kinds) { self.kinds = kinds }

  static let any = ValueType(.any)
  static let null = ValueType(.null)
  static let bool = ValueType(.bool)
  static let integer = ValueType(.integer)
  static let number = ValueType(.numeric)
  static let string = ValueType(.string)
  static let optionalString = ValueType([.string, .null])

  static func list(of element: ValueType) -> ValueType {
    var type = ValueType(.list)
    type.inner = [element]
    return type
  }

  static func map(_ members: [String: ValueType]) -> ValueType {
    var type = ValueType(.map)
    type.members = members
    return type
  }

  /// A map whose members have names that are not known.
  static func map(ofAny element: ValueType) -> ValueType {
    var type = ValueType(.map)
    type.inner = [element]
    return type
  }

  static func param(_ kind: ParameterDefinition.Kind, items: ParameterDefinition.Kind?) -> ValueType
  {
    switch kind {
    case .string, .date, .datetime, .path, .file: .string
    case .integer: .integer
    case .number: .number
    case .boolean: .bool
    case .list: .list(of: items.map { param($0, items: nil) } ?? .any)
    case .json: .any
    }
  }

  /// Of a value that is known.
  static func of(_ value: JSONValue) -> ValueType {
    switch value {
    case .null: .null
    case .bool: .bool
    case .integer: .integer
    case .number: ValueType(.number)
    case .string: .string
    case .array(let elements): .list(of: union(elements.lazy.map(of)))
    case .object(let members): .map(members.mapValues(of))
    }
  }

  /// What is one of several; anything if there are none.
  static func union(_ types: some Sequence<ValueType>) -> ValueType {
    var result: ValueType?
    for type in types {
      guard let earlier = result else {
        result = type
        continue
      }
      if earlier != type { result = earlier.or(type) }
    }
    return result ?? .any
  }

  /// Of a list's element, or of a member that is not known by name.
  var element: ValueType { inner.first ?? .any }

  /// Of a member of a map; nil if there is none of that name.
  func member(_ name: String) -> ValueType? {
    members.map { $0[name] } ?? element
  }

  func or(_ other: ValueType) -> ValueType {
    var result = ValueType(kinds.union(other.kinds))
    result.inner = joined(other) { $0.element.or($1.element) }.map { [$0] } ?? []
    if kinds.contains(.map), other.kinds.contains(.map) {
      guard let mine = members, let others = other.members else { return result }
      result.members = mine.mapValues { $0.or(.null) }.merging(others.mapValues { $0.or(.null) }) {
        $0.or($1)
      }
      for (name, type) in mine {
        if let second = others[name] { result.members?[name] = type.or(second) }
      }
    } else {
      result.members = members ?? other.members
    }
    return result
  }

  /// What is known of the inside of both, or of the only one that has an inside.
  private func joined(
    _ other: ValueType,
    _ join: (ValueType, ValueType) -> ValueType
  ) -> ValueType? {
    let hasInside: (ValueType) -> Bool = { !$0.kinds.isDisjoint(with: [.list, .map]) }
    switch (hasInside(self), hasInside(other)) {
    case (true, true): return inner.isEmpty || other.inner.isEmpty ? nil : join(self, other)
    case (true, false): return inner.first
    case (false, true): return other.inner.first
    case (false, false): return nil
    }
  }

  func without(_ kinds: Kinds) -> ValueType {
    var result = self
    result.kinds.subtract(kinds)
    return result
  }

  /// What messages call it, such as `an integer` or `a string or null`.
  var words: String {
    let names: [(Kinds, String)] = [
      (.bool, "a boolean"), (.integer, "an integer"), (.number, "a number"),
      (.string, "a string"), (.list, "a list"), (.map, "a map"), (.null, "null"),
    ]
    return KeyType.list(
      of: names.filter { name, _ in
        kinds.contains(name) && !(name == .integer && kinds.contains(.number))
      }.map(\.1)
    )
  }
}
