import CLibgit2

/// How many files of a work tree differ from HEAD.
package struct ChangedFileCount: Hashable, Sendable {
  /// Files that git knows: edited, deleted or staged.
  package var tracked = 0
  /// New ones that are not ignored; a folder of such files counts once.
  package var untracked = 0
}

extension Repository {
  /// How many files of the work tree differ from HEAD; none in a bare repository.
  ///
  /// The index is read, not refreshed.
  package func changedFileCount() throws(GitError) -> ChangedFileCount {
    var count = ChangedFileCount()
    guard location.workTree != nil else { return count }
    var options = git_status_options()
    git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION))
    options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR
    options.flags =
      GIT_STATUS_OPT_INCLUDE_UNTRACKED.rawValue | GIT_STATUS_OPT_EXCLUDE_SUBMODULES.rawValue
    var list: OpaquePointer?
    try LibraryCall.check(
      git_status_list_new(&list, handle.pointer, &options),
      "comparing the work tree with HEAD"
    )
    defer { git_status_list_free(list) }
    for position in 0..<git_status_list_entrycount(list) {
      guard let entry = git_status_byindex(list, position) else { continue }
      if entry.pointee.status == GIT_STATUS_WT_NEW {
        count.untracked += 1
      } else {
        count.tracked += 1
      }
    }
    return count
  }
}
