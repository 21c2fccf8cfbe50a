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

  /// The listing, and the trees that tasks without inputs see, by what they leave out besides.
  package func answer(
    _ question: SourceQuestion
  ) async throws(EngineError) -> (SourceListing, [[String]: FolderContents.Tree]) {
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
        let hidden = question.records + "/"
        for text in question.globs {
          listing.matches[text] = Self.files(
            try Self.matches(of: text, besides: question.records, in: tree, repository)
          )
        }
        if question.everything {
          listing.everything = Self.files(
            try repository.flatten(tree, below: "").filter { !$0.path.hasPrefix(hidden) }
          )
        }
        return (listing, try Self.excluded(question, in: tree, repository))
      }
      var trees: [[String]: FolderContents.Tree] = [:]
      for extra in question.wholeTrees {
        let left = try await standing(extra, excluded)
        let identity = try await identity(without: left)
        listing.wholeTrees[extra] = identity
        trees[extra] = FolderContents.Tree(id: tree, identity: identity, excluded: left)
      }
      return (listing, trees)
    } catch {
      throw EngineError("read the tree of the commit", error)
    }
  }

  /// The bytes and the paths that fan-outs read, as far as the commit has them.
  package func answer(_ question: FanOutQuestion) async throws(EngineError) -> FanOutFiles {
    guard !question.isEmpty else { return FanOutFiles() }
    let tree = tree
    do throws(GitError) {
      return try await repository.perform { repository throws(GitError) in
        var files = FanOutFiles()
        for (path, entry) in try repository.entries(at: question.files, in: tree)
        where entry.isFile {
          files.bytes[path] = try repository.blob(entry.id)
        }
        for text in question.globs {
          files.matches[text] =
            try Self.matches(of: text, besides: question.records, in: tree, repository)
            .map(\.path).sorted()
        }
        return files
      }
    } catch {
      throw EngineError("read what a fan-out is made of", error)
    }
  }

  /// What is left out and stands in the tree.
  private func standing(
    _ extra: [String],
    _ excluded: [String]
  ) async throws(GitError) -> [String] {
    guard !extra.isEmpty else { return excluded }
    let tree = tree
    let found = try await repository.perform { repository throws(GitError) in
      try repository.entries(at: Set(extra), in: tree).map(\.key)
    }
    return Set(excluded + found).sorted()
  }

  private func identity(without paths: [String]) async throws(GitError) -> ObjectID {
    guard !paths.isEmpty else { return tree }
    let updates = Dictionary(uniqueKeysWithValues: paths.map { ($0, TreeUpdate.remove) })
    let batch = try await repository.makeBatch()
    let identity = try await batch.updateTree(tree, updates)
    await batch.abort()
    return identity
  }

  private static func files(_ entries: [TreeEntry]) -> [SourceListing.File] {
    entries.map { .init(path: $0.path, version: FileVersion(mode: $0.mode, id: $0.id)) }
      .sorted { $0.path < $1.path }
  }

  /// What a glob finds; in the folder of the records only if it begins there.
  private static func matches(
    of text: String,
    besides records: String,
    in tree: ObjectID,
    _ repository: isolated Repository
  ) throws(GitError) -> [TreeEntry] {
    let hidden = records + "/"
    let found = try matches(of: text, in: tree, repository)
    return text.hasPrefix(hidden) ? found : found.filter { !$0.path.hasPrefix(hidden) }
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
    guard !question.wholeTrees.isEmpty else { return [] }
    let globs = question.excluded.filter { GlobPattern.isPattern($0) }
    let exact = question.excluded.subtracting(globs)
    var paths = Set(try repository.entries(at: exact, in: tree).keys)
    for text in globs { paths.formUnion(try matches(of: text, in: tree, repository).map(\.path)) }
    return paths.sorted()
  }
}
