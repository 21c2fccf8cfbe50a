import Engine
import Hashing
import Model
import TestSupport
import Testing

@testable import Backends
@testable import Planning

@Suite(.timeLimit(.minutes(1))) struct TreeTests {
  private func tree(
    _ stage: BackendStage,
    files: Int,
    excluded: [String] = []
  ) throws -> FolderContents.Tree {
    var all = (0..<files).map { MemoryContentStore.TreeFile("src/d\($0 % 7)/f\($0)", "\($0)\n") }
    all.append(.init("tool", "#!/bin/sh\necho tool\n", isExecutable: true))
    all.append(.init("out/old", "old\n"))
    all.append(.init("made.csv", "old\n"))
    let id = try stage.contents.put(tree: all)
    return FolderContents.Tree(id: id, identity: id, excluded: excluded)
  }

  @Test(arguments: [50, 1100]) func aTreeIsShownWithoutWhatIsLeftOutOrMade(files: Int) async throws
  {
    let stage = try BackendStage()
    try await stage.open()
    let tree = try tree(stage, files: files, excluded: ["src/d0/f0"])
    let end = try await stage.run(
      stage.job(
        "./tool; cat src/d1/f1 extra; ls out; find . -type f | wc -l; echo new > made.csv",
        files: [try stage.file("extra", "more\n")],
        tree: tree,
        outputs: [OutputPattern("out", optional: true), OutputPattern("made.csv")]
      )
    )
    #expect(end.outcome.succeeded, "\(end.message)")
    #expect(end.log == "tool\n1\nmore\n\(files + 1)\n")
    #expect(stage.text("made.csv", end) == "new\n")
    #expect(end.paths == ["made.csv"])
  }

  @Test(arguments: [50, 1100]) func aTreeIsKeptForTheNextAttempt(files: Int) async throws {
    let stage = try BackendStage()
    try await stage.open()
    let tree = try tree(stage, files: files)
    for _ in 0..<3 {
      let end = try await stage.run(
        stage.job("rm -r src/d1; cat src/d2/f2; touch src/new", tree: tree)
      )
      #expect(end.log == "2\n")
    }
    #expect(stage.contents.checkOuts == 1)
  }

  @Test func manyMayNeedATreeAtTheSameTimeForTheFirstTime() async throws {
    let stage = try BackendStage()
    let cache = TemporaryFolder()
    let trees = KeptTrees(cache: cache.path, contents: stage.contents)
    for number in 0..<8 {
      let tree = try tree(stage, files: 50 + number)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 {
          group.addTask {
            let folder = TemporaryFolder()
            _ = try await trees.show(tree, in: folder.path)
            #expect(FileContent.text("\(folder.path)/src/d1/f1") == "1\n")
          }
        }
        try await group.waitForAll()
      }
    }
  }

  @Test func aTreeIsItsContentWithoutWhatIsLeftOut() async throws {
    let stage = try BackendStage()
    try await stage.open()
    let whole = try tree(stage, files: 10)
    let less = FolderContents.Tree(id: whole.id, identity: Sample.id(9), excluded: ["tool"])
    #expect(try await stage.run(stage.job("ls tool", tree: whole)).log == "tool\n")
    #expect(try await stage.run(stage.job("ls", tree: less)).log == "made.csv\nout\nsrc\n")
    #expect(stage.contents.checkOuts == 2)
  }

  @Test func aChangedFileOfACopyStaysInItsFolder() async throws {
    let stage = try BackendStage()
    try await stage.open()
    let tree = try tree(stage, files: 50)
    let end = try await stage.run(stage.job("echo x >> src/d1/f1", tree: tree))
    #expect(end.outcome.succeeded)
    #expect(try await stage.run(stage.job("cat src/d1/f1", tree: tree)).log == "1\n")
    #expect(stage.contents.checkOuts == 1)
  }

  @Test func aChangedFileOfALinkedTreeIsFoundOutAndTheTreeDropped() async throws {
    let stage = try BackendStage()
    try await stage.open()
    let tree = try tree(stage, files: 1100)
    let end = try await stage.run(stage.job("chmod u+w src/d1/f1; echo x >> src/d1/f1", tree: tree))
    #expect(end.cause == .inputChanged)
    #expect(
      end.message == "it changed its input \"src/d1/f1\" in place; let it write to another path"
    )
    #expect(try await stage.run(stage.job("cat src/d1/f1", tree: tree)).log == "1\n")
    #expect(stage.contents.checkOuts == 2)
  }

  @Test func aReplacedFileOfALinkedTreeHarmsNobody() async throws {
    let stage = try BackendStage()
    try await stage.open()
    let tree = try tree(stage, files: 1100)
    let end = try await stage.run(
      stage.job("rm src/d1/f1; echo x > src/d1/f1; cat src/d1/f1", tree: tree)
    )
    #expect(end.outcome.succeeded)
    #expect(try await stage.run(stage.job("cat src/d1/f1", tree: tree)).log == "1\n")
    #expect(stage.contents.checkOuts == 1)
  }
}
