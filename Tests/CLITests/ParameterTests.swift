import Testing

/// Values of params, from the command line to the task and the record.
@Suite struct ParameterTests {
  private static let workflow = """
    params:
      s: {type: string, enum: [one, two], default: one}
      p: {type: string, pattern: "^[a-z]+$", min_length: 2, max_length: 4, default: abc}
      i: {type: integer, minimum: 1, maximum: 9, default: 3}
      n: {type: number, minimum: -0.5, default: 0}
      b: {type: boolean, default: false}
      d: {type: date, default: 2026-01-31}
      t: {type: datetime, default: "2026-01-31T12:00:00Z"}
      path: {type: path, default: seed.txt}
      l: {type: list, items: integer, max_length: 3, default: []}
      j: {type: json, default: null}
      must: {type: string}
    tasks:
      show:
        command: [printf, "%s\\n", "${{ params.s }}", "${{ params.p }}", "${{ params.i }}",
          "${{ params.n }}", "${{ params.b }}", "${{ params.d }}", "${{ params.t }}",
          "${{ params.path }}", "${{ toJSON(params.l) }}", "${{ toJSON(params.j) }}",
          "${{ params.must }}"]
        inputs: []
    """

  private func repository() throws -> TestRepository {
    let repository = try TestRepository()
    try repository.commit(["workflows/w.yaml": Self.workflow, "seed.txt": "x\n"])
    return repository
  }

  /// What a run would change.
  private func traces(_ repository: TestRepository) throws -> String {
    try repository.git("for-each-ref") + repository.git("log", "--all", "--format=%H %N")
      + repository.git("status", "--porcelain")
  }

