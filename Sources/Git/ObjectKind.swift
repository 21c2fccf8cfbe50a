import CLibgit2

/// The kinds of git objects, numbered as in a pack.
package enum ObjectKind: UInt8, Sendable {
  case commit = 1
  case tree = 2
  case blob = 3
  case tag = 4

  /// The word in an object's header.
  var word: String {
    switch self {
    case .commit: "commit"
    case .tree: "tree"
    case .blob: "blob"
    case .tag: "tag"
    }
  }

  var raw: git_object_t { git_object_t(rawValue: Int32(rawValue)) }

  init?(_ raw: git_object_t) {
    guard let value = UInt8(exactly: raw.rawValue) else { return nil }
    self.init(rawValue: value)
  }
}

/// An object as it is stored: its kind and its bytes without the header.
package struct StoredObject: Equatable, Sendable {
  package let kind: ObjectKind
  package let bytes: [UInt8]
}
