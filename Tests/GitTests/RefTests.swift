import Hashing
import Testing

@testable import Git

@Suite struct RefTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test(arguments: [false, true])
  func aRefIsMadeMovedAndDeletedByComparison(bare: Bool) async throws {
    _ = try sandbox.makeRepository()
    if bare { try sandbox.git("clone", "-q", "--bare", "repo", "bare") }
    let folder = bare ? "bare" : "repo"
    let repository = try Repository.discover(from: "\(sandbox.path)/\(folder)")
    let two = try await repository.resolve("main")
    let one = try await repository.resolve("main~1")
    let name = "refs/weir/sources"
    #expect(
      try await repository.updateRef(name, from: nil, to: one, message: "made\nnow", by: someone)
        == .done
    )
    #expect(
      try await repository.updateRef(name, from: nil, to: two, message: "no", by: someone)
        == .stale(actual: one)
    )
    #expect(
      try await repository.updateRef(name, from: two, to: one, message: "no", by: someone)
        == .stale(actual: one)
    )
    #expect(
      try await repository.updateRef(name, from: one, to: two, message: "moved", by: someone)
        == .done
    )
    #expect(try await repository.reference(name) == two)
    #expect(try await repository.references(matching: "refs/weir/*").map(\.name) == [name])
    let log = try #require(try sandbox.read("\(repository.location.commonDirectory)/logs/\(name)"))
    #expect(
      log == "\(ObjectID.zero) \(one) Weir <weir@example.org> 1700000100 +0130\tmade now\n"
        + "\(one) \(two) Weir <weir@example.org> 1700000100 +0130\tmoved\n"
        || log.hasSuffix("\tmoved\n") && log.contains("\tmade now\n") && log.contains("Weir <weir@")
    )
    #expect(
      try sandbox.git("reflog", "show", "--format=%gs", name, in: folder) == "moved\nmade now"
    )
    #expect(try await repository.deleteRef(name, expecting: one) == .stale(actual: two))
    #expect(try await repository.deleteRef(name, expecting: two) == .done)
    #expect(try await repository.deleteRef(name, expecting: two) == .stale(actual: nil))
    #expect(try await repository.reference(name) == nil)
    try sandbox.checkIntegrity(of: folder)
  }

  @Test func packedRefsAreSeen() async throws {
    let repository = try sandbox.makeRepository()
    try sandbox.git("branch", "weir/runs", in: "repo")
    try sandbox.git("pack-refs", "--all", in: "repo")
    let tip = try await repository.resolve("HEAD")
    let old = try await repository.resolve("HEAD~1")
    let name = "refs/heads/weir/runs"
    #expect(try await repository.reference(name) == tip)
    #expect(
      try await repository.updateRef(name, from: tip, to: old, message: "m", by: someone) == .done
    )
    #expect(try sandbox.git("rev-parse", name, in: "repo") == old.hex)
    #expect(try await repository.deleteRef(name, expecting: old) == .done)
    #expect(try sandbox.git("for-each-ref", name, in: "repo") == "")
  }

  @Test(arguments: ["HEAD", "refs/heads/a..b", "refs/heads/x.lock", "refs/heads/a b", "", "main"])
  func badNamesAreRefused(name: String) async throws {
    let repository = try sandbox.makeRepository()
    let id = try await repository.resolve("HEAD")
    await #expect(throws: GitError.self) {
      try await repository.updateRef(name, from: nil, to: id, message: "", by: someone)
    }
  }

  @Test func aRefCannotStandBelowAnother() async throws {
    let repository = try sandbox.makeRepository()
    let id = try await repository.resolve("HEAD")
    await #expect(throws: GitError.self) {
      try await repository.updateRef(
        "refs/heads/main/below",
        from: nil,
        to: id,
        message: "",
        by: someone
      )
    }
    try sandbox.git("pack-refs", "--all", in: "repo")
    await #expect(throws: GitError.self) {
      try await repository.updateRef(
        "refs/heads/main/below",
        from: nil,
        to: id,
        message: "",
        by: someone
      )
    }
  }

  @Test func aMissingObjectCannotBePointedAt() async throws {
    let repository = try sandbox.makeRepository()
    let id = try text("1234567890123456789012345678901234567890")
    await #expect(throws: GitError.self) {
      try await repository.updateRef("refs/weir/x", from: nil, to: id, message: "", by: someone)
    }
  }

  @Test func aForeignLockIsNamed() async throws {
    let repository = try sandbox.makeRepository()
    let id = try await repository.resolve("HEAD")
    try sandbox.write("", to: "repo/.git/refs/weir/x.lock")
    do {
      _ = try await repository.updateRef("refs/weir/x", from: nil, to: id, message: "", by: someone)
      Issue.record("it was not locked")
    } catch .locked(let path, let age) {
      #expect(path == "\(sandbox.path)/repo/.git/refs/weir/x.lock")
      #expect(age != nil)
    }
  }

  @Test func noUpdateOfManyWritersIsLost() async throws {
    let first = try sandbox.makeRepository()
    let location = first.location
    let name = "refs/weir/raced"
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          let repository = try Repository(at: location)
          for number in 0..<15 {
            var isDone = false
            while !isDone {
              let tip = try await repository.reference(name)
              let batch = try await repository.makeBatch()
              let commit = try await batch.perform { (batch) throws(GitError) in
                try batch.addTree([])
                return try batch.addCommit(
                  CommitDraft(
                    tree: emptyTreeID,
                    parents: tip.map { [$0] } ?? [],
                    author: someone,
                    committer: someone,
                    message: "\(writer) \(number)"
                  )
                )
              }
              _ = try await batch.finish()
              isDone =
                try await repository.updateRef(
                  name,
                  from: tip,
                  to: commit,
                  message: "race",
                  by: someone
                ) == .done
            }
          }
        }
      }
      try await group.waitForAll()
    }
    let tip = try #require(try await first.reference(name))
    let subjects = try await first.history(from: tip).commits.map(\.subject)
    #expect(subjects.count == 60 && Set(subjects).count == 60)
    try sandbox.checkIntegrity(of: "repo")
  }
}
