import Hashing
import Testing

@testable import Git

@Suite struct HistoryTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test func aCommitIsReadWhole() async throws {
    let repository = try sandbox.makeRepository()
    let info = try await repository.commit(repository.resolve("HEAD"))
    #expect(
      info.author
        == Signature(name: "Ann", email: "ann@example.org", time: 1_700_000_000, offset: 60)
    )
    #expect(info.committer.name == "Con" && info.committer.offset == 0)
    #expect(info.subject == "second")
    #expect(info.trailers.map(\.key) == ["Weir-Run", "Signed-off-by"])
    #expect(info.trailer("weir-run") == "x/1")
    #expect(info.parents == [try await repository.resolve("HEAD~1")])
    #expect(info.tree == (try text(sandbox.git("rev-parse", "HEAD^{tree}", in: "repo"))))
    let first = try await repository.commit(repository.resolve("HEAD~1"))
    #expect(first.trailers.isEmpty && first.parents.isEmpty)
  }

  @Test func revisionsAreResolvedAsGitDoes() async throws {
    let repository = try sandbox.makeRepository()
    try sandbox.git("tag", "-a", "-m", "x", "v1", "HEAD~1", in: "repo")
    try sandbox.git("branch", "side", "HEAD~1", in: "repo")
    let head = try sandbox.git("rev-parse", "HEAD", in: "repo")
    for name in ["HEAD", "main", "refs/heads/main", String(head.prefix(9)), head] {
      #expect(try await repository.resolve(name).hex == head)
    }
    let first = try sandbox.git("rev-parse", "HEAD~1", in: "repo")
    for name in ["v1", "side", "main~1", "HEAD^"] {
      #expect(try await repository.resolve(name).hex == first)
    }
    await #expect(throws: GitError.notFound("revision nothing")) {
      try await repository.resolve("nothing")
    }
  }

  @Test func historyFollowsOneLineOrAll() async throws {
    let repository = try sandbox.makeRepository()
    try sandbox.git("checkout", "-q", "-b", "side", "HEAD~1", in: "repo")
    try sandbox.git("commit", "-q", "--allow-empty", "-m", "aside", in: "repo")
    try sandbox.git("checkout", "-q", "main", in: "repo")
    try sandbox.git("merge", "-q", "--no-ff", "-m", "merge", "side", in: "repo")
    let tip = try await repository.resolve("main")
    let all = try await repository.history(from: tip)
    #expect(Set(all.commits.map(\.subject)) == ["merge", "second", "aside", "first"])
    #expect(all.commits.first?.subject == "merge" && all.commits.last?.subject == "first")
    #expect(!all.isCut)
    let line = try await repository.history(from: tip, firstParent: true)
    #expect(line.commits.map(\.subject) == ["merge", "second", "first"])
    #expect(try await repository.history(from: tip, limit: 2).commits.count == 2)
    let stopped = try await repository.perform { (repository) throws(GitError) in
      try repository.history(from: tip, firstParent: true) { $0.subject == "second" }
    }
    #expect(stopped.commits.map(\.subject) == ["merge", "second"])
    let side = try await repository.resolve("side")
    let first = try await repository.resolve("main~2")
    #expect(try await repository.isAncestor(side, of: tip))
    #expect(try await repository.isAncestor(tip, of: side) == false)
    #expect(try await repository.isAncestor(tip, of: tip))
    #expect(try await repository.mergeBase(side, repository.resolve("main~1")) == first)
    let orphan = try text(sandbox.git("commit-tree", "-m", "o", emptyTreeID.hex, in: "repo"))
    #expect(try await repository.mergeBase(side, orphan) == nil)
  }

  @Test func aShallowCloneSaysWhereItIsCut() async throws {
    _ = try sandbox.makeRepository()
    try sandbox.git("clone", "-q", "--depth=1", "file://\(sandbox.path)/repo", "shallow")
    let clone = try Repository.discover(from: "\(sandbox.path)/shallow")
    let history = try await clone.history(from: clone.resolve("HEAD"))
    #expect(history.commits.count == 1 && history.isCut)
  }

  @Test func signaturesKeepOneLine() {
    let odd = Signature(name: " <A>\nB. ", email: "x>\n", time: 5, offset: -330)
    #expect(odd.line == "AB <x> 5 -0530")
    #expect(Signature(line: odd.line) == Signature(name: "AB", email: "x", time: 5, offset: -330))
    #expect(Signature(name: "", email: "", time: 0).line == "unknown <> 0 +0000")
  }
}
