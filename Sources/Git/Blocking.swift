import Dispatch

/// Work that blocks, kept off the threads that all tasks share.
enum Blocking {
  static func run<Value: Sendable>(
    _ body: @escaping @Sendable () throws(GitError) -> Value
  ) async throws(GitError) -> Value {
    let result: Result<Value, GitError> = await withCheckedContinuation { continuation in
      // The threads of global queues are few, and tasks run on them too.
      DispatchQueue(label: "git.blocking").async {
        continuation.resume(returning: Result(catching: body))
      }
    }
    return try result.get()
  }
}
