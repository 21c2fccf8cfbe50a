import CLibgit2

extension Repository {
  /// How many files of the work tree differ from HEAD, new ones that are not ignored included; 0 in
  /// a bare repository.
  ///
  /// The index is read, not refreshed.
  package func changedFileCount() throws(GitError) -> Int {
    guard location.workTree != nil else { return 0 }
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
    return git_status_list_entrycount(list)
  }
}
