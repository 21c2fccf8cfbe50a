import Git
import Glibc
import Hashing
import Ledger
import Model

/// A commit of the tracked files as they are now, made beside the user's index and branches.
struct DirtySnapshot {
  private let session: Session

  init(_ session: Session) {
    self.session = session
  }

  func target() async throws -> Session.Target {
    let location = session.repository.location
    guard let workTree = location.workTree else {
      throw CommandFailure(.invalid, "--dirty needs a work tree, and this repository is bare")
    }
    let head = try await session.target(nil)
    try session.folders.create()
    let index = "\(session.folders.cache)/dirty-index.\(getpid())"
    defer { unlink(index) }
    Self.copyIndex("\(location.gitDirectory)/index", to: index)
    let git = GitProgram(environment: ["GIT_INDEX_FILE": index])
    // Without a path it takes the whole work tree, wherever git was started.
    _ = try await git.require(
      ["--work-tree=\(workTree)", "add", "-u"],
      in: location.gitDirectory
    )
    let written = try await git.require(["write-tree"], in: location.gitDirectory)
    guard let tree = ObjectID(hex: written.text.trimmingSuffix("\n")) else {
      throw CommandFailure(.infrastructure, "git write-tree gave no id: \(written.text)")
    }
    let now = SystemClock().now().milliseconds / 1000
    let who = Signature(name: "Weir", email: "weir@localhost", time: now)
    let batch = try await session.repository.makeBatch()
    let commit = try await batch.addCommit(
      CommitDraft(
        tree: tree,
        parents: [head.commit],
        author: who,
        committer: who,
        message: "weir: snapshot of tracked files\n"
      )
    )
    _ = try await batch.finish()
    return Session.Target(
      commit: commit,
      tree: tree,
      branch: head.branch,
      info: try await session.repository.commit(commit)
    )
  }

  /// The copy is as old as the index: git compares that with the times of files, to find those that
  /// changed right after the index was written.
  private static func copyIndex(_ index: String, to copy: String) {
    SmallFile.write(SmallFile.read(index) ?? [], to: copy)
    var status = stat()
    guard stat(index, &status) == 0 else { return }
    utimensat(AT_FDCWD, copy, [status.st_atim, status.st_mtim], 0)
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}

extension PreparedRun {
  /// The same run with its record on the ref that is never pushed.
  func recordedLocally() -> PreparedRun { recorded(at: .local) }

  /// The same run with its record elsewhere.
  func recorded(at place: RecordsPlace) -> PreparedRun {
    PreparedRun(
      session: session,
      target: target,
      settings: settings,
      workflow: workflow,
      file: file,
      params: params,
      place: place,
      submitted: submitted,
      given: given
    )
  }
}
