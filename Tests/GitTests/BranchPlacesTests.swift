import Glibc
import Hashing
import Testing

@testable import Git

/// Where a branch may be checked out, and what may stand there.
extension BranchCommitTests {
  @Test func branchThatNobodyHasCheckedOutMovesAlone() async throws {
    try sandbox.git("branch", "other", in: "repo")
    try sandbox.git("pack-refs", "--all", in: "repo")
    try expectDone(await commit(["runs/1": "1\n"], to: "other"))
    #expect(try sandbox.git("status", "--porcelain", in: "repo") == "")
    #expect(access("\(sandbox.path)/repo/runs", F_OK) != 0)
    #expect(try sandbox.git("show", "other:runs/1", in: "repo") == "1")
    #expect(try await commit(["runs/1": "1\n"], to: "no/such") == .gone)
  }

  @Test func linkedWorkTreeFollows() async throws {
    try sandbox.git("worktree", "add", "-q", "-b", "side", "../side", in: "repo")
    try expectDone(await commit(["runs/1": "1\n"], to: "side"))
    #expect(try sandbox.read("side/runs/1") == "1\n")
    #expect(try sandbox.git("status", "--porcelain", in: "side") == "")
    // The same seen from there.
    let there = try Repository.discover(from: "\(sandbox.path)/side")
    try expectDone(await commit(["runs/2": "2\n"], of: there))
    #expect(try sandbox.read("repo/runs/2") == "2\n")
    #expect(try sandbox.git("status", "--porcelain", in: "repo") == "")
  }

  @Test func bareRepositoryMovesTheBranchAlone() async throws {
    try sandbox.git("clone", "-q", "--bare", "repo", "bare")
    let bare = try Repository.discover(from: "\(sandbox.path)/bare")
    try expectDone(await commit(["runs/1": "1\n"], of: bare))
    try sandbox.checkIntegrity(of: "bare")
    #expect(try sandbox.git("show", "main:runs/1", in: "bare") == "1")
    #expect(access("\(sandbox.path)/bare/index", F_OK) != 0)
  }

  @Test func lockOfAProcessThatDiedIsRemoved() async throws {
    // A process number that is free for certain: one that has just ended as our child.
    let gone = try sandbox.run("sh", ["-c", "echo $$"]).text.prefix { $0.isNumber }
    try sandbox.write("refs/heads/main", to: "repo/.git/weir-swap.\(gone)/name")
    try sandbox.write("x\n", to: "repo/.git/weir-swap.\(gone)/value")
    let lock = "\(sandbox.path)/repo/.git/refs/heads/main.lock"
    #expect(link("\(sandbox.path)/repo/.git/weir-swap.\(gone)/value", lock) == 0)
    try expectDone(await commit(["runs/1": "1\n"]))
    #expect(access(lock, F_OK) != 0)
  }

  @Test func fileThatStandsWhereAFolderIsNeededIsKept() async throws {
    await #expect(throws: GitError.self) { try await commit(["a.txt/1": "1\n"]) }
    await #expect(throws: GitError.self) { try await commit(["dir": "1\n"]) }
    #expect(try sandbox.git("status", "--porcelain", in: "repo") == "")
  }

  @Test func foldersThatASparseCheckoutLeavesOutStayOut() async throws {
    try expectDone(await commit(["runs/1/a": "1\n"]))
    try sandbox.git("sparse-checkout", "set", "--no-cone", "/*", "!/runs/", in: "repo")
    #expect(access("\(sandbox.path)/repo/runs", F_OK) != 0)
    try expectDone(await commit(["runs/1/a": "2\n", "runs/2/b": "2\n", "pub": "p\n"]))
    #expect(access("\(sandbox.path)/repo/runs", F_OK) != 0)
    #expect(try sandbox.read("repo/pub") == "p\n")
    #expect(try sandbox.git("status", "--porcelain", in: "repo") == "")
    try expectDone(await commit(["runs/1/a": nil]))
    #expect(try sandbox.git("status", "--porcelain", in: "repo") == "")
  }

  @Test(arguments: ["2", "4"]) func everyVersionOfTheIndexIsKept(_ version: String) async throws {
    try sandbox.git("update-index", "--index-version", version, in: "repo")
    try sandbox.git("update-index", "--untracked-cache", in: "repo")
    try expectDone(await commit(["runs/1": "1\n"]))
    #expect(try sandbox.git("status", "--porcelain", in: "repo") == "")
    #expect(try sandbox.git("ls-files", in: "repo").hasSuffix("link\nruns/1"))
  }

  @Test func splitIndexIsRefused() async throws {
    try sandbox.git("update-index", "--split-index", in: "repo")
    let before = try sandbox.git("rev-parse", "HEAD", in: "repo")
    await #expect { try await commit(["runs/1": "1\n"]) } throws: { error in
      (error as? GitError)?.code == .unsupported
    }
    #expect(try sandbox.git("rev-parse", "HEAD", in: "repo") == before)
    #expect(try sandbox.git("status", "--porcelain", in: "repo") == "")
  }
}
