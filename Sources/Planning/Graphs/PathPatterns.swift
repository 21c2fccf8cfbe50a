import Model

/// A path or glob that a task reads.
package struct InputPattern: Hashable, Sendable {
  package let path: String
  package let isGlob: Bool

  package init(_ path: String, isGlob: Bool? = nil) {
    self.path = path
    self.isGlob = isGlob ?? GlobPattern.isPattern(path)
  }

  /// Whether a file is among what it reads; a folder stands for all below it.
  package func covers(_ candidate: String) -> Bool {
    PathCover.covers(path, isGlob: isGlob, candidate)
  }
}

/// A path or glob that a task makes.
package struct OutputPattern: Hashable, Sendable {
  package let path: String
  package let isGlob: Bool
  package let optional: Bool
  package let publish: Bool

  /// The pattern that it is, also where it is no glob but has its characters.
  package var globText: String { isGlob ? path : GlobPattern.escaped(path) }

  package init(
    _ path: String,
    isGlob: Bool? = nil,
    optional: Bool = false,
    publish: Bool = false
  ) {
    self.path = path
    self.isGlob = isGlob ?? GlobPattern.isPattern(path)
    self.optional = optional
    self.publish = publish
  }

  /// Whether a collected path belongs to this pattern; a folder stands for all below it.
  package func covers(_ candidate: String) -> Bool {
    PathCover.covers(path, isGlob: isGlob, candidate)
  }
}

/// What a declared path stands for.
private enum PathCover {
  static func covers(_ path: String, isGlob: Bool, _ candidate: String) -> Bool {
    if isGlob { return GlobPattern(path).matches(candidate) }
    return candidate.isSame(as: path) || candidate.hasBytes(atStart: path + "/")
  }
}
