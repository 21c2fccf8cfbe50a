import Testing

/// `weir plan`, `check` and `graph`: what they say of a run that is not made.
struct PlanTests {
  @Test func `A plan knows the branch, as the run does`() throws {
    let repository = try TestRepository()
    try repository.commit([
      "workflows/demo.yaml": """
      tasks:
        say: {run: "echo ${{ run.branch }} > ${{ run.branch }}", outputs: ["${{ run.branch }}"]}
      """
    ])
    try repository.weirOutput("check")
    try repository.weirOutput("run")
    #expect(try repository.weirOutput("plan").hasSuffix(": 1 cached\n"))
    #expect(try repository.weirOutput("status").hasSuffix("  fresh\n"))
  }

  @Test func `What stands under finally comes with a run alone`() throws {
    let repository = try TestRepository()
    try repository.commit([
      "workflows/demo.yaml": """
      tasks: {work: {run: "true"}}
      finally: {tell: {run: "true"}}
      """
    ])
    let before = try repository.weirOutput("plan")
    #expect(before.contains(": 1 to run, 1 may run\n"))
    #expect(before.hasSuffix("  may run   tell  comes at the end of the run\n"))
    try repository.weirOutput("run")
    #expect(try repository.weirOutput("plan").hasSuffix(": 1 cached\n"))
  }

  @Test func `Options of every command may stand before its name`() throws {
    let repository = try TestRepository()
    try repository.commit(["workflows/demo.yaml": "tasks: {work: {run: 'true'}}"])
    let graph = try repository.weir("-C", repository.path, "--json", "graph", in: "/")
    #expect(graph.exit == 0)
    #expect(graph.output == #"{"tasks":[{"needs":[],"task":"work"}],"workflow":"demo"}"# + "\n")
    let unknown = try repository.weir("-C", repository.path, "--bogus", "graph", in: "/")
    #expect(unknown.exit == 2)
  }

  @Test func `A graph for programs has needs and states`() throws {
    let repository = try TestRepository()
    try repository.commit([
      "workflows/demo.yaml": """
      tasks:
        one: {run: "true", description: The first}
        two: {run: "true", needs: [one]}
      """
    ])
    try repository.weirOutput("run")
    #expect(
      try repository.weirOutput("graph", "--json", "--run", "latest")
        == #"{"tasks":[{"description":"The first","needs":[],"status":"succeeded","task":"one"},"#
        + #"{"needs":["one"],"status":"succeeded","task":"two"}],"workflow":"demo"}"# + "\n"
    )
  }

  @Test func `Two files of one workflow's name are refused`() throws {
    let repository = try TestRepository()
    let text = "tasks: {work: {run: 'true'}}"
    try repository.commit(["workflows/demo.yaml": text, "workflows/demo.yml": text])
    let outcome = try repository.weir("run", "demo")
    #expect(outcome.exit == 2)
    #expect(
      outcome.errors.hasPrefix(
        "error: workflows/demo.yaml and workflows/demo.yml are workflows of one name\n"
      )
    )
  }

  @Test func `Records never go to a branch of source by its name`() throws {
    let repository = try TestRepository()
    let commit = try repository.commit([
      "workflows/demo.yaml": "tasks: {work: {run: 'true'}}",
      "weir.yaml": "records: {branch: main}",
    ])
    let outcome = try repository.weir("run")
    #expect(outcome.exit == 2)
    #expect(
      outcome.errors.hasPrefix("error: records.branch is \"main\", a branch of source\nhint: ")
    )
    let tip = try TestRepository.run("/usr/bin/git", ["rev-parse", "main"], in: repository.path)
    #expect(tip.output == "\(commit)\n")
  }

  @Test func `A folder is no file to check`() throws {
    let repository = try TestRepository()
    try repository.commit(["workflows/demo.yaml": "tasks: {work: {run: 'true'}}"])
    let outcome = try repository.weir("check", "workflows")
    #expect(outcome.exit == 2)
    #expect(outcome.errors.hasPrefix("workflows: error: this is a folder\nhint: "))
  }
}
