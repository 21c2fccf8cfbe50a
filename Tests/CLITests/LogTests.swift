import Testing

/// `weir log`: the history of runs.
struct LogTests {
  private static let early = WrittenRecords.Run(
    day: "2026-11-20",
    name: "101500-00000001",
    status: "failed",
    params: #"{"n": 3}"#,
    counts: #"{"failed": 1, "blocked": 2}"#
  )
  private static let middle = WrittenRecords.Run(
    workflow: "other",
    name: "031205-00000002",
    by: #"Bo \"B\" Bee <bo@example.org>"#
  )
  private static let late = WrittenRecords.Run(
    name: "120000-00000003",
    counts: #"{"succeeded": 1, "cached": 2}"#
  )

  private func repository() throws -> (TestRepository, String) {
    let repository = try TestRepository()
    let commit = try repository.commit(["a.txt": "a\n"])
    let records = try WrittenRecords(repository)
    try records.add(Self.early, rows: [WrittenRecords.row("make", "failed", exit: 1)])
    try records.add(Self.middle, rows: [WrittenRecords.row("make", "cached")])
    try records.add(Self.late, rows: [WrittenRecords.row("make", "succeeded")])
    return (repository, commit)
  }

  private func ids(_ output: String) -> [String] {
    output.split(separator: "\n").dropFirst().map { String($0.prefix { $0 != " " }) }
  }

  @Test func `The table shows the newest runs first`() throws {
    let (repository, commit) = try repository()
    let id = commit.prefix(10)
    #expect(
      try repository.weirOutput("log") == """
        RUN                             STATUS     STARTED            TIME  TASKS                       COMMIT      BRANCH  BY          TRIGGER
        demo/20261121-120000-00000003   succeeded  2026-11-21 12:00  0.5 s  1 ran, 2 cached             \(id)  main    Ann         manual
        other/20261121-031205-00000002  succeeded  2026-11-21 03:12  0.5 s  1 ran                       \(id)  main    Bo "B" Bee  manual
        demo/20261120-101500-00000001   failed     2026-11-20 10:15  0.5 s  1 ran, 1 failed, 2 blocked  \(id)  main    Ann         manual

        """
    )
  }

  @Test func `CSV quotes what needs it and ends lines as the standard says`() throws {
    let (repository, commit) = try repository()
    #expect(
      try repository.weirOutput("log", "other", "--format", "csv")
        == [
          "run,status,started_at,finished_at,seconds,succeeded,cached,failed,skipped,blocked,"
            + "cancelled,lost,commit,branch,by,trigger\r\n",
          "other/20261121-031205-00000002,succeeded,2026-11-21T03:12:05.250Z,"
            + "2026-11-21T03:12:05.750Z,0.500,1,0,0,0,0,0,0,\(commit),main,"
            + #""Bo ""B"" Bee <bo@example.org>",manual"# + "\r\n",
        ].joined()
    )
  }

  @Test(arguments: [
    (["demo"], ["demo/20261121-120000-00000003", "demo/20261120-101500-00000001"]),
    (["--limit", "1"], ["demo/20261121-120000-00000003"]),
    (["--status", "failed"], ["demo/20261120-101500-00000001"]),
    (["--until", "2026-11-20"], ["demo/20261120-101500-00000001"]),
    (["--since", "2026-11-21T04:12:06+01:00"], ["demo/20261121-120000-00000003"]),
    (
      ["--since", "2026-11-21", "--until", "2026-11-21T03:12:05Z"],
      ["other/20261121-031205-00000002"]
    ),
    (["--param", "n=3"], ["demo/20261120-101500-00000001"]),
    (
      ["--task", "make"], ["demo/20261121-120000-00000003", "demo/20261120-101500-00000001"]
    ),
  ])
  func `Options choose runs`(_ options: [String], _ expected: [String]) throws {
    let (repository, _) = try repository()
    let outcome = try TestRepository.run(
      TestRepository.weir,
      ["log"] + options,
      in: repository.path
    )
    #expect(outcome.exit == 0)
    #expect(ids(outcome.output) == expected)
  }

  @Test func `Runs that left the tip are shown from history`() throws {
    let repository = try TestRepository()
    try repository.commit(["a.txt": "a\n"])
    let records = try WrittenRecords(repository)
    try records.add(Self.early)
    try records.add(Self.late)
    try records.remove(Self.early)
    #expect(
      try ids(repository.weirOutput("log")) == [
        "demo/20261121-120000-00000003", "demo/20261120-101500-00000001",
      ]
    )
    #expect(try ids(repository.weirOutput("log", "-n", "1")) == ["demo/20261121-120000-00000003"])
    #expect(try ids(repository.weirOutput("log", "--since", "2026-11-21")).count == 1)
    #expect(try repository.weir("show", "demo/20261120").exit == 0)
  }

  @Test func `A clone without the branch reads what it fetched, and says so when asked`() throws {
    let (repository, _) = try repository()
    let clone = "\(repository.root)/clone"
    try repository.git("clone", "-q", repository.path, clone)
    let outcome = try repository.weir("log", "-v", in: clone)
    #expect(ids(outcome.output).count == 3)
    #expect(
      outcome.errors
        == "note: there are no records here yet; reading refs/remotes/origin/weir/runs\n"
    )
    #expect(try repository.weir("log", in: clone).errors == "")
  }

  @Test func `Bare repositories, subfolders and linked work trees work`() throws {
    let (repository, _) = try repository()
    try repository.git("clone", "-q", "--bare", repository.path, "\(repository.root)/bare")
    try repository.git("worktree", "add", "-q", "\(repository.root)/linked")
    try repository.write("", to: "deep/er/file")
    for folder in [
      "\(repository.root)/bare", "\(repository.root)/linked", "\(repository.path)/deep/er",
    ] {
      #expect(try ids(repository.weir("log", in: folder).output).count == 3)
    }
  }

  @Test func `An empty history says so and is no failure`() throws {
    let repository = try TestRepository()
    let outcome = try repository.weir("log")
    #expect(outcome.exit == 0)
    #expect(outcome.output == "")
    #expect(outcome.errors == "no run is recorded yet\n")
    #expect(try repository.weirOutput("log", "--json") == "[]\n")
  }

  @Test func `What is no time is refused`() throws {
    let repository = try TestRepository()
    let outcome = try repository.weir("log", "--since", "2026-02-30")
    #expect(outcome.exit == 2)
    #expect(
      outcome.errors == """
        error: "2026-02-30" is no time
        hint: a day like 2026-11-21, a moment like 2026-11-21T03:12:05Z, or 2h, 3d for that long ago

        """
    )
  }
}
