import CLibgit2
import Glibc
package import Hashing

/// The id that bytes would have as a git object, computed with collision detection.
package enum BlobHash {
  /// The id of bytes as a blob.
  package static func of(_ bytes: [UInt8]) throws(GitError) -> ObjectID {
    try Library.start()
    return try bytes.lend { (buffer) throws(GitError) in
      try hash(buffer, as: .blob)
    }
  }

  /// The id of a regular file's bytes as a blob, whatever its size; the last link of the path is
  /// not followed.
  ///
  /// Throws `io`, and `invalid` for what is no regular file.
  package static func ofFile(_ path: String) throws(GitError) -> ObjectID {
    let file = try Descriptor(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    return try ofFile(descriptor: file.number, named: path)
  }

  /// The id of an open regular file's bytes from its start, whatever its size; the descriptor stays
  /// open and its position where it was.
  package static func ofFile(descriptor: Int32, named path: String) throws(GitError) -> ObjectID {
    try Library.start()
    var status = stat()
    if fstat(descriptor, &status) != 0 {
      throw .io(operation: "asking about", path: path, errno: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .invalid("\(path) is no regular file") }
    var id = git_oid()
    // The name of the open file, so that nobody can put another one in its place.
    let name = "/proc/self/fd/\(descriptor)"
    if git_odb_hashfile(&id, name, GIT_OBJECT_BLOB) < 0 {
      throw .io(operation: "reading", path: path, errno: errno)
    }
    return ObjectID(id)
  }

  static func hash(
    _ bytes: UnsafeRawBufferPointer,
    as kind: ObjectKind
  ) throws(GitError)
    -> ObjectID
  {
    var id = git_oid()
    // The library wants an address even of nothing.
    let code = withUnsafeBytes(of: 0 as UInt8) { nothing in
      git_odb_hash(&id, bytes.baseAddress ?? nothing.baseAddress, bytes.count, kind.raw)
    }
    try LibraryCall.check(code, "hashing")
    return ObjectID(id)
  }
}
