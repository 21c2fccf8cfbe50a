import Glibc

extension GitError {
  /// The kind of this error.
  package var code: Code {
    switch self {
    case .notFound: .notFound
    case .notARepository: .notARepository
    case .unborn: .unborn
    case .ambiguous: .ambiguous
    case .locked: .locked
    case .ownership: .ownership
    case .unsupported: .unsupported
    case .corrupt: .corrupt
    case .invalid: .invalid
    case .io(_, _, ENOSPC), .io(_, _, EDQUOT): .noSpace
    case .io(_, _, EACCES), .io(_, _, EPERM), .io(_, _, EROFS): .permission
    case .io: .io
    case .changed: .changed
    case .program: .program
    case .library: .other
    }
  }
}

extension GitError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notFound(let what): "\(what) was not found"
    case .notARepository(let path): "\(path) is not in a git repository"
    case .unborn(let branch): "\(branch) has no commit yet"
    case .ambiguous(let what): "\(what) is ambiguous"
    case .locked(let path, let age):
      age.map { "\(path) is locked, since \($0) s" } ?? "\(path) is locked"
    case .ownership(let path, let message): "the owner of \(path) is not trusted: \(message)"
    case .unsupported(let what): what
    case .corrupt(let what, let message): "\(what) is damaged: \(message)"
    case .invalid(let what): what
    case .io(let operation, let path, let number):
      "\(operation) \(path): \(GitError.text(of: number))"
    case .changed(let path): "\(path) changed while it was read"
    case .program(let arguments, let exit, let message):
      "git \(arguments.joined(separator: " ")) ended with \(exit): \(message)"
    case .library(let operation, let code, _, let message): "\(operation): \(message) (\(code))"
    }
  }

  static func text(of number: Int32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let start = buffer.baseAddress, strerror_r(number, start, buffer.count) == 0 else {
        return "error \(number)"
      }
      return String(cString: start)
    }
  }
}
