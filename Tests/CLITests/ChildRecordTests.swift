import Testing

/// Runs inside a run are recorded by the process that all of them are in.
@Suite struct ChildRecordTests {
  @Test func childrenDoNotTakeEachOtherForOtherProcesses() throws {
    let repository = try TestRepository()
    let names = (1...12).map { "c\($0)" }
    try repository.commit([
      "workflows/outer.yaml": "tasks:\n"
        + names.map { "  \($0): {workflow: inner, with: {name: \($0)}}\n" }.joined(),
      "workflows/inner.yaml": """
      params: {name: {type: string}}
      tasks:
        say: {command: [echo, "${{ params.name }}"]}

      """,
    ])
    let outcome = try repository.weir("run", "outer")
    #expect(outcome.exit == 0, "\(outcome.errors)")
    #expect(!outcome.errors.contains("another weir process"), "\(outcome.errors)")
    let records = try repository.git("ls-tree", "-r", "--name-only", "weir/runs", "inner/")
    let logs = records.split(separator: "\n").filter { $0.hasSuffix("/logs/say.log") }
    let said = try logs.map { try repository.git("show", "weir/runs:\($0)") }
    #expect(said.sorted() == names.sorted())
    #expect(try repository.git("fsck", "--full") == "")
  }
}
