import CLibgit2

/// Where a repository is: absolute paths without a slash at the end.
package struct RepositoryLocation: Hashable, Sendable {
  /// The git directory of this work tree: `.git`, or `.git/worktrees/NAME` of a linked one.
  package let gitDirectory: String
  /// The git directory that all work trees share; it holds objects and refs.
  package let commonDirectory: String
  /// The top folder of the work tree; nil in a bare repository.
  package let workTree: String?

  package init(gitDirectory: String, commonDirectory: String, workTree: String?) {
    self.gitDirectory = gitDirectory
    self.commonDirectory = commonDirectory
    self.workTree = workTree
  }

  /// Whether there is no work tree.
  package var isBare: Bool { workTree == nil }

  /// Whether the work tree is a linked one.
  package var isLinked: Bool { gitDirectory != commonDirectory }

  /// The folder of the objects.
  package var objectsDirectory: String { commonDirectory + "/objects" }
}

extension RepositoryLocation {
  init(of repository: OpaquePointer) {
    self.init(
      gitDirectory: RepositoryLocation.path(git_repository_path(repository)) ?? "",
      commonDirectory: RepositoryLocation.path(git_repository_commondir(repository)) ?? "",
      workTree: RepositoryLocation.path(git_repository_workdir(repository))
    )
  }

  private static func path(_ text: UnsafePointer<CChar>?) -> String? {
    guard let text else { return nil }
    var path = String(cString: text)
    while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    return path
  }
}
