import Glibc
import Testing

/// The examples of this repository, run by the program itself in a copy of it.
@Suite struct ExampleTests {
  private let repository: TestRepository

  init() throws {
    repository = try TestRepository()
    let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    let copy = try repository.shell(
      """
      git -C '\(root)' ls-files -z | grep -zv -e '^runs/' -e '^results/' \
        | (cd '\(root)' && xargs -0 cp --parents -t "$OLDPWD")
      printf 'backends: {local: {slots: 2}}\\n' > weir.yaml
      git add --all && git commit --quiet --message example
      """
    )
    try #require(copy.exit == 0, "\(copy.errors)")
  }

  /// What a run says and what its record says, without what differs from run to run.
  private func statuses(of workflow: String) throws -> [String] {
    try repository.weirOutput("show", workflow, "--json")
      .split(separator: "\"task\":\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
  }

  @Test func irisIsSummedUpAndOnlyWhatChangedRunsAgain() throws {
    try repository.weirOutput("run", "iris")
    #expect(
      try repository.git("show", "weir/runs:published/main/results/iris/summary.csv")
        .split(separator: "\n").prefix(3)
        == [
          "species,measure,count,mean,deviation,minimum,maximum",
          "setosa,sepal_length,50,5.01,0.35,4.3,5.8", "setosa,sepal_width,50,3.43,0.38,2.3,4.4",
        ]
    )
    let edit = try repository.shell(
      "sed -i '/^6.9,3.1,4.9,1.5,/s/^6.9,/6.8,/' data/iris.csv && git commit -qam correct"
    )
    try #require(edit.exit == 0, "\(edit.errors)")
    let second = try repository.weir("run", "iris")
    #expect(second.exit == 0)
    #expect(second.errors.contains("3 ran, 2 cached"), "\(second.errors)")
  }

  @Test func theReportHasAPlot() throws {
    try repository.weirOutput("run", "report")
    #expect(
      try repository.git("show", "weir/runs:published/main/results/nile/flow.svg")
        .hasPrefix("<svg")
    )
    #expect(
      try repository.git("show", "weir/runs:published/main/results/nile/report.md")
        .contains("1898")
    )
  }

  @Test func theFlakyTaskSucceedsAtItsSecondAttempt() throws {
    let run = try repository.weir("run", "flaky")
    #expect(run.exit == 0)
    let row = try repository.weirOutput("show", "flaky/latest/unsteady", "--json")
    #expect(row.contains(#""exit":1"#) && row.contains(#""exit":0"#))
  }

  @Test func ourOwnChecksPass() throws {
    let path = try #require(getenv("PATH").map { String(cString: $0) })
    let run = try repository.shell("PATH='\(path)'; export PATH; \"$WEIR\" run ci")
    #expect(run.exit == 0, "\(run.errors)")
    #expect(try statuses(of: "ci").sorted() == ["examples", "format", "layers", "sizes"])
  }
}
