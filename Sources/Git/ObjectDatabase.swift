import CLibgit2
import Hashing

/// The objects of a repository, read by id.
///
/// Not safe to use from two threads at a time.
struct ObjectDatabase: ~Copyable {
  private let handle: Owned

  var pointer: OpaquePointer { handle.pointer }

  init(of repository: OpaquePointer) throws(GitError) {
    handle = try LibraryCall.own("opening the objects", release: git_odb_free) {
      git_repository_odb($0, repository)
    }
  }

  /// Opens a folder of objects with a handle and a cache of its own.
  init(directory: String) throws(GitError) {
    try Library.start()
    handle = try LibraryCall.own(directory, release: git_odb_free) { git_odb_open($0, directory) }
  }

  /// Whether an object is there; without `refreshing` new packs of others are not looked for, which
  /// makes a miss cheap.
  func contains(_ id: ObjectID, refreshing: Bool) -> Bool {
    var raw = id.raw
    let flags = refreshing ? 0 : GIT_ODB_LOOKUP_NO_REFRESH.rawValue
    return git_odb_exists_ext(pointer, &raw, flags) == 1
  }

  /// The kind and the size in bytes, without reading the object; nil if it is not there.
  func header(_ id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int)? {
    var raw = id.raw
    var size = 0
    var kind = GIT_OBJECT_INVALID
    let code = git_odb_read_header(&size, &kind, pointer, &raw)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try LibraryCall.check(code, "object \(id)")
    guard let kind = ObjectKind(kind) else {
      throw .corrupt("object \(id)", message: "unknown kind")
    }
    return (kind, size)
  }

  /// Lends the bytes of an object to a closure; throws `notFound` if it is not there or not of the
  /// kind that is asked for.
  func read<Value>(
    _ id: ObjectID,
    as wanted: ObjectKind?,
    _ body: (UnsafeRawBufferPointer, ObjectKind) throws(GitError) -> Value
  ) throws(GitError) -> Value {
    var raw = id.raw
    let object = try LibraryCall.own("object \(id)", release: git_odb_object_free) {
      git_odb_read($0, pointer, &raw)
    }
    guard let kind = ObjectKind(git_odb_object_type(object.pointer)) else {
      throw .corrupt("object \(id)", message: "unknown kind")
    }
    if let wanted, wanted != kind { throw .notFound("\(wanted.word) \(id)") }
    let bytes = UnsafeRawBufferPointer(
      start: git_odb_object_data(object.pointer),
      count: git_odb_object_size(object.pointer)
    )
    return try body(bytes, kind)
  }

  /// The bytes of an object of one kind.
  func bytes(_ id: ObjectID, as wanted: ObjectKind) throws(GitError) -> [UInt8] {
    try read(id, as: wanted) { (bytes, _) throws(GitError) in Array(bytes) }
  }
}
