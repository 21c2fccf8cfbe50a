package import Model

/// Where the records of a run stand: which ref, and below which folder of its tree.
package struct RecordsPlace: Hashable, Sendable {
  /// A full ref name.
  package let ref: String
  /// Empty for the root, else with a slash at its end.
  package let prefix: String
  /// Whether the ref is a branch that holds source too.
  package let isShared: Bool

  package static let sourcesRef = "refs/weir/sources"
  package static let localRef = "refs/weir/local"
  package static let notesRef = "refs/notes/weir"

  /// The place for runs of a branch; a run without a branch has no branch to share.
  package init(_ mode: RecordSettings.Mode, sourceBranch: String?) {
    switch mode {
    case .branch(let name):
      self.init(ref: "refs/heads/\(name)", prefix: "", isShared: false)
    case .same:
      if let sourceBranch {
        self.init(ref: "refs/heads/\(sourceBranch)", prefix: "runs/", isShared: true)
      } else {
        self.init(ref: "refs/heads/weir/runs", prefix: "", isShared: false)
      }
    }
  }

  /// Runs of `--dirty` snapshots, which are never pushed.
  package static var local: RecordsPlace {
    RecordsPlace(ref: localRef, prefix: "", isShared: false)
  }

  private init(ref: String, prefix: String, isShared: Bool) {
    self.ref = ref
    self.prefix = prefix
    self.isShared = isShared
  }

  /// The same records as another ref has them, such as one that was fetched.
  package func standing(at ref: String) -> RecordsPlace {
    RecordsPlace(ref: ref, prefix: prefix, isShared: isShared)
  }

  /// The short name of the ref, as people type it.
  package var shortName: String {
    ref.hasPrefix("refs/heads/") ? String(ref.dropFirst(11)) : ref
  }
}
