import Glibc
import Hashing
import Testing

@testable import Git

@Suite struct CheckoutTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private func makeFolder(_ name: String = "out") throws -> String {
    _ = try sandbox.run("mkdir", [name])
    return "\(sandbox.path)/\(name)"
  }

  private func mode(of path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode : 0
  }

  @Test func aTreeBecomesFilesWithoutFilters() async throws {
    let repository = try sandbox.makeRepository()
    try sandbox.write("*.txt text eol=crlf\n", to: "repo/.gitattributes")
    try sandbox.git("add", ".", in: "repo")
    let tree = try text(sandbox.git("write-tree", in: "repo"))
    let out = try makeFolder()
    #expect(try await repository.checkOut(tree, into: out) == 5)
    #expect(try sandbox.read("out/a.txt") == "one\n")
    #expect(try sandbox.read("out/dir/deep/c") == "deep\n")
    #expect(try sandbox.run("readlink", ["out/link"]).text == "a.txt\n")
    #expect(mode(of: out + "/dir/b.sh") & 0o100 != 0)
    #expect(mode(of: out + "/a.txt") & 0o111 == 0)
    await #expect(throws: GitError.self) { try await repository.checkOut(tree, into: out) }
  }

  @Test func permissionsAndExclusionsAreObeyed() async throws {
    let repository = try sandbox.makeRepository()
    let tree = try await repository.tree(of: repository.resolve("HEAD"))
    let out = try makeFolder()
    var options = CheckoutOptions()
    options.fileMode = 0o444
    options.executableMode = 0o555
    options.excluded = ["dir/deep", "link"]
    #expect(try await repository.checkOut(tree, into: out, options: options) == 2)
    #expect(mode(of: out + "/a.txt") & 0o777 == 0o444)
    #expect(mode(of: out + "/dir/b.sh") & 0o777 == 0o555)
    #expect(mode(of: out + "/dir/deep") == 0)
  }

  @Test func manyFilesAreWrittenByTwoThreads() async throws {
    let repository = try sandbox.makeRepository()
    let batch = try await repository.makeBatch()
    let tree = try await batch.perform { (batch) throws(GitError) in
      var updates: [String: TreeUpdate] = [:]
      for number in 0..<2000 {
        updates["\(number % 7)/\(number % 13)/\(number)"] = .set(
          mode: FileMode.file,
          id: try batch.addBlob(Array("\(number)\n".utf8))
        )
      }
      return try batch.updateTree(nil, updates)
    }
    _ = try await batch.finish()
    let out = try makeFolder()
    #expect(try await repository.checkOut(tree, into: out) == 2000)
    try sandbox.git("init", "-q", in: "out")
    try sandbox.git("add", "-A", in: "out")
    #expect(try sandbox.git("write-tree", in: "out") == tree.hex)
  }

  @Test func noLinkIsWrittenThrough() async throws {
    let repository = try sandbox.makeRepository()
    let tree = try await repository.tree(of: repository.resolve("HEAD"))
    let out = try makeFolder()
    _ = try makeFolder("elsewhere")
    _ = try sandbox.run("ln", ["-s", "../elsewhere", "out/dir"])
    _ = try sandbox.run("ln", ["-s", "../elsewhere/stolen", "out/a.txt"])
    for replacing in [false, true] {
      var made = CheckoutOptions()
      made.replacing = replacing
      let options = made
      await #expect(throws: GitError.self) {
        try await repository.checkOut(tree, into: out, options: options)
      }
    }
    #expect(try sandbox.run("find", ["elsewhere", "-mindepth", "1"]).text == "")
  }

  /// Names that git's own check refuses, and some that only look like them.
  @Test(arguments: [
    ".", "..", ".git", ".GIT", ".Git", "git~1", "GIT~1", ".git\u{200c}", ".g\u{200d}it",
    "\u{feff}.git", ".gi\u{202e}t", ".git.", ".git ", ".git. .", ".git:x",
    ".git::$INDEX_ALLOCATION",
    "git~1.", "a\\.git\\b", ".git\\config", "a\\git~1", "", "a/b", "a\0b",
  ])
  func hostileNames(name: String) async throws {
    #expect(!PathRules.isSafe(name: name.utf8))
    guard !name.isEmpty, !name.contains("/"), !name.contains("\0") else { return }
    // Such a tree can only be made by hand.
    let repository = try sandbox.makeRepository()
    let batch = try await repository.makeBatch()
    let tree = try await batch.perform { (batch) throws(GitError) in
      let blob = try batch.addBlob(Array("evil".utf8))
      let item = TreeItem(mode: FileMode.file, id: blob, name: Array(name.utf8)[...])
      let inner = try batch.add(.tree, TreeItem.serialise([item]))
      return try batch.updateTree(nil, ["ok": .setTree(inner)])
    }
    _ = try await batch.finish()
    let out = try makeFolder()
    await #expect(throws: GitError.self) { try await repository.checkOut(tree, into: out) }
    #expect(try sandbox.run("find", ["out", "-mindepth", "1"]).text == "")
  }

  @Test(arguments: [
    ".gitignore", ".github", "git~2", "..a", "...", ".git-x", "git", "ä", "a b", ".gitx", "a\\b",
  ])
  func harmlessNames(name: String) {
    #expect(PathRules.isSafe(name: name.utf8))
  }

  @Test(arguments: [
    ".gitmodules", ".GitModules", ".gitmodules .", "gitmod~1", ".git\u{200c}modules",
  ])
  func aLinkMustNotNameTheSubmodulesFile(name: String) async throws {
    #expect(PathRules.isSafe(name: name.utf8) && !PathRules.isSafe(symlink: name.utf8))
    let repository = try sandbox.makeRepository()
    let batch = try await repository.makeBatch()
    let blob = try await batch.addBlob(Array("/etc/passwd".utf8))
    await #expect(throws: GitError.self) {
      try await batch.updateTree(nil, [name: .set(mode: FileMode.symlink, id: blob)])
    }
  }

  @Test func namesThatAreNotUTF8AreRefused() async throws {
    let repository = try sandbox.makeRepository()
    let batch = try await repository.makeBatch()
    let tree = try await batch.perform { (batch) throws(GitError) in
      let blob = try batch.addBlob([1])
      let item = TreeItem(mode: FileMode.file, id: blob, name: [0x61, 0xff, 0x62])
      let base = try batch.add(.tree, TreeItem.serialise([item]))
      // An update of its folder keeps the name as it is.
      return try batch.updateTree(base, ["b": .set(mode: FileMode.file, id: blob)])
    }
    _ = try await batch.finish()
    let listed = try sandbox.git("ls-tree", "--name-only", tree.hex, in: "repo")
    #expect(listed == "\"a\\377b\"\nb")
    let out = try makeFolder()
    await #expect(throws: GitError.self) { try await repository.checkOut(tree, into: out) }
  }

  @Test func submodulesAreRefused() async throws {
    let repository = try sandbox.makeRepository()
    let head = try await repository.resolve("HEAD")
    let batch = try await repository.makeBatch()
    let tree = try await batch.updateTree(nil, ["sub": .set(mode: FileMode.submodule, id: head)])
    _ = try await batch.finish()
    let out = try makeFolder()
    await #expect(throws: GitError.unsupported("sub is a submodule, which is not supported")) {
      try await repository.checkOut(tree, into: out)
    }
  }
}
