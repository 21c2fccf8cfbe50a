import Testing

/// Files that are given to a run: what checks them, and that their bytes arrive.
@Suite struct FileParameterTests {
  private func repository(_ param: String, _ more: [String: String] = [:]) throws -> TestRepository
  {
    let repository = try TestRepository()
    let workflow = """
      params:
        reads: \(param)
        other: {type: integer, minimum: 1, default: 1}
      tasks:
        copy:
          run: 'cat "${{ params.reads }}"'
          inputs: ["${{ params.reads }}"]
        name: {command: [printf, "%s", "${{ params.reads }}"], inputs: []}
      """
    try repository.commit(more.merging(["workflows/w.yaml": workflow]) { $1 })
    return repository
  }

  /// Requires that a run is refused for a reason and leaves nothing behind.
  private func expectRefusal(
    _ repository: TestRepository,
    _ arguments: String...,
    says message: String,
    at location: SourceLocation = #_sourceLocation
  ) throws {
    let before = try repository.git("for-each-ref")
    let outcome = try TestRepository.run(
      TestRepository.weir,
      ["run", "w"] + arguments,
      in: repository.path
    )
    #expect(outcome.exit == 2, sourceLocation: location)
    #expect(outcome.errors.contains(message), "\(outcome.errors)", sourceLocation: location)
    #expect(try repository.git("for-each-ref") == before, sourceLocation: location)
  }

  @Test(arguments: [
    "reads.fq", "a b.txt", "-n", "ü😀.fa", "it's \"$(x)\" `y`;*", "line\nbreak", "..hidden", "#1",
    "params", String(repeating: "x", count: 200),
  ])
  func bytesReachTheTask(name: String) throws {
    let repository = try repository("{type: file}")
    let file = "\(repository.root)/\(name)"
    try repository.write("first\n", to: file)
    try repository.weirOutput("run", "w", "-p", "reads=@\(file)")
    #expect(try repository.weirOutput("logs", "w/latest/copy") == "first\n")
    #expect(try repository.weirOutput("logs", "w/latest/name") == "params/reads/\(name)")
    let records = try repository.git("ls-tree", "-r", "-z", "--name-only", "weir/runs")
      .split(separator: "\0").map { String($0) }
    let kept = try #require(records.first { $0.hasSuffix("/params/reads/\(name)") })
    #expect(try repository.git("show", "weir/runs:\(kept)") == "first")
    let folder = String(kept.dropLast("/params/reads/\(name)".count))
    let id = try repository.git("rev-parse", "weir/runs:\(kept)")
    #expect(try repository.git("show", "weir/runs:\(folder)/request.json").contains(id))

    let again = try repository.weir("run", "w", "-p", "reads=@\(file)")
    #expect(again.errors.contains("up to date"), "\(again.errors)")
    try repository.write("second\n", to: file)
    let second = try repository.weir("run", "w", "-p", "reads=\(file)")
    // Ids of one second have no order, so that this one need not be the latest.
    let run = try #require(second.errors.split(separator: " ").first)
    #expect(try repository.weirOutput("logs", "\(run)/copy") == "second\n")
  }

  /// Runs of one commit at the same time keep their files apart, and leave no copies.
  @Test func filesOfRunsAtOnceStayApart() throws {
    let repository = try repository("{type: file}")
    let outcome = try repository.shell(
      """
      runs=
      for i in 1 2 3 4 5 6 7 8; do
        echo "file $i" > ../f$i
        "$WEIR" run w -q -p reads=@../f$i & runs="$runs $!"
      done
      for run in $runs; do wait $run; done
      ls .git/weir/cache
      """
    )
    #expect(outcome.exit == 0, "\(outcome.errors)")
    #expect(!outcome.output.contains("given"), "\(outcome.output)")
    let records = try repository.git("ls-tree", "-r", "--name-only", "weir/runs")
    for number in 1...8 {
      let kept = try #require(records.split(separator: "\n").first { $0.hasSuffix("/f\(number)") })
      #expect(try repository.git("show", "weir/runs:\(kept)") == "file \(number)")
    }
  }

  @Test func aLargeFileReachesTheTask() throws {
    let repository = try repository("{type: file}", ["weir.yaml": "records: {max_output: 1K}\n"])
    let file = "\(repository.root)/large"
    let line = String(repeating: "x", count: 5000)
    try repository.write("\(line)\n", to: file)
    try repository.weirOutput("run", "w", "-p", "reads=@\(file)")
    #expect(try repository.weirOutput("logs", "w/latest/copy") == "\(line)\n")
  }

  @Test func aFileOfTheCommitIsADefault() throws {
    let param = "{type: file, validate: [json], default: data/a.json}"
    let repository = try repository(param, ["data/a.json": "{}\n"])
    try repository.weirOutput("run", "w")
    #expect(try repository.weirOutput("logs", "w/latest/copy") == "{}\n")
    #expect(try repository.weirOutput("logs", "w/latest/name") == "data/a.json")
    try repository.commit(["data/a.json": "{"])
    try expectRefusal(repository, says: "param \"reads\": data/a.json is no JSON text: line 1")
    try repository.git("rm", "-q", "data/a.json")
    try repository.commit()
    try expectRefusal(repository, says: "the commit has no file \"data/a.json\"")
  }

