import Foundation
import Testing

@testable import CLI

/// `weir run` in front of a person.
struct TerminalTests {
  /// A run whose first task goes on once it is told to.
  private func stage() throws -> RunStage {
    let stage = try RunStage([:])
    let workflow = """
      name: wait
      tasks:
        waiting-for-a-word-from-outside-for-long: {inputs: [], run: "read -r line < \(stage.root)/go"}
        last: {inputs: [], needs: [waiting-for-a-word-from-outside-for-long], run: exit 2}
      """
    try workflow.write(
      toFile: stage.repository + "/workflows/wait.yaml",
      atomically: true,
      encoding: .utf8
    )
    let made = try stage.shell("mkfifo ../go && git add -A && git commit -qm wait")
    try #require(made.exit == 0, "\(made.errors)")
    return stage
  }

  private static let frame = "\u{1B}[?25l"
  private static let visible = "\u{1B}[?25h"

  /// The cursor is visible between frames, so also at the end.
  private func checkCursor(_ seen: String) {
    let parts = seen.components(separatedBy: Self.frame).dropFirst()
    #expect(parts.count >= 3)
    #expect(parts.allSatisfy { $0.contains(Self.visible) })
  }

  /// Of a frame, its lines without what is there for the terminal.
  private func lines(_ frame: String) -> [String] {
    let text = frame.components(separatedBy: Self.visible)[0]
    return text.components(separatedBy: "\r\n").map(TerminalText.line)
  }

  @Test
  func isDrawnAgainAndAgain() throws {
    let outcome = try stage().terminal("go", "run", "wait")
    #expect(outcome.exit == 1)
    checkCursor(outcome.output)
    let frames = outcome.output.components(separatedBy: Self.frame).dropFirst()
    let waiting = frames.filter { $0.contains("waiting-for") && !$0.contains("succeeded") }
    #expect(waiting.count >= 3)
    #expect(Set(waiting.map { lines($0).joined() }).count >= 3)
    for frame in waiting {
      // The first frame follows the title, which stays.
      let drawn = lines(frame).suffix(3)
      #expect(drawn.first?.hasPrefix("  waiting-for-a-word-from-") == true)
      #expect(drawn.contains { $0.contains("  0/2  ") })
      #expect(drawn.allSatisfy { TerminalCells.width(of: $0) < 40 })
    }
    let seen = TerminalText.text(Array(outcome.output.utf8))
    #expect(seen.contains("failed     last  exit code 2, "))
    #expect(seen.contains("\nfailed: 2 ran (1 failed), "))
    #expect(outcome.output.contains("\u{1B}[31mfailed"))
  }

  @Test
  func neverColoured() throws {
    let outcome = try stage().terminal("go", "run", "wait", "--color", "never")
    #expect(outcome.exit == 1)
    #expect(!outcome.output.contains("\u{1B}[31m"))
    #expect(!outcome.output.contains("\u{1B}[0m"))
  }

  @Test
  func interrupted() throws {
    let outcome = try stage().terminal("interrupt", "run", "wait")
    #expect(outcome.exit == 130)
    checkCursor(outcome.output)
    let seen = TerminalText.text(Array(outcome.output.utf8))
    #expect(seen.contains("ending the running tasks; once more kills them"))
    #expect(seen.contains("cancelled: 0 ran, 2 cancelled, "))
    #expect(seen.contains("recorded as "))
  }

  @Test
  func dumbTerminalsGetPlainLines() throws {
    let stage = try RunStage(["one": "name: one\ntasks:\n  a: {inputs: [], run: echo}\n"])
    let plain = try stage.shell("TERM=dumb script -qec \"$WEIR run\" /dev/null")
    #expect(plain.exit == 0)
    #expect(!plain.output.contains("\u{1B}"))
    #expect(plain.output.contains("succeeded  a  "))
  }
}
