import CLibgit2

/// The values of git's configuration at one moment, all levels combined.
struct Configuration: ~Copyable {
  private let handle: Owned

  init(of repository: OpaquePointer) throws(GitError) {
    handle = try LibraryCall.own("reading the configuration", release: git_config_free) {
      git_repository_config_snapshot($0, repository)
    }
  }

  /// The last value of a name such as `user.name`; nil if it is not set.
  func string(_ name: String) throws(GitError) -> String? {
    var text: UnsafePointer<CChar>?
    let code = git_config_get_string(&text, handle.pointer, name)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try LibraryCall.check(code, "configuration \(name)")
    return text.map { String(cString: $0) }
  }

  func bool(_ name: String) throws(GitError) -> Bool? {
    var value: Int32 = 0
    let code = git_config_get_bool(&value, handle.pointer, name)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try LibraryCall.check(code, "configuration \(name)")
    return value != 0
  }

  func integer(_ name: String) throws(GitError) -> Int64? {
    var value: Int64 = 0
    let code = git_config_get_int64(&value, handle.pointer, name)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try LibraryCall.check(code, "configuration \(name)")
    return value
  }

  func refuseWhatLibraryCannotRead() throws(GitError) {
    if let format = try string("extensions.objectformat"), format.lowercased() != "sha1" {
      throw .unsupported("repositories with \(format) ids are not supported, only sha1")
    }
    if let storage = try string("extensions.refstorage"), storage.lowercased() != "files" {
      throw .unsupported("repositories with \(storage) refs are not supported, only files")
    }
  }
}

extension Repository {
  /// The value of a configuration name such as `user.name`; nil if it is not set.
  package func configString(_ name: String) throws(GitError) -> String? {
    try Configuration(of: handle.pointer).string(name)
  }

  /// The value of a configuration name read as git reads booleans; nil if it is not set.
  package func configBool(_ name: String) throws(GitError) -> Bool? {
    try Configuration(of: handle.pointer).bool(name)
  }

  /// The value of a configuration name as a number, `k`, `m` and `g` understood; nil if not set.
  package func configInteger(_ name: String) throws(GitError) -> Int64? {
    try Configuration(of: handle.pointer).integer(name)
  }

  /// Who the user is by `user.name` and `user.email`; each may be missing.
  package func identity() throws(GitError) -> (name: String?, email: String?) {
    let configuration = try Configuration(of: handle.pointer)
    return (try configuration.string("user.name"), try configuration.string("user.email"))
  }

  /// Whether a path, relative to the work tree, is ignored by its rules.
  package func isIgnored(_ path: String) throws(GitError) -> Bool {
    var ignored: Int32 = 0
    try LibraryCall.check(
      git_ignore_path_is_ignored(&ignored, handle.pointer, path),
      "ignore rules of \(path)"
    )
    return ignored != 0
  }
}
