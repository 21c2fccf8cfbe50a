import Model
import Planning
import Testing

@testable import CLI

struct LiveDisplayTests {
  private func frame(
    _ state: LiveDisplayState,
    after time: Duration,
    columns: Int = 60,
    rows: Int = 24
  ) -> [String] {
    LiveDisplayFrame.lines(
      state,
      at: SampleRun.start.adding(time),
      size: TerminalSize(columns: columns, rows: rows),
      style: SampleRun.style
    )
  }

  @Test
  func runningTasksAndABar() throws {
    var run = try SampleRun(["a", "long-name", "b", "c", "d"].map { SampleRun.task($0) })
    var state = LiveDisplayState()
    state.began(run.record, run.machine)
    state.started(0, run.machine, at: SampleRun.start)
    state.started(1, run.machine, at: SampleRun.start.adding(.seconds(2)))
    #expect(
      frame(state, after: .seconds(3)) == [
        "  a          3.0 s", "  long-name  1.0 s", "-------------------  0/5  3.0 s",
      ]
    )
    for node in [0, 2, 3] {
      for node in run.end(node, exit: node == 2 ? 1 : 0) {
        state.settled(node, run.machine, log: nil)
      }
    }
    #expect(
      frame(state, after: .seconds(30)) == [
        "  long-name  28 s",
        "###########--------  3/5  1 failed  30 s  about 20 s left",
      ]
    )
    #expect(
      state.takeNews(SampleRun.style) == [
        "hello/20261121-031205-7f3a9k2m at 0123456789 on main, 5 tasks", "succeeded  a  1.0 s",
        "failed     b  exit code 1, 1.0 s", "succeeded  c  1.0 s",
      ]
    )
    #expect(state.takeNews(SampleRun.style) == [])
  }

  @Test
  func staysWithinTheTerminal() throws {
    let run = try SampleRun((0..<300).map { SampleRun.task("task\($0)-with-a-rather-long-name") })
    var state = LiveDisplayState()
    state.began(run.record, run.machine)
    for node in 0..<300 { state.started(node, run.machine, at: SampleRun.start) }
    for (columns, rows) in [(80, 24), (20, 10), (3, 2), (1, 1), (400, 100)] {
      let lines = frame(state, after: .seconds(100), columns: columns, rows: rows)
      #expect(lines.count <= max(2, rows - 5))
      #expect(lines.allSatisfy { TerminalCells.width(of: $0) <= max(1, columns - 1) })
    }
    #expect(frame(state, after: .seconds(1), rows: 10)[3] == "  and 297 more")
  }

  @Test
  func widthsOfText() {
    #expect(TerminalCells.width(of: "abc") == 3)
    #expect(TerminalCells.width(of: "数据é") == 5)
    #expect(TerminalCells.width(of: "e\u{301}👩‍👩‍👧") == 3)
    #expect(TerminalCells.fitted("数据清洗", to: 5) == "数据…")
    #expect(TerminalCells.fitted("数据", to: 4) == "数据")
    #expect(TerminalCells.column("数", of: 4) == "数  ")
    #expect(TerminalCells.fitted("abc", to: 0) == "")
  }

  @Test
  func paintsOverTheLastFrame() {
    let wide = TerminalSize(columns: 20, rows: 10)
    var painter = LiveDisplayPainter()
    #expect(
      painter.paint(above: ["title"], frame: ["a", "b"], size: wide)
        == "\u{1B}[?25l\u{1B}[Jtitle\r\na\u{1B}[K\r\nb\u{1B}[K\r\n\u{1B}[J\u{1B}[?25h"
    )
    #expect(painter.paint(above: [], frame: ["a", "b"], size: wide) == "")
    #expect(
      painter.paint(above: [], frame: ["0123456789"], size: wide)
        == "\u{1B}[?25l\u{1B}[2A0123456789\u{1B}[K\r\n\u{1B}[J\u{1B}[?25h"
    )
    // The terminal became so narrow that the line now takes three rows.
    let narrow = TerminalSize(columns: 4, rows: 10)
    #expect(
      painter.paint(above: [], frame: [], size: narrow)
        == "\u{1B}[?25l\u{1B}[3A\u{1B}[J\u{1B}[?25h"
    )
  }

  @Test
  func manyTasksLeaveOnlyFailures() throws {
    var run = try SampleRun((0..<100).map { SampleRun.task("t\($0)", retry: $0 == 5 ? 1 : 0) })
    var state = LiveDisplayState()
    state.began(run.record, run.machine)
    _ = state.takeNews(SampleRun.style)
    run.end(5, exit: 1)
    state.failed(5, run.machine, willRetry: true, log: log("oh\n"))
    for node in run.end(4) + run.end(6, exit: 2) { state.settled(node, run.machine, log: nil) }
    #expect(
      state.takeNews(SampleRun.style) == [
        "retry      t5  attempt 1 of 2, exit code 1, 1.0 s", "  | oh",
        "failed     t6  exit code 2, 1.0 s",
      ]
    )
  }
}
