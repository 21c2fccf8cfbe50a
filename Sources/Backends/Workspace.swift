import CSpawn
import Engine
import Glibc

/// The place of one attempt: its folder, and beside it what is not part of the folder.
///
/// Attempts that leave nothing behind hand their place on to the next one.
struct Workspace: Sendable {
  let root: String

  /// What the attempt sees as its working folder.
  var folder: String { root + "/folder" }
  /// `WEIR_TMP`.
  var temporary: String { root + "/tmp" }
  /// `WEIR_RESULT`.
  var result: String { root + "/result" }
  /// `WEIR_OUTPUT`.
  var output: String { root + "/output" }
  /// What its stdin holds.
  var standardInput: String { root + "/stdin" }
  /// Where the log goes when it does not fit into a fact.
  var log: String { root + "/log" }
  /// Where stdout goes when a result is read from it.
  var standardOutput: String { root + "/stdout" }
  /// Copies of what a setup is made of.
  var setupInputs: String { root + "/setup" }
  /// Stands there when the setup failed.
  var setupFailed: String { root + "/setup-failed" }
  /// Where large outputs wait to be taken in.
  var collected: String { root + "/collected" }

  /// Makes the folders of a new place.
  func create() throws(EngineError) {
    for path in [root, folder, temporary] where mkdir(path, 0o700) != 0 {
      throw FileTrouble.error("make", path)
    }
  }

  /// Whether the attempt left neither files nor results behind.
  func isPristine() -> Bool {
    FolderScan.isEmpty(folder) && FolderScan.isEmpty(temporary) && access(result, F_OK) != 0
      && access(output, F_OK) != 0 && access(collected, F_OK) != 0
      && access(setupInputs, F_OK) != 0
  }

  /// Bytes of all that stands in it, if there is little of it; else nil.
  func smallSize() -> Int64? {
    var files = 0
    var bytes: Int64 = 0
    TreeCloner.visit(root) { descriptor, name, _ in
      var status = stat()
      fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW)
      files += 1
      bytes += Int64(status.st_size)
      return files <= Self.fewFiles && bytes <= Self.fewBytes
    }
    return files <= Self.fewFiles && bytes <= Self.fewBytes ? bytes : nil
  }

  private static let fewFiles = 100
  private static let fewBytes: Int64 = 1 << 20

  /// Takes everything away, so that the place can be used again.
  func clear() throws(EngineError) {
    for path in [folder, temporary, collected, setupInputs] { _ = weir_remove_tree(path) }
    for path in [result, output, standardInput, standardOutput, setupFailed, setupInputs + ".sh"] {
      unlink(path)
    }
    for path in [folder, temporary] where mkdir(path, 0o700) != 0 {
      throw FileTrouble.error("make", path)
    }
  }
}

/// The places of one run, below one folder that git never looks out of.
struct WorkspacePool {
  let root: String
  private var free: [Workspace] = []
  /// Bytes in places that are left as they are until the run ends.
  private var left: Int64 = 0
  private static let mostLeft: Int64 = 256 << 20
  private var count = 0

  /// `cache`: the folder for what may be deleted at any moment.
  init(cache: String, run: String) throws(EngineError) {
    let base = cache + "/work"
    for path in [cache, base] where mkdir(path, 0o700) != 0 && errno != EEXIST {
      throw FileTrouble.error("make", path)
    }
    try WorkspacePool.raiseBarrier(in: base)
    root = "\(base)/\(run)"
    if mkdir(root, 0o700) != 0 && errno != EEXIST { throw FileTrouble.error("make", root) }
  }

  /// A place that is empty.
  mutating func take() throws(EngineError) -> Workspace {
    if let workspace = free.popLast() { return workspace }
    count += 1
    let workspace = Workspace(root: "\(root)/\(count)")
    try workspace.create()
    return workspace
  }

  /// Leaves a used place as it is: what is small costs less when it is deleted after the run, by
  /// the supervisor, while nobody waits.
  ///
  /// Gives false if it is not small, or if much is left already.
  mutating func leave(_ workspace: Workspace) -> Bool {
    guard left < Self.mostLeft, let size = workspace.smallSize() else { return false }
    left += max(size, 16 << 10)
    return true
  }

  /// Gives a place back that is empty.
  mutating func giveBack(_ workspace: Workspace) {
    free.append(workspace)
  }

  /// A `.git` that leads nowhere: whatever asks git from inside a folder stops here, even where
  /// the environment that says so is gone.
  private static func raiseBarrier(in base: String) throws(EngineError) {
    let path = base + "/.git"
    guard access(path, F_OK) != 0 else { return }
    let descriptor = weir_open(path, O_WRONLY | O_CREAT, 0o444)
    guard descriptor >= 0 else { throw FileTrouble.error("write", path) }
    defer { close(descriptor) }
    let text = "gitdir: /nonexistent/weir-keeps-git-out\n"
    guard write(descriptor, text, text.utf8.count) == text.utf8.count else {
      throw FileTrouble.error("write", path)
    }
  }
}

/// A failed system call on a file, as an error of the engine.
enum FileTrouble {
  static func error(_ what: String, _ path: String, code: Int32 = errno) -> EngineError {
    EngineError(
      "could not \(what) \(path): \(String(cString: strerror(code)))",
      hint: code == ENOSPC ? "make room on the disk and try again" : nil
    )
  }
}
