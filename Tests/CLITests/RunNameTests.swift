import Testing

/// How `show`, `why` and `log` name runs inside runs, tasks and instances.
@Suite struct RunNameTests {
  private func repository() throws -> TestRepository {
    let repository = try TestRepository()
    try repository.commit([
      "workflows/grid.yaml": """
      tasks:
        prepare: {workflow: prepare}
        report: {needs: [prepare], foreach: [a/1, b], run: echo told}

      """,
      "workflows/prepare.yaml": "on: manual\ntasks: {make: {run: 'true'}}\n",
    ])
    try repository.weirOutput("run", "grid")
    return repository
  }

  @Test func theLatestRunIsNobodysNode() throws {
    let repository = try repository()
    #expect(try repository.weirOutput("show").hasPrefix("grid/"))
    #expect(try repository.weirOutput("show", "latest/report/b").contains("/report/b  succeeded"))
    #expect(try repository.weirOutput("show", "prepare/latest").hasPrefix("prepare/"))
  }

  @Test func aRunInsideAndItsNodeNameEachOther() throws {
    let repository = try repository()
    let shown = try repository.weirOutput("show", "prepare/latest")
    let child = try #require(shown.split(separator: " ").first)
    let node = try repository.weirOutput("show", "grid/latest/prepare")
    #expect(node.contains("  run          \(child)\n"), "\(node)")
    let parent = try #require(node.split(separator: " ").first)
    let log = try repository.weirOutput("log", "prepare")
    #expect(log.contains("in \(parent)\n"), "\(log)")
  }

  @Test(arguments: [
    ("report/b", "grid/report/b may run:"), ("grid/report/b", "grid/report/b may run:"),
    ("grid/report/a/1", "grid/report/a/1 may run:"), ("latest/report/b", "/report/b: "),
    ("ID/report/a/1", "/report/a/1: "), ("ID/prepare", "its own run tells what had to be done"),
  ])
  func whyTakesTheNamesThatShowTakes(_ name: String, _ expected: String) throws {
    let repository = try repository()
    let shown = try repository.weirOutput("show")
    let id = try #require(shown.split(separator: " ").first?.split(separator: "/").last)
    let subject = name.hasPrefix("ID") ? id.prefix(20) + name.dropFirst(2) : name[...]
    let said = try repository.weirOutput("why", String(subject))
    #expect(said.contains(expected), "\(said)")
  }

  @Test(arguments: [
    ("report/z", "it has: a/1, b"), ("grid/nope", "prepare"), ("latest/z", "prepare"),
  ])
  func whyRefusesWhatIsNotThere(_ name: String, _ hint: String) throws {
    let outcome = try repository().weir("why", name)
    #expect(outcome.exit == 2)
    #expect(outcome.errors.contains(hint), "\(outcome.errors)")
  }
}