  @Test func everyTypeReachesTheTask() throws {
    let repository = try repository()
    try repository.weirOutput(
      "run",
      "w",
      "-p",
      "s=two",
      "-p",
      "p=zz",
      "-p",
      "i=9",
      "-p",
      "n=-5e-1",
      "-p",
      "b=true",
      "-p",
      "d=2024-02-29",
      "-p",
      "t=2026-11-21T03:12:05.5+01:00",
      "-p",
      "path=a b/ü",
      "-p",
      "l=1,-2,3",
      "-p",
      #"j={"a": [1, null, "é"]}"#,
      "-p",
      "must=a=b $(x) 'q' \"r\"\n*"
    )
    #expect(
      try repository.weirOutput("logs", "w/latest/show") == """
        two
        zz
        9
        -0.5
        true
        2024-02-29
        2026-11-21T03:12:05.5+01:00
        a b/ü
        [1,-2,3]
        {"a":[1,null,"é"]}
        a=b $(x) 'q' "r"
        *

        """
    )
    let record = try repository.weirOutput("show", "w/latest", "--json")
    #expect(record.contains(#""j":{"a":[1,null,"é"]},"l":[1,-2,3]"#), "\(record)")
    #expect(record.contains(#""must":"a=b $(x) 'q' \"r\"\n*""#), "\(record)")
  }

  @Test func defaultsAndEmptyValues() throws {
    let repository = try repository()
    try repository.weirOutput("run", "w", "-p", "must=")
    #expect(
      try repository.weirOutput("logs", "w/latest/show")
        == "one\nabc\n3\n0\nfalse\n2026-01-31\n2026-01-31T12:00:00Z\nseed.txt\n[]\nnull\n\n"
    )
  }

  @Test func everyLimitIsKeptAndNothingIsRecorded() throws {
    let repository = try repository()
    let before = try traces(repository)
    let cases: [(String, String)] = [
      ("s=tow", "param \"s\" must be one of \"one\", \"two\" (did you mean \"two\"?)"),
      ("p=Abc", "param \"p\" must match the pattern ^[a-z]+$"),
      ("p=a", "param \"p\" must have at least 2 characters"),
      ("p=abcde", "param \"p\" must have at most 4 characters"),
      ("i=0", "param \"i\" must be at least 1"), ("i=10", "param \"i\" must be at most 9"),
      ("i=1.5", "param \"i\" must be an integer, not \"1.5\""),
      ("i=", "param \"i\" must be an int"),
      ("n=-0.6", "param \"n\" must be at least -0.5"), ("n=x", "param \"n\" must be a number"),
      ("b=yes", "param \"b\" must be true or false, not \"yes\""),
      ("d=2025-02-29", "param \"d\" must be a date, not \"2025-02-29\""),
      ("t=2026-01-31", "param \"t\" must be a date and time"),
      ("path=", "param \"path\" must be a path"),
      ("l=1,x", "param \"l\" must be an integer, not \"x\""),
      ("l=1,2,3,4", "param \"l\" must have at most 3 elements"),
      ("l=[1, \"x\"]", "param \"l\" holds an element that must be an integer"),
      ("j={a: 1}", "param \"j\" must be JSON: expected a key in quotes at character 2"),
      ("must", "-p must: expected name=value"),
      ("mus=x", "has no param \"mus\"; did you mean \"must\"?"),
      ("s=@nowhere", "param \"s\": the file nowhere cannot be read"),
    ]
    for (assignment, message) in cases {
      let outcome = try repository.weir("run", "w", "-p", "must=x", "-p", assignment)
      #expect(outcome.exit == 2, "\(assignment)")
      #expect(outcome.errors.contains("error: "), "\(assignment)")
      #expect(outcome.errors.contains(message), "\(assignment): \(outcome.errors)")
      #expect(outcome.output == "")
    }
    #expect(try traces(repository) == before)
  }

  @Test func allProblemsAreReportedTogether() throws {
    let repository = try repository()
    let outcome = try repository.weir(
      "run",
      "w",
      "-p",
      "i=0",
      "-p",
      "b=1",
      "-p",
      "unknwon=1",
      "-p",
      "d=x",
      "-p",
      "x\u{1B}[31m=1"
    )
    #expect(outcome.exit == 2)
    #expect(
      outcome.errors == """
        error: param "i" must be at least 1
        error: param "b" must be true or false, not "1"
        error: workflow "w" has no param "unknwon"
        error: param "d" must be a date, not "x" (for example: 2026-11-21)
        error: workflow "w" has no param "x"
        error: param "must" has no value and no default
        hint: give values with -p name=value or --params FILE

        """
    )
    let refused = try repository.weir("run", "w", "-p", "must=@nowhere")
    #expect(!refused.errors.contains("has no value"), "\(refused.errors)")
  }

  @Test func valuesComeFromFiles() throws {
    let repository = try repository()
    try repository.write("from\na file", to: "\(repository.root)/value.txt")
    try repository.write(
      "must: overridden\ni: 7\nl: [1, 2]\nj: {k: [true]}\nd: 2025-12-24\n",
      to: "\(repository.root)/values.yaml"
    )
    try repository.weirOutput(
      "run",
      "w",
      "--params",
      "\(repository.root)/values.yaml",
      "-p",
      "must=@../value.txt"
    )
    #expect(
      try repository.weirOutput("logs", "w/latest/show")
        == "one\nabc\n7\n0\nfalse\n2025-12-24\n2026-01-31T12:00:00Z\nseed.txt\n[1,2]\n{\"k\":[true]}\n"
        + "from\na file\n"
    )
  }

  @Test func valuesComeFromJSON() throws {
    let repository = try repository()
    try repository.write(#"{"must": "x", "i": 8}"#, to: "\(repository.root)/values.json")
    try repository.weirOutput("run", "w", "--params", "\(repository.root)/values.json")
    #expect(try repository.weirOutput("logs", "w/latest/show").contains("\n8\n"))
  }

  @Test func badFilesOfValues() throws {
    let repository = try repository()
    let file = "\(repository.root)/values.yaml"
    let before = try traces(repository)
    for (text, message) in [
      ("must: 5\ni: '7'\nmuts: x\n", "param \"must\" must be a string, not 5 (put it in quotes)"),
      ("must: x\ni: '7'\nmuts: x\n", "param \"i\" must be an integer, not \"7\""),
      ("must: x\nmuts: x\n", "has no param \"muts\"; did you mean \"must\"?"),
      ("must: x\nl: 1\n", "param \"l\" must be a list, not 1"),
      ("[1]\n", "values.yaml:1:1: error: "),
      ("must: [\n", "values.yaml:"), ("must: x\nmust: y\n", "values.yaml:2:1: error: "),
    ] {
      try repository.write(text, to: file)
      let outcome = try repository.weir("run", "w", "--params", file)
      #expect(outcome.exit == 2, "\(text)")
      #expect(outcome.errors.contains(message), "\(text): \(outcome.errors)")
    }
    let missing = try repository.weir("run", "w", "--params", "nowhere.yaml")
    #expect(missing.exit == 2)
    #expect(missing.errors.contains("the file nowhere.yaml cannot be read"), "\(missing.errors)")
    #expect(try traces(repository) == before)
  }
}
