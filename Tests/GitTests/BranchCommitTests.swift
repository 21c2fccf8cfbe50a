import Glibc
import Hashing
import Testing

@testable import Git

@Suite struct BranchCommitTests {
  let sandbox: Sandbox
  let repository: Repository

  init() throws {
    sandbox = try Sandbox()
    repository = try sandbox.makeRepository()
  }

  /// Commits texts, nil for what is to go, on a branch.
  func commit(
    _ texts: [String: String?],
    to branch: String = "main",
    of repository: Repository? = nil,
    claims: [String] = []
  ) async throws -> BranchOutcome {
    let repository = repository ?? self.repository
    let batch = try await repository.makeBatch()
    var updates: [String: TreeUpdate] = [:]
    for (path, text) in texts {
      updates[path] = .remove
      if let text {
        updates[path] = .set(mode: FileMode.file, id: try await batch.addBlob(Array(text.utf8)))
      }
    }
    _ = try await batch.finish()
    let change = BranchChange(
      updates: updates,
      author: someone,
      committer: someone,
      message: "robot\n\nmore\n"
    )
    return try await repository.commit(change, to: "refs/heads/\(branch)", claims: claims)
  }

  func expectDone(_ outcome: BranchOutcome) throws {
    guard case .done = outcome else {
      Issue.record("\(outcome)")
      return
    }
    try sandbox.checkIntegrity(of: "repo")
    let leftovers = Folder.names(in: repository.location.commonDirectory).filter {
      $0.hasPrefix("weir-swap")
    }
    #expect(leftovers == [])
  }

