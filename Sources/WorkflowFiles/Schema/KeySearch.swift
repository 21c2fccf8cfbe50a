import Model

/// Finds the documentation of a key by its path.
package enum KeySearch {
  /// Why there is no such key.
  package struct Problem: Error {
    package let message: String
    package let hint: String
  }

  /// The key of the first kind of file that has it.
  package static func find(
    _ path: String,
    in kinds: [SchemaKind]
  ) throws(Problem) -> KeyDocumentation {
    let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    var deepest: (depth: Int, parent: KeyDocumentation?) = (0, nil)
    for kind in kinds {
      var parent: KeyDocumentation?
      for (depth, name) in names.enumerated() {
        let next = depth + 1 < names.count ? names[depth + 1] : nil
        let found =
          parent.map { $0.key(name, before: next) }
          ?? KeyDocumentation.keys(of: kind).first { $0.name == name }
        guard let found else {
          if depth > deepest.depth { deepest = (depth, parent) }
          break
        }
        if next == nil { return found }
        parent = found
      }
    }
    let candidates = deepest.parent?.keys ?? kinds.flatMap { KeyDocumentation.keys(of: $0) }
    throw problem(names[deepest.depth], below: deepest.parent, candidates)
  }

  private static func problem(
    _ name: String,
    below parent: KeyDocumentation?,
    _ candidates: [KeyDocumentation]
  ) -> Problem {
    let close = Spelling.closest(to: name, among: candidates.map(\.name))
    let place = parent.map { "in \"\($0.path)\"" } ?? "at the top of a file"
    var names: [String] = []
    for candidate in candidates where !names.contains(candidate.name) {
      names.append(candidate.name)
    }
    let others =
      names.isEmpty ? "it has no keys of its own" : "there are: \(names.joined(separator: ", "))"
    let meant = close.map { name in
      "did you mean \"\(candidates.first { $0.name == name }?.path ?? name)\"?"
    }
    return Problem(message: "there is no key \"\(name)\" \(place)", hint: meant ?? others)
  }
}
