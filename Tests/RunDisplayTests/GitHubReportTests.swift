import Model
import Planning
import Testing

@testable import CLI

struct GitHubReportTests {
  private func run() throws -> (SampleRun, LogTails) {
    var run = try SampleRun([
      SampleRun.task("bad", line: 7), SampleRun.task("flaky", line: 9, retry: 1),
      SampleRun.task("after", needs: ["bad"]), SampleRun.task("allowed", line: 20, tolerated: true),
    ])
    let tails = LogTails(keepsAll: false)
    run.end(0, exit: 3)
    tails.nodeSettled(
      0,
      machine: run.machine,
      at: SampleRun.start,
      log: log("50%\n::error::injected\n")
    )
    run.end(1, exit: nil, signal: 11)
    run.end(1)
    run.end(3, exit: 4)
    return (run, tails)
  }

  @Test
  func annotations() throws {
    let (run, tails) = try run()
    #expect(
      GitHubReport.annotations(run.machine, tails: tails) == [
        "::error file=workflows/hello.yaml,line=7,title=bad%3A failed"
          + "::exit code 3%0A50%25%0A::error::injected",
        "::warning file=workflows/hello.yaml,line=9,title=flaky%3A succeeded at attempt 2"
          + "::attempt 1: ended by SIGSEGV",
        "::warning file=workflows/hello.yaml,line=20,title=allowed%3A failed; the run goes on"
          + "::exit code 4",
      ]
    )
  }

  @Test
  func escapes() {
    #expect(
      GitHubLog.command("error", [("file", "a,b:c%\n")], message: "x%\r\ny:,")
        == "::error file=a%2Cb%3Ac%25%0A::x%25%0D%0Ay:,"
    )
    #expect(GitHubLog.command("notice", [], message: "m") == "::notice::m")
  }

  @Test
  func logsHoldNoCommands() throws {
    let (run, _) = try run()
    let news = TaskNews.settled(
      0,
      run.machine,
      log: log("::error::injected\n##[error]old\nend\n"),
      logLines: 100
    )
    #expect(
      GitHubLog(token: "weir-x").lines(news, SampleRun.style) == [
        "failed     bad  exit code 3, 1.0 s", "::group::log of bad", "::stop-commands::weir-x",
        "::error::injected", "##[error]old", "end", "::weir-x::", "::endgroup::",
      ]
    )
    #expect(GitHubLog.withoutCommand("  ::set-env::x") == "|   ::set-env::x")
    #expect(GitHubLog.withoutCommand("a ##[group]b ##[c") == "a ## [group]b ## [c")
    #expect(GitHubLog().lines(news, SampleRun.style) != GitHubLog().lines(news, SampleRun.style))
  }

  @Test
  func summary() throws {
    let (run, _) = try run()
    let text = GitHubSummary.text(run.ended(.failed), run.machine)
    #expect(
      text.hasPrefix(
        """
        ### hello: failed

        <code>20261121-031205-7f3a9k2m</code> at <code>0123456789</code> on <code>main</code>: \
        3 ran (2 failed), 1 blocked, 41 s

        | task | status | time | |
        |---|---|---:|---|
        | bad | failed | 1.0 s | exit code 3 |
        | allowed | failed | 1.0 s | exit code 4 |
        | after | blocked |  | something that it needs failed |
        | flaky | succeeded | 1.0 s | attempt 2 |

        <details><summary>Graph</summary>

        ```mermaid
        flowchart LR
        """
      )
    )
    #expect(text.contains("n1 --> n3"))
    #expect(text.hasSuffix("```\n\n</details>\n\n"))
    #expect(GitHubSummary.escaped("a|b<c>`d`\u{1b}[31m") == "a&#124;b&#60;c&#62;&#96;d&#96;")
  }
}