  @Test func indexAndFilesFollow() async throws {
    try expectDone(
      await commit(["runs/w/1/run.json": "{}\n", "a.txt": "two\n", "dir/deep/c": nil])
    )
    #expect(try sandbox.git("status", "--porcelain", in: "repo") == "")
    #expect(try sandbox.git("diff-index", "HEAD", in: "repo") == "")
    #expect(try sandbox.read("repo/runs/w/1/run.json") == "{}\n")
    #expect(try sandbox.read("repo/a.txt") == "two\n")
    #expect(access("\(sandbox.path)/repo/dir/deep", F_OK) != 0)
    #expect(
      try sandbox.git("show", "--format=%s", "--name-status", in: "repo")
        == "robot\n\nM\ta.txt\nD\tdir/deep/c\nA\truns/w/1/run.json"
    )
    for log in ["HEAD", "main"] {
      #expect(try sandbox.git("log", "-g", "-1", "--format=%gs", log, in: "repo") == "robot")
    }
  }

  @Test func workOfTheUserStaysAsItIs() async throws {
    try sandbox.write("staged\n", to: "repo/staged.txt")
    try sandbox.write("changed\n", to: "repo/a.txt")
    try sandbox.git("add", "staged.txt", "a.txt", in: "repo")
    try sandbox.write("changed again\n", to: "repo/a.txt")
    try sandbox.write("untracked\n", to: "repo/untracked.txt")
    try sandbox.git("update-index", "--assume-unchanged", "dir/b.sh", in: "repo")
    let before = try seen()
    try expectDone(await commit(["runs/1": "1\n"]))
    #expect(try seen() == before)
    #expect(try sandbox.read("repo/a.txt") == "changed again\n")
    #expect(try sandbox.git("ls-files", "-v", "dir/b.sh", in: "repo") == "h dir/b.sh")
  }

  func seen() throws -> [String] {
    [
      try sandbox.git("diff", "--cached", in: "repo"), try sandbox.git("diff", in: "repo"),
      try sandbox.git("status", "--porcelain", in: "repo"),
    ]
  }

  @Test func changeInTheTickOfTheIndexIsStillSeen() async throws {
    let file = "\(sandbox.path)/repo/a.txt"
    let index = "\(sandbox.path)/repo/.git/index"
    let tick = [
      timespec(tv_sec: 1_600_000_000, tv_nsec: 0), timespec(tv_sec: 1_600_000_000, tv_nsec: 0),
    ]
    utimensat(AT_FDCWD, file, tick, 0)
    try sandbox.git("update-index", "--refresh", in: "repo")
    utimensat(AT_FDCWD, index, tick, 0)
    // In place, so that nothing but the time of the index tells.
    _ = try sandbox.run("sh", ["-c", "printf 'ONE\\n' > a.txt"], in: "repo")
    utimensat(AT_FDCWD, file, tick, 0)
    try sandbox.git("config", "core.trustctime", "false", in: "repo")
    try expectDone(await commit(["runs/1": "1\n"]))
    #expect(try sandbox.git("status", "--porcelain", in: "repo") == " M a.txt")
  }

  @Test func changedPathIsWaitedFor() async throws {
    let root = "\(sandbox.path)/repo"
    let changed = BranchOutcome.busy(.changed(path: "a.txt", folder: root))
    try sandbox.write("mine\n", to: "repo/a.txt")
    #expect(try await commit(["a.txt": "robot\n", "runs/1": "1\n"]) == changed)
    try sandbox.git("add", "a.txt", in: "repo")
    #expect(try await commit(["a.txt": "robot\n"]) == changed)
    #expect(try sandbox.read("repo/a.txt") == "mine\n")
    #expect(access("\(root)/runs", F_OK) != 0)
    try sandbox.git("checkout", "-q", "HEAD", "a.txt", in: "repo")
    try expectDone(await commit(["a.txt": "robot\n"]))
    try sandbox.write("in the way\n", to: "repo/new/file")
    #expect(
      try await commit(["new": "robot\n"]) == .busy(.changed(path: "new", folder: root))
    )
    #expect(
      try await commit(["new/file": "robot\n"]) == .busy(.changed(path: "new/file", folder: root))
    )
    // What stands there already is as good as written.
    try expectDone(await commit(["new/file": "in the way\n"]))
  }

  @Test func beganOperationsAndLocksAreWaitedFor() async throws {
    let git = "\(sandbox.path)/repo/.git"
    try sandbox.write("", to: "repo/.git/index.lock")
    guard case .busy(.lock(let path, _)) = try await commit(["runs/1": "1\n"]) else {
      Issue.record("the lock was not seen")
      return
    }
    #expect(path == git + "/index.lock")
    unlink(path)
    try sandbox.write("", to: "repo/.git/refs/heads/main.lock")
    guard case .busy(.lock(let other, _)) = try await commit(["runs/1": "1\n"]) else {
      Issue.record("the lock was not seen")
      return
    }
    #expect(other == git + "/refs/heads/main.lock")
    #expect(try sandbox.git("status", "--porcelain", in: "repo") == "")
    unlink(other)
    try sandbox.write("x\n", to: "repo/.git/MERGE_HEAD")
    let busy = try await commit(["runs/1": "1\n"])
    #expect(busy == .busy(.operation("a merge", folder: "\(sandbox.path)/repo")))
    unlink(git + "/MERGE_HEAD")
    try sandbox.write("\(getppid())\n", to: "repo/claim")
    let claimed = try await commit(["runs/1": "1\n"], claims: ["\(sandbox.path)/repo/claim"])
    #expect(claimed == .busy(.command(process: getppid(), name: "git commit")))
    unlink("\(sandbox.path)/repo/claim")
    try expectDone(await commit(["runs/1": "1\n"]))
  }

  @Test func rebaseOfTheBranchIsWaitedFor() async throws {
    try sandbox.git("checkout", "-q", "--detach", in: "repo")
    try sandbox.write("refs/heads/main\n", to: "repo/.git/rebase-merge/head-name")
    let busy = try await commit(["runs/1": "1\n"])
    #expect(busy == .busy(.operation("a rebase", folder: "\(sandbox.path)/repo")))
  }

  @Test func commandAtWorkIsWaitedFor() async throws {
    let folder = "\(sandbox.path)/repo"
    let editor =
      "touch '\(sandbox.path)/open'; while [ -e '\(sandbox.path)/open' ]; do sleep 0.01; done"
    try sandbox.write("#!/bin/sh\n\(editor)\necho edited > \"$1\"\n", to: "editor")
    _ = try sandbox.run("chmod", ["755", "editor"])
    let sandbox = sandbox
    async let edited = Blocking.run { () throws(GitError) in
      // Not as a child of this process, whose own commands do not count.
      let command = "git -c core.editor='\(sandbox.path)/editor' commit --allow-empty; exit $?"
      return (try? sandbox.run("sh", ["-c", command], in: "repo"))?.exit
    }
    while access("\(sandbox.path)/open", F_OK) != 0 {
      try await Task.sleep(for: .milliseconds(2))
    }
    guard case .busy(let obstacle) = try await commit(["runs/1": "1\n"]),
      case .command(_, let name) = obstacle
    else {
      Issue.record("the commit was not seen")
      return
    }
    #expect(name == "git commit")
    #expect(access("\(folder)/runs", F_OK) != 0)
    unlink("\(sandbox.path)/open")
    #expect(try await edited == 0)
    try expectDone(await commit(["runs/1": "1\n"]))
    #expect(try sandbox.git("log", "-2", "--format=%s", in: "repo") == "robot\nedited")
  }
}
