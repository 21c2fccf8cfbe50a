import Model
import Planning
import Testing

@testable import CLI

struct PlainProgressTests {
  @Test
  func linesOfARun() throws {
    var run = try SampleRun([
      SampleRun.task("good"), SampleRun.task("bad"), SampleRun.task("after", needs: ["bad"]),
      SampleRun.task("flaky", retry: 2),
    ])
    var plain = PlainProgress(.all, style: SampleRun.style)
    var lines = plain.began(run.record, run.machine)
    for node in run.end(0) {
      lines += plain.settled(node, run.machine, at: SampleRun.start, log: log("not shown\n"))
    }
    for node in run.end(1, exit: 3) {
      lines += plain.settled(
        node,
        run.machine,
        at: SampleRun.start,
        log: node == 1 ? log("one\n\u{1b}[31mred\u{1b}[0m\u{7}\n10%\r99%\n\n") : nil
      )
    }
    run.end(3, exit: 1)
    lines += plain.retried(3, run.machine, log: log("no luck\n"))
    for node in run.end(3, exit: nil, signal: 9) { Issue.record("\(node) settled too early") }
    for node in run.end(3) {
      lines += plain.settled(node, run.machine, at: SampleRun.start, log: nil)
    }
    #expect(
      lines.joined(separator: "\n") == """
        hello/20261121-031205-7f3a9k2m at 0123456789 on main, 4 tasks
        succeeded  good  1.0 s
        failed     bad  exit code 3, 1.0 s
          | one
          | red^G
          | 99%
        blocked    after  something that it needs failed
        retry      flaky  attempt 1 of 3, exit code 1, 1.0 s
          | no luck
        succeeded  flaky  1.0 s, attempt 3
        """
    )
    #expect(plain.ended() == [])
  }

  @Test
  func manyTasksAreCountedAndFailuresListed() throws {
    var run = try SampleRun((0..<1000).map { SampleRun.task("t\($0)") })
    var plain = PlainProgress(.all, style: SampleRun.style)
    _ = plain.began(run.record, run.machine)
    var lines: [String] = []
    for node in 0..<1000 {
      run.end(node, exit: node == 500 ? 7 : 0)
      lines += plain.settled(
        node,
        run.machine,
        at: SampleRun.start.adding(.milliseconds(node * 5)),
        log: nil
      )
    }
    #expect(
      lines == [
        "401 of 1000 done", "failed     t500  exit code 7, 1.0 s",
        "801 of 1000 done, 1 failed",
      ]
    )
  }

  @Test
  func quietMeansFailuresAlone() throws {
    var run = try SampleRun([SampleRun.task("good"), SampleRun.task("bad")])
    var plain = PlainProgress(.failures, style: SampleRun.style)
    var lines = plain.began(run.record, run.machine)
    for node in run.end(0) + run.end(1, exit: 1) {
      lines += plain.settled(node, run.machine, at: SampleRun.start, log: nil)
    }
    #expect(lines + plain.ended() == ["failed     bad  exit code 1, 1.0 s"])
  }

  @Test
  func waysToFail() {
    var attempt = AttemptRecord(number: 1, startedAt: SampleRun.start)
    attempt.signal = 15
    attempt.cause = .timeout
    #expect(AttemptText.failure(of: attempt) == "timed out, ended by SIGTERM")
    attempt.signal = nil
    attempt.exit = 0
    attempt.cause = .missingOutputs
    attempt.message = "it did not make \"a\""
    #expect(AttemptText.failure(of: attempt) == "outputs missing: it did not make \"a\"")
    attempt = AttemptRecord(number: 1, startedAt: SampleRun.start)
    attempt.signal = 40
    #expect(AttemptText.failure(of: attempt) == "ended by signal 40")
  }

  @Test
  func lastWords() throws {
    var run = try SampleRun([
      SampleRun.task("bad"), SampleRun.task("allowed", tolerated: true),
      SampleRun.task("after", needs: ["bad"]),
    ])
    run.end(0, exit: 3)
    run.end(1, exit: 4)
    let failed = RunSummary.lines(
      run.ended(.failed),
      run.machine,
      isKept: true,
      style: SampleRun.style
    )
    #expect(
      failed == [
        "failed: 2 ran (2 failed), 1 blocked, 41 s", "  bad: exit code 3",
        "    weir logs hello/20261121-031205-7f3a9k2m/bad",
      ]
    )
    let unkept = RunSummary.lines(
      run.ended(.failed),
      run.machine,
      isKept: false,
      style: SampleRun.style
    )
    #expect(unkept == Array(failed.prefix(2)))
  }

  @Test
  func manyFailuresAreCutShort() throws {
    var run = try SampleRun((0..<15).map { SampleRun.task("t\($0)") })
    for node in 0..<15 { run.end(node, exit: 1) }
    let lines = RunSummary.lines(
      run.ended(.failed),
      run.machine,
      isKept: true,
      style: SampleRun.style
    )
    #expect(lines.count == 22)
    #expect(
      lines.last
        == "  and 5 more failed tasks: weir logs hello/20261121-031205-7f3a9k2m --failed"
    )
  }
}