  @Test func whatIsNoFileIsRefused() throws {
    let repository = try repository("{type: file}")
    try expectRefusal(repository, says: "param \"reads\" has no value and no default")
    try expectRefusal(repository, "-p", "reads=@nowhere", says: "the file nowhere cannot be read")
    try expectRefusal(repository, "-p", "reads=/", says: "the file / cannot be read")
    try expectRefusal(repository, "-p", "reads=", says: "param \"reads\" must be a path")
  }

  @Test func builtInValidatorsAndPatterns() throws {
    let param = "{type: file, validate: [fastq, utf8, {regex: \"^@run7\"}]}"
    let repository = try repository(param)
    let file = "\(repository.root)/a.fq"
    try repository.write("@run7.1\nACGT\n+\nIIII\n", to: file)
    try repository.weirOutput("run", "w", "-p", "reads=@\(file)")
    try repository.write("@run8.1\nACGT\n+\nIII\n", to: file)
    try expectRefusal(
      repository,
      "-p",
      "reads=@\(file)",
      "-p",
      "other=0",
      says: """
        error: param "other" must be at least 1
        error: param "reads": \(file) is no FASTQ file: line 1: the read "run8.1" has 4 bases, but 3 qualities
        error: param "reads": \(file) does not match the pattern ^@run7
        hint:
        """
    )
  }

  @Test func programsOfTheRepositoryJudge() throws {
    let repository = try repository(
      "{type: file, validate: [check, bare, python]}",
      [
        // Not executable, so that its ending says what runs it.
        "workflows/validators/check.sh":
          "grep -q ok \"$1\" || { printf 'no \\033[31mok\\r\\n\\nin %s\\n' \"${1##*/}\"; exit 3; }\n",
        "workflows/validators/bare": "[ -s \"$1\" ]\n",
        "workflows/validators/python.py":
          "import sys\nsys.exit(b'bad' in open(sys.argv[1], 'rb').read())\n",
      ]
    )
    let file = "\(repository.root)/-a b.txt"
    try repository.write("ok\n", to: file)
    try repository.weirOutput("run", "w", "-p", "reads=@\(file)")
    try repository.write("", to: file)
    try expectRefusal(
      repository,
      "-p",
      "reads=@\(file)",
      says: """
        error: param "reads": \(file) is refused by check.sh: no ok; in -a b.txt
        error: param "reads": \(file) is refused by bare (exit code 1)
        hint:
        """
    )
    try repository.write("ok bad", to: file)
    try expectRefusal(
      repository,
      "-p",
      "reads=@\(file)",
      says: "is refused by python.py (exit code 1)"
    )
  }

  @Test func executableValidators() throws {
    let repository = try repository("{type: file, validate: [first, crash]}")
    let folder = "workflows/validators"
    try repository.write("#!/bin/sh\necho \"$0\" >&2\nexit 1\n", to: "\(folder)/first")
    try repository.write("#!/bin/sh\nkill -SEGV $$\n", to: "\(folder)/crash.sh")
    _ = try repository.shell("chmod +x \(folder)/*")
    try repository.commit()
    let file = "\(repository.root)/a"
    try repository.write("a", to: file)
    try expectRefusal(repository, "-p", "reads=\(file)", says: "is refused by first: ")
    try expectRefusal(
      repository,
      "-p",
      "reads=\(file)",
      says: "refused by crash.sh (exit code 139)"
    )
  }

  @Test func aProgramStandsBeforeABuiltInValidator() throws {
    let repository = try repository(
      "{type: file, validate: [png]}",
      [
        "workflows/validators/png.sh": "echo mine; exit 1\n"
      ]
    )
    let file = "\(repository.root)/a"
    try repository.write("a", to: file)
    try expectRefusal(repository, "-p", "reads=\(file)", says: "is refused by png.sh: mine")
  }

  @Test func aMissingValidatorIsNamed() throws {
    let repository = try repository("{type: file, validate: [nonesuch]}")
    try repository.write("a", to: "\(repository.root)/a")
    try expectRefusal(
      repository,
      "-p",
      "reads=../a",
      says: "the validator \"nonesuch\" is neither built in nor a program in workflows/validators/"
    )
  }

  @Test func checkNamesAMissingValidator() throws {
    let repository = try repository(
      "{type: file, validate: [pmg, mine, json, {regex: a}]}",
      ["workflows/validators/mine.py": ""]
    )
    let outcome = try repository.weir("check")
    #expect(outcome.exit == 2)
    let told = outcome.errors.split(separator: "\n").filter { $0.contains("validator") }
    #expect(told.count == 1)
    #expect(told[0].contains("\"pmg\" is neither built in"))
    #expect(outcome.errors.contains("did you mean \"png\"?"))
  }
}
