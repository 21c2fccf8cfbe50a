import Hashing
import Testing

@testable import Git

@Suite struct NotesTests {
  let sandbox: Sandbox
  let ref = "refs/notes/weir"

  init() throws { sandbox = try Sandbox() }

  @Test func gitReadsOurNotesAndWeReadGits() async throws {
    let repository = try sandbox.makeRepository()
    let two = try await repository.resolve("HEAD")
    let one = try await repository.resolve("HEAD~1")
    let tip = try await repository.setNotes(
      [two: "ran x/1: succeeded\n", one: "ran x/0\n"],
      in: ref,
      by: someone,
      message: "notes"
    )
    #expect(
      try sandbox.git("notes", "--ref=weir", "show", two.hex, in: "repo") == "ran x/1: succeeded"
    )
    #expect(
      try sandbox.git("log", "-1", "--notes=weir", "--format=%N", in: "repo")
        == "ran x/1: succeeded\n"
    )
    #expect(try await repository.note(for: one, in: ref) == "ran x/0\n")
    #expect(try await repository.note(for: two, in: "refs/notes/other") == nil)
    // Nothing new is no commit.
    #expect(
      try await repository.setNotes([one: "ran x/0\n"], in: ref, by: someone, message: "n") == tip
    )
    let removal: [ObjectID: String?] = [one: nil]
    try await repository.setNotes(removal, in: ref, by: someone, message: "less")
    #expect(try await repository.note(for: one, in: ref) == nil)
    #expect(
      try sandbox.git("notes", "--ref=weir", "list", in: "repo").split(separator: "\n").count == 1
    )
    try sandbox.git("notes", "--ref=weir", "append", "-m", "more", two.hex, in: "repo")
    #expect(try await repository.note(for: two, in: ref)?.contains("more") == true)
    try sandbox.checkIntegrity(of: "repo")
  }

  @Test func foldersThatGitMadeAreKept() async throws {
    let repository = try sandbox.makeRepository()
    let two = try await repository.resolve("HEAD")
    let one = try await repository.resolve("HEAD~1")
    let batch = try await repository.makeBatch()
    let commit = try await batch.perform { (batch) throws(GitError) in
      let blob = try batch.addBlob(Array("spread\n".utf8))
      let hex = two.hex
      let path = "\(hex.prefix(2))/\(hex.dropFirst(2).prefix(2))/\(hex.dropFirst(4))"
      let tree = try batch.updateTree(nil, [path: .set(mode: FileMode.file, id: blob)])
      return try batch.addCommit(
        CommitDraft(tree: tree, parents: [], author: someone, committer: someone, message: "n")
      )
    }
    _ = try await batch.finish()
    _ = try await repository.updateRef(ref, from: nil, to: commit, message: "n", by: someone)
    #expect(try await repository.note(for: two, in: ref) == "spread\n")
    try await repository.setNotes([two: "b\n", one: "a\n"], in: ref, by: someone, message: "m")
    let tip = try #require(try await repository.reference(ref))
    let paths = try await repository.flatten(repository.tree(of: tip)).map(\.path)
    #expect(paths.count == 2 && paths.allSatisfy { $0.contains("/") })
    for (id, text) in [(two, "b"), (one, "a")] {
      #expect(try sandbox.git("notes", "--ref=weir", "show", id.hex, in: "repo") == text)
    }
  }
}
