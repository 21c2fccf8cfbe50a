import Glibc
import Hashing
import Testing

@testable import Git

@Suite struct WorktreeTests {
  let sandbox: Sandbox
  let repository: Repository
  let mount: LinkedWorktree

  init() throws {
    sandbox = try Sandbox()
    repository = try sandbox.makeRepository("räpo 1")
    mount = LinkedWorktree("\(sandbox.path)/räpo 1/runs", named: "weir-runs", of: repository)
  }

  /// Makes a commit out of updates of a base commit; texts that are nil are removed.
  private func commit(_ base: ObjectID?, _ texts: [String: String?]) async throws -> ObjectID {
    let tree: ObjectID?
    if let base { tree = try await repository.tree(of: base) } else { tree = nil }
    let batch = try await repository.makeBatch()
    let id = try await batch.perform { (batch) throws(GitError) in
      var updates: [String: TreeUpdate] = [:]
      for (path, text) in texts {
        updates[path] = .remove
        if let text {
          updates[path] = .set(mode: FileMode.file, id: try batch.addBlob(Array(text.utf8)))
        }
      }
      let tree = try batch.updateTree(tree, updates)
      return try batch.addCommit(
        CommitDraft(
          tree: tree,
          parents: base.map { [$0] } ?? [],
          author: someone,
          committer: someone,
          message: "runs"
        )
      )
    }
    _ = try await batch.finish()
    return id
  }

  /// Requires that git sees a clean work tree at a commit.
  private func check(_ commit: ObjectID) throws {
    #expect(try sandbox.git("status", "--porcelain", in: mount.path) == "")
    #expect(try sandbox.git("rev-parse", "HEAD", in: mount.path) == commit.hex)
    #expect(try sandbox.git("diff", "HEAD", in: mount.path) == "")
    #expect(
      try sandbox.git("worktree", "list", "--porcelain", in: repository.location.workTree ?? "")
        .contains("worktree \(mount.path)\nHEAD \(commit)\ndetached")
    )
    #expect(try mount.condition() == .ours(commit))
    let known = try sandbox.git("ls-files", in: mount.path)
    let there = try sandbox.run(
      "find",
      [".", "-type", "f", "-not", "-path", "./.git"],
      in: mount.path
    )
    #expect(there.text.split(separator: "\n").count == known.split(separator: "\n").count)
  }

  @Test func itIsMadeAndBroughtForward() async throws {
    #expect(try mount.condition() == .absent)
    let one = try await commit(nil, ["w/1/run.json": "1", "w/2/run.json": "2", "x": "file"])
    try await mount.show(one)
    try check(one)
    let two = try await commit(
      one,
      ["w/1/run.json": nil, "w/2/run.json": "22", "x": nil, "x/now/folder": "deep"]
    )
    try await mount.show(two)
    try check(two)
    #expect(try sandbox.read(mount.path + "/w/2/run.json") == "22")
    #expect(access(mount.path + "/w/1", F_OK) != 0)
    let three = try await commit(two, ["x/now/folder": nil, "x": "file again"])
    try await mount.show(three)
    try check(three)
    try await mount.show(three)
    try await mount.show(one)
    try check(one)
    try sandbox.git("worktree", "prune", in: repository.location.workTree ?? "")
    try check(one)
  }

  @Test func itIsRemadeWhenPartsAreMissing() async throws {
    let one = try await commit(nil, ["a": "1", "b/c": "2"])
    let two = try await commit(one, ["a": "11"])
    for part in [mount.path, mount.admin, mount.indexPath, mount.dotGit, mount.admin + "/HEAD"] {
      try await mount.show(one)
      _ = try sandbox.run("rm", ["-rf", part])
      try await mount.show(two)
      try check(two)
    }
  }

  @Test func aChangeThatWasCutOffIsCompleted() async throws {
    let one = try await commit(nil, ["a": "1", "b": "1"])
    let two = try await commit(one, ["a": "2", "new/x": "2"])
    let three = try await commit(one, ["b": "3"])
    try await mount.show(one)
    // As if a crash came after the files of the second and before its HEAD.
    try Descriptor.replace(mount.marker, with: Array("\(two)\n".utf8))
    try Descriptor.replace(mount.path + "/a", with: Array("2".utf8))
    _ = try sandbox.run("mkdir", [mount.path + "/new"])
    try Descriptor.replace(mount.path + "/new/x", with: Array("2".utf8))
    try await mount.show(three)
    try check(three)
    #expect(try sandbox.read(mount.path + "/a") == "1")
  }

  @Test func filesOfOthersAreLeftAlone() async throws {
    _ = try sandbox.run("mkdir", [mount.path])
    try Descriptor.replace(mount.path + "/mine", with: [1])
    #expect(try mount.condition() == .foreign)
    let one = try await commit(nil, ["a": "1"])
    await #expect(throws: GitError.self) { try await mount.show(one) }
    #expect(try sandbox.run("ls", ["-A", mount.path]).text == "mine\n")
    unlink(mount.path + "/mine")
    try sandbox.git("worktree", "add", "-q", "--detach", mount.path, in: "räpo 1")
    #expect(try mount.condition() == .foreign)
  }

  @Test func aMovedRepositoryGetsItsFolderBack() async throws {
    let one = try await commit(nil, ["a": "1"])
    try await mount.show(one)
    _ = try sandbox.run("mv", ["räpo 1", "moved"])
    let moved = try Repository.discover(from: "\(sandbox.path)/moved")
    let again = LinkedWorktree("\(sandbox.path)/moved/runs", named: "weir-runs", of: moved)
    #expect(try again.condition() == .broken)
    try await again.show(one)
    #expect(try sandbox.git("status", "--porcelain", in: again.path) == "")
  }

  @Test func gitsOwnLookDoesNotDisturbTheNextChange() async throws {
    let one = try await commit(
      nil,
      Dictionary(uniqueKeysWithValues: (0..<300).map { ("d/\($0)", "\($0)") })
    )
    try await mount.show(one)
    try sandbox.git("update-index", "--index-version", "4", in: mount.path)
    try check(one)
    let two = try await commit(one, ["d/7": nil, "d/8": "changed"])
    try await mount.show(two)
    try check(two)
  }
}
