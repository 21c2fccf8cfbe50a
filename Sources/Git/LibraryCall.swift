import CLibgit2
import Glibc
import Hashing

/// Calls into libgit2 whose error is read before anything else can overwrite it.
enum LibraryCall {
  /// Throws unless the code is 0 or more.
  static func check(
    _ code: Int32,
    _ operation: @autoclosure () -> String
  ) throws(GitError) {
    if code < 0 { throw failure(code, operation()) }
  }

  /// The error of the last call on this thread.
  static func failure(_ code: Int32, _ operation: String) -> GitError {
    let last = git_error_last()
    let category = last?.pointee.klass ?? 0
    let message = last?.pointee.message.map { String(cString: $0) } ?? "no message"
    // Without any safe.directory the library fails at looking that up.
    let isOwnership =
      code == GIT_EOWNER.rawValue
      || (code == GIT_ENOTFOUND.rawValue && category == Int32(GIT_ERROR_CONFIG.rawValue))
    if isOwnership {
      let hint = "git config --global --add safe.directory \(operation)"
      return .ownership(path: operation, message: "it is another user; to trust it: \(hint)")
    }
    switch code {
    case GIT_ENOTFOUND.rawValue: return .notFound(operation)
    case GIT_EAMBIGUOUS.rawValue: return .ambiguous(operation)
    case GIT_ELOCKED.rawValue: return .locked(path: operation, age: nil)
    case GIT_EEXISTS.rawValue, GIT_EINVALIDSPEC.rawValue:
      return .invalid("\(operation): \(message)")
    default:
      if category == Int32(GIT_ERROR_OS.rawValue), let number = systemError(in: message) {
        return .io(operation: "git:", path: operation, errno: number)
      }
      if message.contains("unsupported extension") { return .unsupported(message) }
      return .library(operation: operation, code: code, category: category, message: message)
    }
  }

  /// The library gives the text of a system error and not its number.
  private static func systemError(in message: String) -> Int32? {
    [ENOSPC, EDQUOT, EACCES, EPERM, EROFS, EIO, EMFILE, ENFILE, ENOENT].first { number in
      message.hasSuffix(GitError.text(of: number))
    }
  }

  /// Runs a call that fills a pointer, and gives its one owner.
  static func own(
    _ operation: @autoclosure () -> String,
    release: @escaping @convention(c) (OpaquePointer?) -> Void,
    _ call: (UnsafeMutablePointer<OpaquePointer?>) -> Int32
  ) throws(GitError) -> Owned {
    var pointer: OpaquePointer?
    let code = call(&pointer)
    guard code >= 0, let pointer else { throw failure(code, operation()) }
    return Owned(pointer: pointer, release: release)
  }
}

/// The one owner of a libgit2 object, which it frees.
struct Owned: ~Copyable {
  let pointer: OpaquePointer
  private let release: @convention(c) (OpaquePointer?) -> Void

  init(pointer: OpaquePointer, release: @escaping @convention(c) (OpaquePointer?) -> Void) {
    self.pointer = pointer
    self.release = release
  }

  deinit { release(pointer) }
}

extension ObjectID {
  init(_ id: git_oid) {
    self = withUnsafeBytes(of: id) { bytes in
      // A git_oid is twenty bytes, so the buffer has an address.
      bytes.baseAddress.map { ObjectID(loading: $0) } ?? .zero
    }
  }

  var raw: git_oid {
    var id = git_oid()
    withUnsafeMutableBytes(of: &id) { bytes in
      if let address = bytes.baseAddress { store(at: address) }
    }
    return id
  }
}
