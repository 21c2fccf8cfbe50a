import CLibgit2
package import Hashing

/// A ref and what it points at.
package struct Reference: Hashable, Sendable {
  /// The full name.
  package let name: String
  /// The object; of an annotated tag the tag.
  package let id: ObjectID
}

extension Repository {
  /// What a ref points at, by its full name, through symbolic refs; nil if there is no such ref.
  package func reference(_ name: String) throws(GitError) -> ObjectID? {
    var id = git_oid()
    let code = git_reference_name_to_id(&id, handle.pointer, name)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try LibraryCall.check(code, "ref \(name)")
    return ObjectID(id)
  }

  /// The refs whose full names fit a pattern such as `refs/weir/*`, sorted; `*` crosses slashes.
  package func references(matching pattern: String) throws(GitError) -> [Reference] {
    var iterator: UnsafeMutablePointer<git_reference_iterator>?
    try LibraryCall.check(
      git_reference_iterator_glob_new(&iterator, handle.pointer, pattern),
      "refs \(pattern)"
    )
    defer { git_reference_iterator_free(iterator) }
    var result: [Reference] = []
    while true {
      var name: UnsafePointer<CChar>?
      let code = git_reference_next_name(&name, iterator)
      if code == GIT_ITEROVER.rawValue { break }
      try LibraryCall.check(code, "refs \(pattern)")
      guard let name else { break }
      let text = String(cString: name)
      // Nil if another process deleted it meanwhile.
      if let id = try reference(text) { result.append(Reference(name: text, id: id)) }
    }
    return result.sorted { $0.name < $1.name }
  }

  /// Whether git would accept a full ref name.
  package static func isValidReference(_ name: String) throws(GitError) -> Bool {
    try Library.start()
    var valid: Int32 = 0
    try LibraryCall.check(git_reference_name_is_valid(&valid, name), "ref \(name)")
    // A name without a slash is legal for the likes of HEAD, which nobody may set here.
    return valid == 1 && name.hasPrefix("refs/")
  }
}
