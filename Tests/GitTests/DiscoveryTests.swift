import Glibc
import Hashing
import Testing

@testable import Git

@Suite struct DiscoveryTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test(arguments: ["repo", "with space", "Größe 漢字"])
  func aCloneIsFoundFromItsSubfolders(name: String) async throws {
    let repository = try sandbox.makeRepository(name)
    let inside = try Repository.discover(from: "\(sandbox.path)/\(name)/dir/deep")
    let root = "\(sandbox.path)/\(name)"
    for location in [repository.location, inside.location] {
      #expect(location.workTree == root)
      #expect(location.gitDirectory == root + "/.git")
      #expect(location.commonDirectory == root + "/.git")
      #expect(!location.isBare && !location.isLinked)
    }
    let head = try await inside.head()
    #expect(head.branch == "refs/heads/main")
    #expect(head.commit == (try text(sandbox.git("rev-parse", "HEAD", in: name))))
  }

  @Test func aLinkedWorktreeSharesObjectsAndHasItsOwnHead() async throws {
    let repository = try sandbox.makeRepository()
    try sandbox.git("worktree", "add", "-q", "--detach", "../other", "HEAD~1", in: "repo")
    let other = try Repository.discover(from: "\(sandbox.path)/other")
    #expect(other.location.commonDirectory == repository.location.commonDirectory)
    #expect(other.location.gitDirectory == "\(sandbox.path)/repo/.git/worktrees/other")
    #expect(other.location.workTree == "\(sandbox.path)/other")
    #expect(other.location.isLinked)
    let expected = try text(sandbox.git("rev-parse", "HEAD~1", in: "repo"))
    #expect(try await other.head() == .detached(expected))
  }

  @Test func aBareRepositoryHasNoWorkTree() async throws {
    _ = try sandbox.makeRepository()
    try sandbox.git("clone", "-q", "--bare", "repo", "bare.git")
    let bare = try Repository.discover(from: "\(sandbox.path)/bare.git")
    #expect(bare.location.isBare)
    #expect(bare.location.gitDirectory == "\(sandbox.path)/bare.git")
    #expect(try await bare.resolve("main") == (try await bare.head().commit))
  }

  @Test func anUnbornBranchIsNoError() async throws {
    try sandbox.git("init", "-q", "-b", "trunk", "empty")
    let repository = try Repository.discover(from: "\(sandbox.path)/empty")
    #expect(try await repository.head() == .unborn(branch: "refs/heads/trunk"))
    await #expect(throws: GitError.unborn(branch: "refs/heads/trunk")) {
      try await repository.resolve("HEAD")
    }
  }

  @Test func whatIsNoRepositoryIsSaid() throws {
    #expect(throws: GitError.notARepository(path: sandbox.path)) {
      try Repository.discover(from: sandbox.path)
    }
  }

  @Test func sha256AndReftableAreRefused() throws {
    try sandbox.git("init", "-q", "--object-format=sha256", "long")
    try sandbox.git("init", "-q", "table")
    try sandbox.git("config", "core.repositoryformatversion", "1", in: "table")
    try sandbox.git("config", "extensions.refStorage", "reftable", in: "table")
    try sandbox.git("init", "-q", "unknown")
    try sandbox.git("config", "core.repositoryformatversion", "1", in: "unknown")
    try sandbox.git("config", "extensions.somethingNew", "true", in: "unknown")
    for name in ["long", "table", "unknown"] {
      do {
        _ = try Repository.discover(from: "\(sandbox.path)/\(name)")
        Issue.record("\(name) was opened")
      } catch {
        #expect(error.code == .unsupported)
        #expect(!"\(error)".contains("\n"))
      }
    }
  }

  @Test func partialClonesAndWorktreeConfigAreOpened() throws {
    try sandbox.git("init", "-q", "repo")
    try sandbox.git("config", "core.repositoryformatversion", "1", in: "repo")
    try sandbox.git("config", "extensions.partialClone", "origin", in: "repo")
    try sandbox.git("config", "extensions.worktreeConfig", "true", in: "repo")
    _ = try Repository.discover(from: "\(sandbox.path)/repo")
  }

  @Test(.enabled(if: getuid() == 0)) func aForeignOwnerIsNotTrusted() throws {
    _ = try sandbox.makeRepository()
    _ = try sandbox.run("chown", ["-R", "12345", "repo"])
    do {
      _ = try Repository.discover(from: "\(sandbox.path)/repo")
      Issue.record("it was opened")
    } catch {
      #expect(error.code == .ownership)
    }
  }

  @Test func configurationIsReadByKind() async throws {
    let repository = try sandbox.makeRepository()
    try sandbox.git("config", "weir.size", "2k", in: "repo")
    try sandbox.git("config", "weir.on", "yes", in: "repo")
    try sandbox.git("config", "user.name", "Ünal", in: "repo")
    try sandbox.write("*.o\n/out/\n", to: "repo/.gitignore")
    #expect(try await repository.configInteger("weir.size") == 2048)
    #expect(try await repository.configBool("weir.on") == true)
    #expect(try await repository.configString("weir.missing") == nil)
    let identity = try await repository.identity()
    #expect(identity.name == "Ünal" && identity.email == nil)
    #expect(try await repository.isIgnored("x/y.o"))
    #expect(try await repository.isIgnored("a.txt") == false)
  }
}
