import Engine
import Hashing
import Model
import Planning
import TestSupport
import Testing

@testable import Ledger

@Suite(.timeLimit(.minutes(2))) struct SourceTests {
  private func stage() async throws -> (LedgerStage, SourceReader) {
    let sandbox = try GitSandbox()
    for path in ["a.txt", "dir/b.txt", "dir/deep/c.csv", "runs/x", "out/p.csv", "out/q.txt"] {
      sandbox.write(path, to: path)
    }
    try sandbox.commit()
    let stage = try await LedgerStage(sandbox)
    let tree = try #require(ObjectID(hex: sandbox.git("rev-parse", "HEAD^{tree}")))
    return (stage, SourceReader(repository: stage.repository, tree: tree))
  }

  @Test func pathsFoldersAndGlobsHaveGitsIds() async throws {
    let (stage, reader) = try await stage()
    var question = SourceQuestion()
    question.paths = ["a.txt", "dir", "none", "dir/none", "a.txt/x"]
    question.globs = ["dir/**", "**/*.csv", "nowhere/*"]
    let (listing, trees) = try await reader.answer(question)
    #expect(trees.isEmpty)
    #expect(listing.wholeTrees.isEmpty)
    #expect(listing.entries.keys.sorted() == ["a.txt", "dir"])
    #expect(listing.entries["a.txt"]?.id.hex == (try stage.sandbox.git("rev-parse", "HEAD:a.txt")))
    #expect(listing.entries["dir"]?.id.hex == (try stage.sandbox.git("rev-parse", "HEAD:dir")))
    #expect(listing.entries["dir"]?.mode == 0o040000)
    #expect(listing.folders["dir"]?.map(\.path) == ["dir/b.txt", "dir/deep/c.csv"])
    #expect(listing.matches["dir/**"]?.map(\.path) == ["dir/b.txt", "dir/deep/c.csv"])
    #expect(listing.matches["**/*.csv"]?.map(\.path) == ["dir/deep/c.csv", "out/p.csv"])
    #expect(listing.matches["nowhere/*"] == [])
  }

  @Test(arguments: [
    ("**", ["a.txt", "dir/b.txt", "dir/deep/c.csv", "out/p.csv", "out/q.txt"]),
    ("*/*.txt", ["dir/b.txt", "out/q.txt"]), ("runs/*", ["runs/x"]),
  ])
  func fanOutsLookIntoRecordsOnlyWhenAsked(glob: String, found: [String]) async throws {
    let (stage, reader) = try await stage()
    var task = TaskDefinition.make("t")
    task.fanOut = FanOut(source: .glob(Template(constant: glob)))
    let workflow = Workflow.make([task])
    let files = try await reader.answer(FanOutQuestion(workflow, params: [:], records: "runs"))
    #expect(files.matches[glob] == found)
    #expect(try stage.sandbox.problems() == "")
  }

  @Test func theWholeTreeLeavesOutWhatRunsMake() async throws {
    let (stage, reader) = try await stage()
    var question = SourceQuestion()
    question.wholeTrees = [[]]
    question.excluded = ["runs", "out/*.csv", "never/made"]
    let (listing, trees) = try await reader.answer(question)
    let tree = trees[[]]
    #expect(tree?.excluded == ["out/p.csv", "runs"])
    try stage.sandbox.git("rm", "-rq", "runs", "out/p.csv")
    #expect(tree?.identity.hex == (try stage.sandbox.git("write-tree")))
    #expect(listing.wholeTrees[[]] == tree?.identity)
    let folder = TemporaryFolder()
    try await stage.contents.checkOut(try #require(tree), into: folder.path)
    #expect(
      FileContent.paths(below: folder.path)
        == ["a.txt", "dir", "dir/b.txt", "dir/deep", "dir/deep/c.csv", "out", "out/q.txt"]
    )
  }
}
