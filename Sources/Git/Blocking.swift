import Dispatch

/// Work that blocks, kept off the threads that all tasks share.
enum Blocking {
  static func run<Value: Sendable>(
    _ body: @escaping @Sendable () throws(GitError) -> Value
  ) async throws(GitError) -> Value {
    let result: Result<Value, GitError> = await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: Result(catching: body)) }
    }
    return try result.get()
  }
}
