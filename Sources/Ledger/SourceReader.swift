package import Engine
package import Git
package import Hashing
import Model
package import Planning

/// Answers what plans ask of a commit: ids from its trees, no content of a file.
package struct SourceReader: Sendable {
  private let repository: Repository
  private let tree: ObjectID

  /// `tree`: of the commit that runs.
  package init(repository: Repository, tree: ObjectID) {
    self.repository = repository
    self.tree = tree
  }

  /// The listing, and the tree that tasks without inputs see.
  package func answer(
    _ question: SourceQuestion
  ) async throws(EngineError) -> (SourceListing, FolderContents.Tree?) {
    let tree = tree
    do throws(GitError) {
      var (listing, excluded) = try await repository.perform { repository throws(GitError) in
        var listing = SourceListing()
        for (path, entry) in try repository.entries(at: question.paths, in: tree) {
          if entry.isSubmodule { throw .unsupported("input \(path) is a submodule") }
          listing.entries[path] = FileVersion(mode: entry.mode, id: entry.id)
          guard entry.isTree else { continue }
          listing.folders[path] = Self.files(try repository.flatten(tree, below: path))
        }
        for text in question.globs {
          let found = try Self.matches(of: text, in: tree, repository)
          let hidden = text.hasPrefix(question.records + "/") ? nil : question.records + "/"
          listing.matches[text] = Self.files(
            found.filter { entry in hidden.map { !entry.path.hasPrefix($0) } ?? true }
          )
        }
        return (listing, try Self.excluded(question, in: tree, repository))
      }
      guard question.wholeTree else { return (listing, nil) }
      var identity = tree
      if !excluded.isEmpty {
        let updates = Dictionary(uniqueKeysWithValues: excluded.map { ($0, TreeUpdate.remove) })
        let batch = try await repository.makeBatch()
        identity = try await batch.updateTree(tree, updates)
        await batch.abort()
      }
      listing.wholeTree = identity
      return (listing, FolderContents.Tree(id: tree, identity: identity, excluded: excluded))
    } catch {
      throw EngineError("read the tree of the commit", error)
    }
  }

  private static func files(_ entries: [TreeEntry]) -> [SourceListing.File] {
    entries.map { .init(path: $0.path, version: FileVersion(mode: $0.mode, id: $0.id)) }
      .sorted { $0.path < $1.path }
  }

  private static func matches(
    of text: String,
    in tree: ObjectID,
    _ repository: isolated Repository
  ) throws(GitError) -> [TreeEntry] {
    let pattern = GlobPattern(text)
    return try repository.flatten(tree, below: pattern.fixedFolder)
      .filter { pattern.matches($0.path) }
  }

  /// What the whole tree leaves out, as far as the commit has it.
  private static func excluded(
    _ question: SourceQuestion,
    in tree: ObjectID,
    _ repository: isolated Repository
  ) throws(GitError) -> [String] {
    guard question.wholeTree else { return [] }
    let globs = question.excluded.filter { GlobPattern.isPattern($0) }
    let exact = question.excluded.subtracting(globs)
    var paths = Set(try repository.entries(at: exact, in: tree).keys)
    for text in globs { paths.formUnion(try matches(of: text, in: tree, repository).map(\.path)) }
    return paths.sorted()
  }
}
