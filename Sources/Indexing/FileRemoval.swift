import Glibc

/// Takes files of the index away.
enum FileRemoval {
  /// Removes one file; one that is not there is gone already.
  static func remove(_ path: String) {
    unlink(path)
  }
}
