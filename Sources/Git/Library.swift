import CGitShim
import CLibgit2

/// The libgit2 of this process, started when first needed: starting takes 4 ms.
enum Library {
  private static let started: Int32 = {
    let count = git_libgit2_init()
    if count < 0 { return count }
    // Its default leaves a new commit in the page cache.
    let synced = gitshim_enable_fsync()
    if synced < 0 { return synced }
    // Opened so that this module can refuse them by value, and in one line.
    let names = ["worktreeconfig", "partialclone", "preciousobjects", "objectformat", "refstorage"]
    return withCStrings(names) { gitshim_set_extensions($0, names.count) }
  }()

  /// Starts libgit2 once; cheap when it runs already.
  static func start() throws(GitError) {
    try LibraryCall.check(started, "starting libgit2")
  }

  private static func withCStrings(
    _ names: [String],
    _ body: (UnsafeMutablePointer<UnsafePointer<CChar>?>) -> Int32
  ) -> Int32 {
    func next(_ rest: ArraySlice<String>, _ pointers: [UnsafePointer<CChar>?]) -> Int32 {
      guard let first = rest.first else {
        var pointers = pointers
        return pointers.withUnsafeMutableBufferPointer { buffer in
          buffer.baseAddress.map { body($0) } ?? -1
        }
      }
      return first.withCString { next(rest.dropFirst(), pointers + [$0]) }
    }
    return next(names[...], [])
  }
}
