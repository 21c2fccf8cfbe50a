import Testing

/// `weir run --dirty`, which takes tracked files as they are in the work tree.
@Suite struct DirtyTests {
  private static let workflow = """
    tasks:
      a: {run: cat data/a, inputs: [data/a], result: text}
      all: {run: ls data, result: text}
    """

  private func repository() throws -> TestRepository {
    let repository = try TestRepository()
    try repository.commit([
      "workflows/w.yaml": Self.workflow, "data/a": "1\n", "data/gone": "x\n",
    ])
    return repository
  }

  private func log(_ repository: TestRepository, _ task: String) throws -> String {
    try repository.weirOutput("logs", "w/latest/\(task)")
  }

  @Test func `Edits and deletions count though nothing is staged`() throws {
    let repository = try repository()
    try repository.write("two\n", to: "data/a")
    try repository.write("new\n", to: "data/unknown")
    #expect(try repository.shell("rm data/gone; \"$WEIR\" run --dirty").exit == 0)
    #expect(try log(repository, "a") == "two\n")
    #expect(try log(repository, "all") == "a\n")
    #expect(try repository.git("diff", "--cached", "--name-only").isEmpty)
  }

  @Test func `A workflow counts as it is in the work tree, from any folder of it`() throws {
    let repository = try repository()
    try repository.write("tasks: {a: {run: echo edited}}\n", to: "workflows/w.yaml")
    let outcome = try repository.weir("run", "--dirty", in: "\(repository.path)/data")
    #expect(outcome.exit == 0, "\(outcome.errors)")
    #expect(try log(repository, "a") == "edited\n")
    #expect(try repository.weirOutput("run", "--dirty", "-n").hasSuffix(": 1 cached\n"))
    #expect(try repository.weirOutput("run", "-n").contains(": 2 to run\n"))
  }

  @Test func `A linked work tree has its own files`() throws {
    let repository = try repository()
    let linked = "\(repository.root)/linked"
    try repository.git("worktree", "add", "-q", linked)
    try repository.write("linked\n", to: "\(linked)/data/a")
    let outcome = try repository.weir("run", "--dirty", in: linked)
    #expect(outcome.exit == 0, "\(outcome.errors)")
    #expect(try log(repository, "a") == "linked\n")
  }

  @Test func `The note names --dirty only where that takes something`() throws {
    let repository = try repository()
    try repository.write("new\n", to: "data/unknown")
    #expect(
      try repository.weir("run").errors.hasPrefix("note: 1 new file takes no part; commit it\n")
    )
    try repository.write("two\n", to: "data/a")
    #expect(
      try repository.weir("run").errors.hasPrefix(
        """
        note: 2 changed files take no part; commit them, or run with --dirty, which leaves 1 out \
        until git add knows it

        """
      )
    )
    try repository.git("clean", "-qfd", "data")
    #expect(
      try repository.weir("run").errors.hasPrefix(
        "note: 1 changed file takes no part; commit it, or run with --dirty\n"
      )
    )
  }
}
