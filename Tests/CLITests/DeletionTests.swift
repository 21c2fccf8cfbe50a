import Testing

/// What may be deleted at rest, and what is the same afterwards.
@Suite struct DeletionTests {
  private static let workflow = """
    tasks:
      make: {run: "echo made > out/a.txt; echo said", inputs: [seed.txt], outputs: [out/a.txt]}
      use: {run: "cat out/a.txt", inputs: [out/a.txt], result: text}
      effect: {run: "true", inputs: []}
    """

  @Test func cacheAndMountMayGo() throws {
    let repository = try TestRepository()
    try repository.commit(["workflows/w.yaml": Self.workflow, "seed.txt": "1\n"])
    try repository.weirOutput("run", "w")
    try repository.commit(["seed.txt": "2\n"])
    try repository.weirOutput("run", "w")
    func seen() throws -> [String] {
      try [
        repository.weirOutput("log", "--json"), repository.weirOutput("show", "w/latest", "--json"),
        repository.weirOutput("logs", "w/latest/make"), repository.weirOutput("plan", "w"),
        repository.git("log", "--format=%s%n%N", "--notes=weir"),
      ]
    }
    let before = try seen()
    let removal = try repository.shell("rm -rf .git/weir/cache runs")
    try #require(removal.exit == 0)
    #expect(try seen() == before)
    let again = try repository.weir("run", "w")
    #expect(again.exit == 0)
    #expect(again.errors.contains("up to date"), "\(again.errors)")
    try repository.weirOutput("run", "w", "--force")
    #expect(try repository.git("-C", "runs", "status", "--porcelain") == "")
    #expect(try repository.git("fsck", "--full", "--strict") == "")
  }

  @Test func everyKindOfRepositoryRuns() throws {
    let repository = try TestRepository()
    let none = try repository.weir("run", "w")
    #expect(none.exit == 2)
    #expect(none.errors.contains("has no commit yet"), "\(none.errors)")
    try repository.commit(["workflows/w.yaml": Self.workflow, "seed.txt": "1\n", "sub/x": "x"])
    let script = """
      cd sub && "$WEIR" run w && cd ..
      git worktree add -q --detach "../linked tree ü" && cd "../linked tree ü" && "$WEIR" run w -f
      cd ../repo && git checkout -q --detach && "$WEIR" run w -f && git checkout -q main
      git clone -q --bare . ../bare.git && cd ../bare.git && "$WEIR" run w -f
      git fsck --full --strict
      """
    let outcome = try repository.shell(script)
    #expect(outcome.exit == 0, "\(outcome.errors)")
    #expect(try repository.git("log", "--format=%s", "weir/runs").split(separator: "\n").count == 3)
  }
}
