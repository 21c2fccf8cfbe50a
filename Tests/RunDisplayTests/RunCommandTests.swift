import Foundation
import Testing

/// `weir run` from outside: what stands on which stream, in which file, and the exit code.
struct RunCommandTests {
  private static let mixed = """
    name: mixed
    tasks:
      good: {inputs: [], run: echo fine}
      bad:
        inputs: []
        run: |
          echo '::error::injected'
          exit 3
      after: {inputs: [], needs: [bad], run: echo never}
    """
  private static let fine = """
    name: fine
    tasks:
      one: {inputs: [], run: echo one}
      two: {inputs: [], needs: [one], run: echo two}
    """

  @Test
  func plainLinesOnStderrAlone() throws {
    let stage = try RunStage(["fine": Self.fine])
    let outcome = try stage.weir("run", "fine")
    #expect(outcome.exit == 0)
    #expect(outcome.output == "")
    let lines = outcome.errors.split(separator: "\n")
    try #require(lines.count == 5, "\(outcome.errors)")
    #expect(lines[0].wholeMatch(of: #/fine/\d{8}-\d{6}-\w{8} at \w{10} on main, 2 tasks/#) != nil)
    #expect(lines[1].hasPrefix("succeeded  one  "))
    #expect(lines[2].hasPrefix("succeeded  two  "))
    #expect(lines[3].hasPrefix("succeeded: 2 ran, "))
    #expect(lines[4].wholeMatch(of: #/recorded as \w{10} on weir/runs/#) != nil)
    let again = try stage.weir("run", "fine")
    #expect(again.exit == 0)
    #expect(again.errors == "fine: up to date (2 tasks)\n")
  }

  @Test
  func failuresAndExitCodes() throws {
    let stage = try RunStage(["mixed": Self.mixed])
    let first = try stage.weir("run", "mixed")
    #expect(first.exit == 1)
    #expect(first.output == "")
    #expect(first.errors.contains("failed     bad  exit code 3, "))
    #expect(first.errors.contains("\n  | ::error::injected\n"))
    #expect(first.errors.contains("\nfailed: 2 ran (1 failed), 1 blocked, "))
    #expect(first.errors.contains("\n    weir logs mixed/2"))
    let second = try stage.weir("run", "mixed", "-x")
    #expect(second.exit == 3)
    #expect(second.errors.contains("\n1 cached\n"))
    let quiet = try stage.weir("run", "mixed", "-q")
    #expect(quiet.exit == 1)
    #expect(quiet.output == "")
    #expect(quiet.errors.hasPrefix("failed     bad  exit code 3, "))
    #expect(quiet.errors.split(separator: "\n").count == 2)
  }

  @Test
  func quietSuccessSaysNothing() throws {
    let stage = try RunStage(["fine": Self.fine])
    let outcome = try stage.weir("run", "-q")
    #expect(outcome.exit == 0)
    #expect(outcome.output + outcome.errors == "")
  }

  @Test
  func jsonIsTheRecordAndItsCommit() throws {
    let stage = try RunStage(["mixed": Self.mixed])
    let outcome = try stage.weir("run", "mixed", "--json")
    #expect(outcome.exit == 1)
    #expect(outcome.errors == "")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    )
    #expect(json["schema"] as? String == "weir/run/1")
    #expect(json["status"] as? String == "failed")
    let tip = try stage.shell("git rev-parse weir/runs").output
    #expect(json["commit"] as? String == tip.trimmingCharacters(in: .newlines))
  }

  @Test
  func junitFiles() throws {
    let stage = try RunStage(["mixed": Self.mixed, "fine": Self.fine])
    _ = try stage.weir("run", "mixed", "--junit", "../mixed.xml")
    let cases = try JUnitReportTests.check(try stage.read("mixed.xml"))
    #expect(cases.keys.sorted() == ["after", "bad", "good"])
    for _ in 1...2 {
      #expect(try stage.weir("run", "fine", "--junit", "../fine.xml").exit == 0)
      #expect(try JUnitReportTests.check(try stage.read("fine.xml")).count == 2)
      try FileManager.default.removeItem(atPath: stage.root + "/fine.xml")
    }
  }

  @Test
  func aReportThatCannotBeWritten() throws {
    let stage = try RunStage(["mixed": Self.mixed, "fine": Self.fine])
    let fine = try stage.weir("run", "fine", "--junit", "/nonexistent/a.xml")
    #expect(fine.exit == 5)
    #expect(
      fine.errors.hasSuffix(
        "error: write the JUnit report to /nonexistent/a.xml: No such file or directory\n"
      )
    )
    #expect(try stage.weir("run", "fine").errors == "fine: up to date (2 tasks)\n")
    let mixed = try stage.weir("run", "mixed", "--junit", "/nonexistent/a.xml")
    #expect(mixed.exit == 1)
    #expect(mixed.errors.contains("error: write the JUnit report"))
  }

  @Test
  func gitHub() throws {
    let stage = try RunStage(["mixed": Self.mixed])
    let outcome = try stage.weir(
      "run",
      "mixed",
      variables: ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": stage.root + "/summary.md"]
    )
    #expect(outcome.exit == 1)
    let lines = outcome.errors.split(separator: "\n")
    let annotation =
      "::error file=workflows/mixed.yaml,line=4,title=bad%3A failed"
      + "::exit code 3%0A::error::injected"
    #expect(lines.last.map(String.init) == annotation)
    let stop = try #require(lines.firstIndex { $0.hasPrefix("::stop-commands::") })
    let token = lines[stop].dropFirst("::stop-commands::".count)
    #expect(lines[stop - 1] == "::group::log of bad")
    #expect(
      lines[(stop + 1)...(stop + 3)] == ["::error::injected", "::\(token)::", "::endgroup::"]
    )
    #expect(try stage.read("summary.md").hasPrefix("### mixed: failed\n"))
  }

  @Test(arguments: [("INT", 130), ("TERM", 143)] as [(String, Int32)])
  func signalsEndARun(signal: String, exit: Int32) throws {
    let stage = try RunStage([:])
    let workflow = """
      name: slow
      tasks:
        sleeper: {inputs: [], run: "echo up > \(stage.root)/up; exec sleep 600"}
      """
    try workflow.write(
      toFile: stage.repository + "/workflows/slow.yaml",
      atomically: true,
      encoding: .utf8
    )
    let outcome = try stage.shell(
      """
      git add -A && git commit -qm slow && mkfifo ../up || exit 99
      "$WEIR" run slow & run=$!
      read -r line < ../up
      kill -\(signal) $run
      wait $run
      """
    )
    #expect(outcome.exit == exit)
    #expect(outcome.errors.contains("\nending the running tasks; once more kills them\n"))
    #expect(outcome.errors.contains("\ncancelled: 0 ran, 1 cancelled, "))
    #expect(outcome.errors.contains("\nrecorded as "))
  }

  @Test
  func aReaderThatGoesAwayEndsNothing() throws {
    let stage = try RunStage(["fine": Self.fine])
    _ = try stage.shell("\"$WEIR\" run fine 2>&1 | true")
    #expect(try stage.weir("run", "fine").errors == "fine: up to date (2 tasks)\n")
  }
}
