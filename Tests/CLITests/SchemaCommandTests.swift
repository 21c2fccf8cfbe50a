import Testing

@testable import Git

/// `weir schema`, and the schemas that `weir init` puts beside the files.
@Suite struct SchemaCommandTests {
  @Test func theDocumentationOfAKeyStandsOnAPage() throws {
    let repository = try TestRepository()
    #expect(
      try repository.weirOutput("schema", "tasks.retry") == """
        tasks.retry

        How many attempts follow a failed one.

        in       workflows/NAME.yaml
        type     a whole number from 0 to 1000000 or a map
        default  0
        example  retry: 3

        keys
          limit      How many more attempts.
          delay      How long to wait before the second attempt.
          backoff    What the delay is multiplied by for each further attempt.
          max_delay  The longest wait.
          on_exit    Exit codes worth another attempt; by default any failure.

        """
    )
    #expect(
      try repository.weirOutput("schema", "backends.hpc.partition") == """
        backends.hpc.partition

        Slurm's partition.

        in       weir.yaml
        type     a word
        example  partition: main
        note     It is checked, and has no effect in this version yet.

        """
    )
    #expect(
      try repository.weirOutput("schema", "secrets", "--json")
        == #"{"example":"secrets: {TOKEN: {env: TOKEN}}","key":"secrets","keys":["env","file","#
        + #""command"],"note":"It belongs in the site's settings, never in a commit.","of":"site","#
        + #""required":false,"summary":"Where secrets are read.","type":"a map by name"}"#
        + "\n"
    )
  }

  @Test func namesThatPeopleChooseMayStandInAPath() throws {
    let repository = try TestRepository()
    for path in ["tasks.align.retry.limit", "finally.tell.run", "tasks.matrix.python"] {
      let page = try repository.weirOutput("schema", path)
      #expect(page.hasPrefix("\(path)\n"))
    }
    #expect(try repository.weirOutput("schema", "params", "--of", "task").contains("under `with`"))
  }

  @Test(arguments: [
    (
      ["schema", "tasks.rety"],
      "error: there is no key \"rety\" in \"tasks\"\nhint: did you mean \"tasks.retry\"?\n"
    ),
    (
      ["schema", "record.branch"],
      "error: there is no key \"record\" at the top of a file\nhint: did you mean \"records\"?\n"
    ),
    (
      ["schema", "tasks.run.x"],
      "error: there is no key \"x\" in \"tasks.run\"\nhint: it has no keys of its own\n"
    ),
    (
      ["schema", "hooks.when"],
      "error: there is no key \"when\" in \"hooks\"\nhint: there are: run\n"
    ),
    (
      ["schema", "", "--of", "task"],
      "error: there is no key \"\" at the top of a file\nhint: there are: run, command, script, args,"
    ),
  ]) func aKeyThatIsNoneIsRefused(arguments: [String], message: String) throws {
    let repository = try TestRepository()
    let outcome = try TestRepository.run(TestRepository.weir, arguments, in: repository.root)
    #expect(outcome.exit == 2)
    #expect(outcome.errors.hasPrefix(message), "\(outcome.errors)")
  }

  @Test func initPutsSchemasWhereTheFilesSay() throws {
    let repository = try TestRepository()
    let made = try repository.weirOutput("init")
    for (file, schema, kind) in [
      ("weir.yaml", "workflows/.schema/settings.schema.json", "settings"),
      ("workflows/hello.yaml", ".schema/workflow.schema.json", "workflow"),
    ] {
      let text = try repository.shell("cat \(file)").output
      #expect(text.hasPrefix("# yaml-language-server: $schema=\(schema)\n"))
      let folder = file.contains("/") ? "workflows/" : ""
      #expect(made.contains("made \(folder)\(schema)\n"))
      #expect(
        try repository.shell("cat \(folder)\(schema)").output
          == repository.weirOutput("schema", "--of", kind)
      )
    }
  }

  @Test func theFolderOfSchemasHoldsNoWorkflows() throws {
    let repository = try TestRepository()
    try repository.weirOutput("init")
    #expect(try repository.weirOutput("check") == "2 files, 2 tasks: no problems\n")
    try repository.commit()
    // Without a name: the only workflow.
    try repository.weirOutput("run")
    #expect(try repository.weirOutput("init").hasPrefix("everything is there already\n"))
  }
}
