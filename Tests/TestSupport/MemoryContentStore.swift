package import Engine
import Git
import Glibc
package import Hashing
import Model
import Synchronization

/// Bytes by their git id, in memory; trees are lists of files.
package final class MemoryContentStore: ContentStore {
  /// A file of a tree.
  package struct TreeFile: Sendable {
    package let path: String
    package let bytes: [UInt8]
    package let isExecutable: Bool

    package init(_ path: String, _ text: String, isExecutable: Bool = false) {
      self.path = path
      bytes = Array(text.utf8)
      self.isExecutable = isExecutable
    }
  }

  private struct Content {
    var blobs: [ObjectID: [UInt8]] = [:]
    var files: [ObjectID: String] = [:]
    var trees: [ObjectID: [TreeFile]] = [:]
    var checkOuts = 0
  }

  private let content = Mutex(Content())

  package init() {}

  /// How often a tree was written into a folder.
  package var checkOuts: Int { content.withLock { $0.checkOuts } }

  /// Takes bytes in and says their id.
  @discardableResult
  package func put(_ bytes: [UInt8]) throws -> ObjectID {
    let id = try BlobHash.of(bytes)
    content.withLock { $0.blobs[id] = bytes }
    return id
  }

  /// Takes bytes in that are to be handed out as a file.
  package func put(file path: String) throws -> ObjectID {
    let id = try BlobHash.ofFile(path)
    content.withLock { $0.files[id] = path }
    return id
  }

  package func put(tree files: [TreeFile]) throws -> ObjectID {
    let id = try BlobHash.of(files.flatMap { Array("tree \($0.path) ".utf8) + $0.bytes })
    content.withLock { $0.trees[id] = files }
    return id
  }

  package func bytes(of id: ObjectID) -> [UInt8]? { content.withLock { $0.blobs[id] } }

  package func read(_ file: FolderContents.File) async throws(EngineError) -> [UInt8] {
    guard let bytes = bytes(of: file.version.id) else {
      throw EngineError("\(file.path) is not in memory")
    }
    return bytes
  }

  package func locate(
    _ files: [FolderContents.File]
  ) async throws(EngineError) -> [ObjectID: LocatedContent] {
    content.withLock { content in
      var found: [ObjectID: LocatedContent] = [:]
      for file in files {
        let id = file.version.id
        found[id] =
          content.files[id].map { .file($0) } ?? content.blobs[id].map { .bytes($0) }
      }
      return found
    }
  }

  package func add(_ files: [NewContent]) async throws(EngineError) -> [AddedContent] {
    var added: [AddedContent] = []
    for file in files {
      let bytes =
        switch file.source {
        case .bytes(let bytes): bytes
        case .file(let path): FileContent.read(path)
        }
      guard let id = try? put(bytes) else { throw EngineError("no id") }
      added.append(AddedContent(id: id, size: Int64(bytes.count), store: .git))
    }
    return added
  }

  package func checkOut(
    _ tree: FolderContents.Tree,
    into folder: String
  ) async throws(EngineError) {
    let files = content.withLock { content in
      content.checkOuts += 1
      return content.trees[tree.id] ?? []
    }
    for file in files where !tree.excluded.contains(file.path) {
      FileContent.write(file.bytes, to: "\(folder)/\(file.path)")
      chmod("\(folder)/\(file.path)", file.isExecutable ? 0o555 : 0o444)
    }
  }
}
