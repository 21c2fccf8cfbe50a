import Glibc
import Testing

@testable import Git

@Suite struct SameBranchTests {
  let stand: Stand

  init() throws { stand = try Stand() }

  @Test func recordStandsOnTheBranchThatRan() throws {
    let source = try stand.git("rev-parse", "HEAD")
    try stand.weir("run", "-p", "n=1")
    #expect(stand.read("pub/out.txt") == "n 1\n")
    #expect(try stand.subjects("main").count == 2)
    #expect(try stand.git("status", "--porcelain") == "")
    #expect(try stand.git("diff-index", "HEAD") == "")
    #expect(try stand.git("rev-parse", "HEAD^") == source)
    #expect(try stand.git("notes", "--ref", "weir", "show", source).contains("succeeded w/"))
    #expect(
      try stand.git("log", "-1", "--format=%(trailers:key=Weir-Source,valueonly)")
        .hasPrefix(source)
    )
    let files = try stand.git("ls-files", "runs", "pub").split(separator: "\n")
    #expect(files.first == "pub/out.txt")
    #expect(files.contains { $0.hasSuffix("/tasks.jsonl") })
    try stand.checkIntegrity()
  }

  @Test func recordIsNoReasonToRunAgain() throws {
    try stand.weir("run")
    let head = try stand.git("rev-parse", "HEAD")
    for _ in 0..<2 { #expect(try stand.weir("run").contains("w: up to date (2 tasks)")) }
    #expect(try stand.git("rev-parse", "HEAD") == head)
    // A commit of the user's is one.
    try stand.git("commit", "-q", "--allow-empty", "-m", "nothing new")
    #expect(try stand.weir("run").contains("up to date"))
    try stand.write("new\n", to: "new.txt")
    try stand.git("add", "new.txt")
    try stand.git("commit", "-qm", "a file")
    try stand.weir("run")
    #expect(try stand.subjects("main").filter { $0.hasPrefix("weir: ") }.count == 2)
  }

  @Test func changesOfTheUserSurvive() throws {
    try stand.write("staged\n", to: "staged.txt")
    try stand.write("line 0\nstaged\n", to: "lines.txt")
    try stand.git("add", "staged.txt", "lines.txt")
    try stand.write("line 0\nstaged\nnot staged\n", to: "lines.txt")
    try stand.write("not staged\n", to: "kept.txt")
    try stand.write("untracked\n", to: "untracked.txt")
    func seen() throws -> [String] {
      [
        try stand.git("diff", "--cached"), try stand.git("diff"),
        try stand.git("status", "--porcelain"),
      ]
    }
    let before = try seen()
    try stand.weir("run", "-p", "n=1")
    #expect(try seen() == before)
    try stand.weir("run", "-p", "n=2")
    #expect(try seen() == before)
    #expect(stand.read("pub/out.txt") == "n 2\n")
    // And the next commit of everything takes nothing of the records away.
    try stand.git("commit", "-qam", "user")
    #expect(try stand.git("show", "--format=", "--name-only") == "kept.txt\nlines.txt\nstaged.txt")
    try stand.checkIntegrity()
  }

  @Test func changedPublishedPathIsWaitedFor() async throws {
    try stand.weir("run", "-p", "n=1")
    try stand.write("mine\n", to: "pub/out.txt")
    async let exit = stand.script("\"$WEIR\" run -p n=2 > ../log 2>&1")
    try await stand.wait(for: "pub/out.txt is changed", in: "../log")
    #expect(stand.read("pub/out.txt") == "mine\n")
    #expect(try stand.subjects("main").count == 2)
    try stand.git("commit", "-qam", "my own")
    #expect(try await exit == 0)
    #expect(stand.read("pub/out.txt") == "n 2\n")
    #expect(try stand.git("show", "HEAD^:pub/out.txt") == "mine")
    #expect(try stand.git("status", "--porcelain") == "")
    try stand.checkIntegrity()
  }

  @Test func interruptOfTheWaitTakesTheRecordElsewhere() async throws {
    try stand.write("mine\n", to: "pub/out.txt")
    async let exit = stand.script(
      "\"$WEIR\" run -p n=2 > ../log 2>&1 & echo $! > ../pid; wait $!"
    )
    try await stand.wait(for: "pub/out.txt is changed", in: "../log")
    let process = try #require(stand.read("../pid").flatMap { Int32($0.dropLast()) })
    kill(process, SIGTERM)
    #expect(try await exit == 0)
    #expect(try stand.subjects("main").count == 1)
    #expect(try stand.subjects("weir/runs").count == 1)
    #expect(try stand.git("ls-tree", "-r", "--name-only", "weir/runs").contains("/run.json"))
    #expect(stand.read("pub/out.txt") == "mine\n")
  }

  @Test func commitMadeWhileItRanStaysBelow() async throws {
    try stand.write(
      "tasks:\n  slow:\n    run: until [ -e \"$GO\" ]; do sleep 0.01; done\n"
        + "    env: {GO: \(stand.path)/go}\n    inputs: []\n    cache: false\n",
      to: "workflows/slow.yaml"
    )
    try stand.git("add", "-A")
    try stand.git("commit", "-qm", "slow")
    async let exit = stand.script("\"$WEIR\" run slow > ../log 2>&1")
    try await stand.wait(for: "slow/", in: "../log")
    try stand.git("commit", "-q", "--allow-empty", "-m", "meanwhile")
    try stand.write("", to: "../go")
    #expect(try await exit == 0, "\(stand.read("../log") ?? "")")
    let subjects = try stand.subjects("main")
    #expect(subjects.first?.hasPrefix("weir: slow") == true)
    #expect(subjects.contains("meanwhile"))
    try stand.checkIntegrity()
  }

  @Test func branchThatIsCheckedOutNowhereMovesAlone() throws {
    try stand.git("branch", "other")
    try stand.git("commit", "-q", "--allow-empty", "-m", "ahead")
    try stand.weir("run", "--at", "other")
    #expect(try stand.subjects("other").count == 2)
    #expect(try stand.subjects("main").count == 2)
    #expect(try stand.git("status", "--porcelain") == "")
    #expect(access(stand.repository + "/runs", F_OK) != 0)
    try stand.checkIntegrity()
  }

  @Test func bareRepositoryHasRecordsToo() throws {
    try stand.git("clone", "-q", "--bare", "repo", "bare", in: stand.path)
    let bare = stand.path + "/bare"
    try stand.weir("run", in: bare)
    #expect(try stand.git("log", "--format=%s", "main", in: bare).hasPrefix("weir: w "))
    #expect(try stand.git("show", "main:pub/out.txt", in: bare) == "n 0")
    #expect(access(bare + "/index", F_OK) != 0)
    try stand.git("pull", "-q", bare, "main")
    #expect(try stand.git("status", "--porcelain") == "")
  }

  @Test func linkedWorkTreeHasItsOwn() throws {
    try stand.git("worktree", "add", "-q", "-b", "side", "../side")
    let side = stand.path + "/side"
    try stand.weir("run", in: side)
    #expect(try stand.subjects("side").count == 2)
    #expect(try stand.subjects("main").count == 1)
    #expect(try stand.git("status", "--porcelain", in: side) == "")
    #expect(access(side + "/pub/out.txt", F_OK) == 0)
    #expect(access(stand.repository + "/runs", F_OK) != 0)
    #expect(try stand.git("status", "--porcelain") == "")
    try stand.checkIntegrity()
  }

  @Test func detachedHeadHasNoBranchToShare() throws {
    try stand.git("checkout", "-q", "--detach")
    #expect(try stand.weir("run").contains("the record goes to weir/runs"))
    #expect(try stand.subjects("weir/runs").count == 1)
    #expect(try stand.subjects("main").count == 1)
  }

  @Test func indexThatCannotBeWrittenLeavesTheBranchAlone() throws {
    try stand.git("update-index", "--split-index")
    #expect(try stand.weir("run").contains("split or sparse index"))
    #expect(try stand.subjects("weir/runs").count == 1)
    #expect(try stand.subjects("main").count == 1)
    #expect(try stand.git("status", "--porcelain") == "")
  }
}
