package import Engine
package import Git
package import Hashing
package import Model

/// The bytes that runs read and make: blobs of the repository, objects on their way into it, and
/// the local store for what is too large for git.
package actor RunContents: ContentStore {
  private let repository: Repository
  private let folders: StateFolders
  private let limits: RecordSettings
  /// Objects of this process that no pack holds yet.
  let batch: ObjectBatch
  private var memory = RecentBytes()
  private var gitBytes: Int64 = 0

  package init(
    repository: Repository,
    folders: StateFolders,
    limits: RecordSettings
  ) async throws(EngineError) {
    self.repository = repository
    self.folders = folders
    self.limits = limits
    do throws(GitError) {
      // Ten loose objects take as long to sync as one pack.
      batch = try await repository.makeBatch(looseLimit: 10)
    } catch {
      throw EngineError("start writing objects", error)
    }
  }

  package func locate(
    _ files: [FolderContents.File]
  ) async throws(EngineError) -> [ObjectID: LocatedContent] {
    var found: [ObjectID: LocatedContent] = [:]
    var wanted: Set<ObjectID> = []
    for file in files where found[file.version.id] == nil {
      let id = file.version.id
      if let bytes = memory[id] {
        found[id] = .bytes(bytes)
      } else if file.store == .local {
        let path = folders.stored(id.hex)
        if LocalFile.exists(path) { found[id] = .file(path) }
      } else {
        wanted.insert(id)
      }
    }
    guard !wanted.isEmpty else { return found }
    let ids = Array(wanted)
    let read = await batch.perform { batch in
      ids.map { id in (id, try? batch.object(id).bytes) }
    }
    for (id, bytes) in read {
      guard let bytes else { continue }
      if let pointer = LargeFilePointer(bytes) {
        found[id] = .file(try pointer.path(in: repository.location))
        continue
      }
      memory.insert(bytes, for: id)
      found[id] = .bytes(bytes)
    }
    return found
  }

  package func read(_ file: FolderContents.File) async throws(EngineError) -> [UInt8] {
    switch try await locate([file])[file.version.id] {
    case .bytes(let bytes): return bytes
    case .file(let path): return try LocalFile.read(path)
    case nil:
      throw EngineError(
        "\(file.path) (\(file.version.id.short)) is neither in the repository nor in the store"
      )
    }
  }

  package func add(_ files: [NewContent]) async throws(EngineError) -> [AddedContent] {
    var added: [AddedContent] = []
    var small: [(position: Int, bytes: [UInt8])] = []
    for file in files {
      switch file.source {
      case .bytes(let bytes): small.append((added.count, bytes))
      case .file(let path):
        let size = try LocalFile.size(path)
        guard size <= RecentBytes.largest, gitBytes + size <= limits.maximumRun else {
          added.append(try await addLarge(path, size: size))
          continue
        }
        small.append((added.count, try LocalFile.read(path)))
      }
      added.append(AddedContent(id: .zero, size: 0, store: .git))
    }
    let blobs = small.map(\.bytes)
    do throws(GitError) {
      let ids = try await batch.perform { batch throws(GitError) in
        let ids = try blobs.map { bytes throws(GitError) in try batch.addBlob(bytes) }
        try batch.sync()
        return ids
      }
      for (entry, id) in zip(small, ids) {
        memory.insert(entry.bytes, for: id)
        gitBytes += Int64(entry.bytes.count)
        added[entry.position] = AddedContent(
          id: id,
          size: Int64(entry.bytes.count),
          store: .git
        )
      }
    } catch {
      throw EngineError("keep what a task made", error)
    }
    return added
  }

  private func addLarge(_ path: String, size: Int64) async throws(EngineError) -> AddedContent {
    let fits = size <= limits.maximumOutput && gitBytes + size <= limits.maximumRun
    let id: ObjectID
    do throws(GitError) {
      id = fits ? try await batch.addFile(path) : try BlobHash.ofFile(path)
    } catch {
      throw EngineError("keep the output \(path)", error)
    }
    if fits {
      gitBytes += size
    } else {
      try LocalFile.move(path, to: folders.stored(id.hex))
    }
    return AddedContent(id: id, size: size, store: fits ? .git : .local)
  }

  package func checkOut(
    _ tree: FolderContents.Tree,
    into folder: String
  ) async throws(EngineError) {
    var options = CheckoutOptions()
    options.excluded = Set(tree.excluded)
    options.fileMode = 0o444
    options.executableMode = 0o555
    do throws(GitError) {
      try await repository.checkOut(tree.id, into: folder, options: options)
    } catch {
      throw EngineError("write the files of \(tree.id.short) into \(folder)", error)
    }
  }
}

/// Small contents that are likely to be read again soon.
private struct RecentBytes {
  static let largest: Int64 = 64 << 10
  private static let capacity = 32 << 20
  private var contents: [ObjectID: [UInt8]] = [:]
  private var size = 0

  subscript(id: ObjectID) -> [UInt8]? { contents[id] }

  mutating func insert(_ bytes: [UInt8], for id: ObjectID) {
    guard bytes.count <= RecentBytes.largest, contents[id] == nil else { return }
    if size + bytes.count > RecentBytes.capacity {
      contents.removeAll()
      size = 0
    }
    contents[id] = bytes
    size += bytes.count
  }
}
