import CLibgit2
package import Hashing

extension Repository {
  /// The bytes of a blob; throws `notFound` if there is no such blob.
  package func blob(_ id: ObjectID) throws(GitError) -> [UInt8] {
    try database.bytes(id, as: .blob)
  }

  /// The bytes of many blobs; those that are not there are left out.
  package func blobs(
    _ ids: some Sequence<ObjectID> & Sendable
  ) throws(GitError)
    -> [ObjectID: [UInt8]]
  {
    var result: [ObjectID: [UInt8]] = [:]
    for id in ids where result[id] == nil {
      do {
        result[id] = try database.bytes(id, as: .blob)
      } catch .notFound {
        continue
      }
    }
    return result
  }

  /// The kind and the bytes of an object; throws `notFound`.
  package func object(_ id: ObjectID) throws(GitError) -> StoredObject {
    try database.read(id, as: nil) { (bytes, kind) throws(GitError) in
      StoredObject(kind: kind, bytes: Array(bytes))
    }
  }

  /// The kind and the size in bytes, without reading the object; nil if it is not there.
  package func header(_ id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int)? {
    try database.header(id)
  }

  /// Whether an object is there; without `refreshing` new packs of others are not looked for, which
  /// makes a miss cheap.
  package func contains(_ id: ObjectID, refreshing: Bool = true) -> Bool {
    database.contains(id, refreshing: refreshing)
  }

  /// Those of the ids whose objects are not on the disk at this moment, in their order.
  ///
  /// To write them again, use a new batch: an old one may hold them for known.
  package func missing(among ids: [ObjectID]) throws(GitError) -> [ObjectID] {
    // A handle that has been open for long still sees packs that are deleted meanwhile.
    let fresh = try ObjectDatabase(directory: location.objectsDirectory)
    return ids.filter { !fresh.contains($0, refreshing: false) }
  }
}
