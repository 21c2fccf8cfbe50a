import Testing

/// `weir check` of files that are named.
@Suite struct CheckedFilesTests {
  @Test func namedFilesAreCheckedWithTheWorkflowsBesideThem() throws {
    let repository = try TestRepository()
    try repository.commit([
      "workflows/w.yaml": "tasks: {g: {workflow: other}}\n",
      "workflows/v.yaml": "tasks: {g: {workflow: nope}}\n",
      "workflows/kid.yaml": "name: other\ntasks: {a: {run: echo}}\n",
    ])
    try repository.weirOutput("check", "workflows/w.yaml")
    let folder = "\(repository.path)/workflows"
    #expect(try repository.weir("check", "w.yaml", in: folder).exit == 0)
    let outcome = try repository.weir("check", "v.yaml", in: folder)
    #expect(outcome.exit == 2)
    #expect(outcome.errors.contains("calls the workflow \"nope\", which is not there"))
  }

  @Test func aFileThatCannotBeReadHidesNoOther() throws {
    let repository = try TestRepository()
    try repository.write("tasks: {a: {rum: echo}}\n", to: "w2.yaml")
    let outcome = try repository.weir("check", "w2.yaml", "nofile.yaml")
    #expect(outcome.exit == 2)
    #expect(outcome.errors.contains("w2.yaml:1:13: error: "), "\(outcome.errors)")
    #expect(
      outcome.errors.contains(
        "nofile.yaml: error: could not read the file: No such file or directory\n"
      )
    )
  }
}
