import Hashing
import Testing

@testable import Git

@Suite struct TreeTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test func flattenSaysWhatLsTreeSays() async throws {
    let repository = try sandbox.makeRepository()
    let tree = try await repository.tree(of: repository.resolve("HEAD"))
    let lines = try await repository.flatten(tree).map { entry in
      let mode = String(entry.mode, radix: 8)
      return "\(mode) blob \(entry.id)\t\(entry.path)"
    }
    #expect(lines.joined(separator: "\n") == (try sandbox.git("ls-tree", "-r", "HEAD", in: "repo")))
    #expect(
      try await repository.flatten(tree, below: "dir").map(\.path) == ["dir/b.sh", "dir/deep/c"]
    )
    #expect(try await repository.flatten(tree, below: "a.txt").isEmpty)
    #expect(try await repository.flatten(emptyTreeID).isEmpty)
  }

  @Test func entriesAreFoundByPath() async throws {
    let repository = try sandbox.makeRepository()
    let tree = try await repository.tree(of: repository.resolve("HEAD"))
    let deep = try await repository.entry(at: "dir/deep/c", in: tree)
    #expect(deep?.id == (try text(sandbox.git("rev-parse", "HEAD:dir/deep/c", in: "repo"))))
    #expect(try await repository.entry(at: "dir/deep", in: tree)?.isTree == true)
    #expect(try await repository.entry(at: "a.txt/x", in: tree) == nil)
    let some = try await repository.entries(
      at: ["dir/deep/c", "dir/b.sh", "link", "nothing", "nothing/x", "a.txt/x"],
      in: tree
    )
    #expect(some.keys.sorted() == ["dir/b.sh", "dir/deep/c", "link"])
    #expect(some["dir/b.sh"]?.isExecutable == true && some["link"]?.isSymlink == true)
    #expect(some["dir/deep/c"] == deep)
  }

  @Test func updatesTouchOnlyWhatTheyName() async throws {
    let repository = try sandbox.makeRepository()
    let base = try await repository.tree(of: repository.resolve("HEAD"))
    let batch = try await repository.makeBatch()
    let tree = try await batch.perform { (batch) throws(GitError) in
      let blob = try batch.addBlob(Array("new\n".utf8))
      let folder = try batch.updateTree(nil, ["inner/x": .set(mode: FileMode.file, id: blob)])
      return try batch.updateTree(
        base,
        [
          "dir/deep/c": .remove, "dir/b.sh": .set(mode: FileMode.file, id: blob),
          "grafted": .setTree(folder), "grafted/y": .set(mode: FileMode.file, id: blob),
          "dir-x": .set(mode: FileMode.file, id: blob), "no/such/thing": .remove,
        ]
      )
    }
    _ = try await batch.finish()
    #expect(
      try await repository.flatten(tree).map(\.path)
        == ["a.txt", "dir-x", "dir/b.sh", "grafted/inner/x", "grafted/y", "link"]
    )
    try sandbox.checkIntegrity(of: "repo")
  }

  @Test func theLastEntryTakesItsFolderAlong() async throws {
    let repository = try sandbox.makeRepository()
    let base = try await repository.tree(of: repository.resolve("HEAD"))
    let batch = try await repository.makeBatch()
    let without = try await batch.updateTree(base, ["dir": .remove])
    let also = try await batch.updateTree(base, ["dir/b.sh": .remove, "dir/deep/c": .remove])
    #expect(without == also)
    let nothing = try await batch.updateTree(
      without,
      ["a.txt": .remove, "link": .remove, "dir/x": .remove]
    )
    #expect(nothing == emptyTreeID)
    #expect(try await batch.updateTree(base, [:]) == base)
  }

  @Test func filesAndFoldersTakeEachOthersPlace() async throws {
    let repository = try sandbox.makeRepository()
    let base = try await repository.tree(of: repository.resolve("HEAD"))
    let batch = try await repository.makeBatch()
    let tree = try await batch.perform { (batch) throws(GitError) in
      let blob = try batch.addBlob([])
      return try batch.updateTree(
        base,
        [
          "dir": .set(mode: FileMode.file, id: blob),
          "a.txt/now/a": .set(mode: FileMode.file, id: blob),
        ]
      )
    }
    _ = try await batch.finish()
    #expect(try await repository.flatten(tree).map(\.path) == ["a.txt/now/a", "dir", "link"])
    let changes = try await repository.diff(base, tree)
    #expect(
      changes.map { "\($0.status) \($0.path)" }.sorted() == [
        "added a.txt/now/a", "added dir", "removed a.txt", "removed dir/b.sh",
        "removed dir/deep/c",
      ]
    )
    try sandbox.checkIntegrity(of: "repo")
  }

  @Test(arguments: ["", "/a", "a/", "a//b", ".", "a/../b", ".git/config", "x/.GIT", "git~1"])
  func hostilePathsAreRefused(path: String) async throws {
    let repository = try sandbox.makeRepository()
    let batch = try await repository.makeBatch()
    let blob = try await batch.addBlob([1])
    await #expect(throws: GitError.self) {
      try await batch.updateTree(nil, [path: .set(mode: FileMode.file, id: blob)])
    }
  }

  @Test func tenThousandEntriesInOneFolder() async throws {
    let repository = try sandbox.makeRepository()
    let batch = try await repository.makeBatch()
    let (base, tree) = try await batch.perform { (batch) throws(GitError) in
      var updates: [String: TreeUpdate] = [:]
      for number in 0..<10_000 {
        let blob = try batch.addBlob(Array("\(number)".utf8))
        updates["runs/many/\(number)"] = .set(mode: FileMode.file, id: blob)
      }
      let base = try batch.updateTree(nil, updates)
      let more = try batch.updateTree(base, ["runs/many/x": updates["runs/many/7"] ?? .remove])
      return (base, more)
    }
    let result = try await batch.finish()
    #expect(result.pack != nil)
    #expect(try await repository.flatten(tree).count == 10_001)
    #expect(try await repository.diff(base, tree).map(\.path) == ["runs/many/x"])
    let listed = try sandbox.git("ls-tree", "-r", "--name-only", tree.hex, in: "repo")
    #expect(try await repository.flatten(tree).map(\.path).joined(separator: "\n") == listed)
    try sandbox.checkIntegrity(of: "repo")
  }

  @Test func diffSeesModesAndContents() async throws {
    let repository = try sandbox.makeRepository()
    let old = try await repository.tree(of: repository.resolve("HEAD"))
    try sandbox.write("two\n", to: "repo/a.txt")
    _ = try sandbox.run("chmod", ["644", "dir/b.sh"], in: "repo")
    try sandbox.git("rm", "-q", "dir/deep/c", in: "repo")
    try sandbox.git("add", "-A", in: "repo")
    let new = try text(sandbox.git("write-tree", in: "repo"))
    let changes = try await repository.diff(old, new)
    #expect(changes.map(\.path) == ["a.txt", "dir/b.sh", "dir/deep/c"])
    #expect(changes.map(\.status) == [.modified, .modified, .removed])
    #expect(changes[1].old?.mode == FileMode.executable && changes[1].new?.mode == FileMode.file)
    #expect(changes[1].old?.id == changes[1].new?.id)
    #expect(try await repository.diff(nil, old).count == 4)
  }
}
