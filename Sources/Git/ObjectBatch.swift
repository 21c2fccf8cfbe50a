import CLibgit2
import Glibc
package import Hashing

/// What a finished batch put into the repository.
package struct BatchResult: Equatable, Sendable {
  /// The objects that were not there before, in the order in which they were added.
  package let ids: [ObjectID]
  /// Their bytes before compression.
  package let size: Int
  /// The name of the pack without extension; nil if the objects were written loose.
  package let pack: String?
}

/// New objects on their way into a repository: they are appended to one temporary file, and become
/// visible together. It runs on the queue of its repository.
///
/// Memory grows by the number of objects, not by their bytes. A batch that is not finished leaves
/// nothing behind; after a crash `Repository.recoverBatch` finds what was synced.
package actor ObjectBatch {
  private let executor: BlockingExecutor
  private let objects: String
  private let sharing: SharedPermissions
  private var database: ObjectDatabase
  private var pending: PendingPack?
  /// What was finished last: its open file holds the bytes, whatever becomes of its name.
  private var finished: PendingPack?
  /// At most this many objects are written loose, for which no pack is worth while.
  private let looseLimit: Int

  /// The bytes up to which a few objects may be loose, since those are held in memory one by one.
  private static let looseSize = 8 << 20
  /// Files up to this size are read whole, so that they are read once.
  private static let wholeFileSize = 1 << 20

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  init(
    executor: BlockingExecutor,
    location: RepositoryLocation,
    sharing: SharedPermissions,
    looseLimit: Int,
    recovering path: String?
  ) throws(GitError) {
    self.executor = executor
    self.looseLimit = looseLimit
    objects = location.objectsDirectory
    database = try ObjectDatabase(directory: location.objectsDirectory)
    self.sharing = sharing
    if let path { pending = try PendingPack(recovering: path) }
  }

  /// Does many things in one hop: the closure runs on the repository's queue and calls the methods
  /// of the batch without `await`.
  package func perform<Value: Sendable, Failure: Error>(
    _ body: @Sendable (isolated ObjectBatch) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try body(self)
  }

  /// Adds the bytes of an object and gives its id; nothing is written if the repository or this
  /// batch has it.
  @discardableResult
  package func add(_ kind: ObjectKind, _ bytes: [UInt8]) throws(GitError) -> ObjectID {
    try bytes.lend { (buffer) throws(GitError) in try add(kind, buffer) }
  }

  /// Adds a blob.
  @discardableResult
  package func addBlob(_ bytes: [UInt8]) throws(GitError) -> ObjectID {
    try add(.blob, bytes)
  }

  /// Adds the bytes of a regular file as a blob; a large one is streamed.
  ///
  /// The last link of the path is not followed. Throws `changed` if it is written to meanwhile.
  @discardableResult
  package func addFile(_ path: String) throws(GitError) -> ObjectID {
    try addFile(Descriptor(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK))
  }

  /// Adds the bytes of an open regular file as a blob; the descriptor stays open.
  ///
  /// The path is for messages.
  @discardableResult
  package func addFile(descriptor: Int32, named path: String) throws(GitError) -> ObjectID {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    if copy < 0 { throw .io(operation: "opening", path: path, errno: errno) }
    return try addFile(Descriptor(owning: copy, path: path))
  }

  private func addFile(_ file: borrowing Descriptor) throws(GitError) -> ObjectID {
    let status = try file.status()
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .invalid("\(file.path) is no regular file")
    }
    let size = Int(status.st_size)
    if size <= ObjectBatch.wholeFileSize {
      // One byte more shows that it has grown.
      var bytes = [UInt8](repeating: 0, count: size + 1)
      let count = try bytes.lendMutable { (all) throws(GitError) in
        try file.read(into: all, at: 0)
      }
      if count != size { throw .changed(path: file.path) }
      return try bytes.lend { (all) throws(GitError) in
        try add(.blob, UnsafeRawBufferPointer(rebasing: all.prefix(size)))
      }
    }
    let id = try BlobHash.ofFile(descriptor: file.number, named: file.path)
    if isKnown(id) { return id }
    try pack().append(blob: id, size: size, from: file)
    return id
  }

  func add(_ kind: ObjectKind, _ bytes: UnsafeRawBufferPointer) throws(GitError) -> ObjectID {
    let id = try BlobHash.hash(bytes, as: kind)
    if !isKnown(id) { try pack().append(id, kind, bytes) }
    return id
  }

  /// Whether this batch or the repository has an object; new packs of others are not looked for.
  package func isKnown(_ id: ObjectID) -> Bool {
    pending?.contains(id) == true || database.contains(id, refreshing: false)
  }

  /// An object of this batch or of the repository; throws `notFound`.
  package func object(_ id: ObjectID) throws(GitError) -> StoredObject {
    if let object = try pending?.object(id) { return object }
    return try database.read(id, as: nil) { (bytes, kind) throws(GitError) in
      StoredObject(kind: kind, bytes: Array(bytes))
    }
  }

  /// The number of objects and their bytes that are not in the repository yet.
  package var pendingCount: (objects: Int, bytes: Int) {
    (pending?.entries.count ?? 0, pending?.totalSize ?? 0)
  }

  /// The temporary file; nil while nothing was added.
  package var pendingPath: String? { pending?.path }

  /// The ids that are pending, in the order in which they were added.
  package var pendingIDs: [ObjectID] { pending?.entries.map(\.id) ?? [] }

  /// Waits until everything added so far is on the disk, from where a crash can recover it.
  package func sync() throws(GitError) {
    guard let pending else { return }
    try pending.flush()
    try pending.file.syncData()
  }

  /// Makes everything added visible in the repository, durably.
  ///
  /// The batch is empty afterwards and may be used again.
  package func finish() throws(GitError) -> BatchResult {
    guard let pack = pending else { return BatchResult(ids: [], size: 0, pack: nil) }
    var name: String?
    if pack.entries.count <= looseLimit && pack.totalSize <= ObjectBatch.looseSize {
      try writeLoose(pack)
      pack.dropName()
    } else {
      name = try PackInstall(pack: pack, folder: objects + "/pack", sharing: sharing).run()
    }
    // A fresh handle also lets go of packs that a repack has deleted since.
    database = try ObjectDatabase(directory: objects)
    pending = nil
    finished = pack
    return BatchResult(ids: pack.entries.map(\.id), size: pack.totalSize, pack: name)
  }

  /// Objects of what was finished last, even if the repository has lost them since; others are left
  /// out.
  package func finishedObjects(_ ids: [ObjectID]) throws(GitError) -> [StoredObject] {
    var objects: [StoredObject] = []
    for id in ids {
      if let object = try finished?.object(id) { objects.append(object) }
    }
    return objects
  }

  /// Forgets everything that was added and deletes the temporary file.
  package func abort() { pending = nil }

  private func writeLoose(_ pack: PendingPack) throws(GitError) {
    for entry in pack.entries {
      guard let object = try pack.object(entry.id) else { continue }
      try LibraryCall.check(write(object), "writing object \(entry.id)")
    }
  }

  /// Tries again, because a concurrent gc may remove the folder between its making and its use.
  private func write(_ object: StoredObject) -> Int32 {
    var id = git_oid()
    var code: Int32 = 0
    for _ in 0..<5 {
      code = object.bytes.withUnsafeBytes { bytes in
        withUnsafeBytes(of: 0 as UInt8) { nothing in
          git_odb_write(
            &id,
            database.pointer,
            bytes.baseAddress ?? nothing.baseAddress,
            bytes.count,
            object.kind.raw
          )
        }
      }
      if code >= 0 { break }
    }
    return code
  }

  private func pack() throws(GitError) -> PendingPack {
    if let pending { return pending }
    let made = try PendingPack(in: objects + "/pack")
    pending = made
    return made
  }
}
