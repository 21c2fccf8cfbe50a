import Hashing
import Model
import TestSupport
import Testing

@testable import Planning

/// What of a fan-out runs again, and what enters a fingerprint.
@Suite struct FanOutReuseTests {
  private func text(_ task: String, more: String = "") -> String {
    "tasks:\n  a: {foreach: {table: t.csv, key: \"${{ item.n }}\"}, \(task)}\n\(more)"
  }

  private let used = "run: \"echo ${{ item.v }}\", outputs: [\"o/${{ item.n }}\"]"

  private func outcome(_ key: String) -> AttemptOutcome {
    Sample.outcome(outputs: [Sample.output("o/" + key, 1)])
  }

  /// The keys that run after a first run, when the table has changed.
  private func rerun(_ task: String, _ before: String, _ after: String) throws -> [String] {
    var first = try MachineDriver(
      text(task),
      files: FanOutFiles(texts: ["t.csv": "n,v,w\n" + before])
    )
    while let node = first.ordered.first {
      first.end(node, outcome(first.machine.graph.nodes[node].instance ?? ""))
    }
    let second = try MachineDriver(
      text(task),
      files: FanOutFiles(texts: ["t.csv": "n,v,w\n" + after]),
      history: first.history()
    )
    #expect(second.isUpToDate == second.starts.isEmpty)
    return second.starts
  }

  @Test func aRowMoreRunsOneInstance() throws {
    #expect(try rerun(used, "a,1,1\nb,2,2\n", "new,0,0\na,1,1\nb,2,2\n") == ["a/new"])
    #expect(try rerun(used, "a,1,1\nb,2,2\n", "b,2,2\na,1,1\n") == [])
    #expect(try rerun(used, "a,1,1\nb,2,2\n", "b,2,2\n") == [])
  }

  @Test func onlyFieldsThatAreUsedCount() throws {
    #expect(try rerun(used, "a,1,1\nb,2,2\n", "a,1,9\nb,9,2\n") == ["a/b"])
    #expect(
      try rerun("env: {V: \"${{ item.w }}\"}, " + used, "a,1,1\nb,2,2\n", "a,1,9\nb,2,2\n")
        == ["a/a"]
    )
    #expect(try rerun("stdin: items, " + used, "a,1,1\nb,2,2\n", "a,1,9\nb,2,2\n") == ["a/a"])
    #expect(try rerun("if: item.w != '7', " + used, "a,1,1\n", "a,1,9\n") == [])
  }

  @Test func whatGathersRunsAgainForARowLess() throws {
    let gather = "  b: {needs: [a], run: \"echo ${{ tasks.a.results }}\"}\n"
    let run = { (rows: String, history: TaskHistory) in
      var run = try MachineDriver(
        self.text(self.used, more: gather),
        files: FanOutFiles(texts: ["t.csv": "n,v,w\n" + rows]),
        history: history
      )
      while let node = run.ordered.first {
        run.end(node, outcome(run.machine.graph.nodes[node].instance ?? ""))
      }
      return run
    }
    let first = try run("a,1,1\nb,2,2\n", TaskHistory())
    #expect(try run("a,1,1\nb,2,2\n", first.history()).isUpToDate)
    #expect(try run("a,1,1\n", first.history()).starts == ["b"])
    #expect(
      try run("a,9,1\nb,2,2\n", first.history()).rows == "a/a succeeded, a/b cached, b cached"
    )
  }

  @Test func aSkippedTaskMakesNoRun() throws {
    let text = """
      tasks:
        a: {run: 'true'}
        b: {if: failure(), needs: [a], run: 'true'}
        c: {needs: [b], run: 'true'}
      """
    var first = try MachineDriver(text)
    first.runToEnd()
    #expect(first.rows == "a succeeded, b skipped, c skipped")
    #expect(first.result == .succeeded)
    #expect(try MachineDriver(text, history: first.history()).isUpToDate)
    let skipped = try MachineDriver("tasks: {b: {if: failure(), run: 'true'}}")
    #expect(skipped.result == .succeeded)
  }

  // MARK: - One thing changes

  private func fingerprint(
    _ task: String,
    sources: SourceListing = SourceListing(),
    versions: [String: VersionOutput] = [:]
  ) throws -> ContentDigest {
    let run = try MachineDriver("tasks: {a: {\(task)}}", sources: sources, versions: versions)
    return try #require(run.state("a").fingerprint)
  }

  @Test func versionsCount() throws {
    let task = "run: 'true', versions: [bwa --version]"
    let one = try fingerprint(task, versions: ["bwa --version": .text("1.0")])
    #expect(try one == fingerprint(task, versions: ["bwa --version": .text("1.0")]))
    #expect(try one != fingerprint(task, versions: ["bwa --version": .text("1.1")]))
    let failed = try MachineDriver(
      "tasks: {a: {\(task)}}",
      versions: ["bwa --version": .failed("was not found")]
    )
    #expect(failed.state("a").problem == "versions: \"bwa --version\" was not found")
  }

  @Test func aSetupCounts() throws {
    let sources = { (id: UInt64) in
      SourceListing(entries: ["req.txt": FileVersion(mode: 0o100644, id: Sample.id(id))])
    }
    let task = "inputs: [], run: 'true', setup: {run: make it, inputs: [req.txt], path: .venv}"
    let one = try fingerprint(task, sources: sources(1))
    #expect(try one == fingerprint(task, sources: sources(1)))
    #expect(try one != fingerprint(task, sources: sources(2)))
    #expect(
      try one != fingerprint(task.replacing("make it", with: "make more"), sources: sources(1))
    )
    #expect(
      try one != fingerprint(task.replacing(".venv", with: ".env"), sources: sources(1))
    )
    let gone = try MachineDriver("tasks: {a: {\(task)}}")
    #expect(gone.state("a").problem == "input \"req.txt\" of the setup is not in the commit")
  }

  @Test func whatIsSaidRarelyCounts() throws {
    let plain = try fingerprint("run: 'true'")
    for more in ["inherit: [SSH_AUTH_SOCK]", "exit_codes: {success: [0, 1]}", "complete: external"]
    {
      #expect(try plain != fingerprint("run: 'true', \(more)"))
    }
    for more in ["keep: [build]", "priority: high", "approval: {}", "resources: {cpus: 2}"] {
      #expect(try plain == fingerprint("run: 'true', \(more)"))
    }
    #expect(
      try fingerprint("run: cat, stdin: '${{ 1 }}'") != fingerprint("run: cat, stdin: '${{ 2 }}'")
    )
  }

  @Test func secretsDoNotCount() throws {
    let run = try MachineDriver(
      "tasks: {a: {run: 'true', env: {TOKEN: \"${{ secrets.TOKEN }}\"}}}"
    )
    let situation = try run.situation("a")
    #expect(situation.values == [nil])
    #expect(situation.context.env["TOKEN"] == "")
    #expect(try JobComposer.compose(situation).environment.isEmpty)
  }
}
