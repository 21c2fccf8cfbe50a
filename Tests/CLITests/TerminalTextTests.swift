import Testing

@testable import CLI

/// Text from logs, made harmless.
struct TerminalTextTests {
  @Test(arguments: [
    ("plain\ttext\nü", "plain\ttext\nü"),
    ("\u{1b}[31;1mred\u{1b}[0m", "red"),
    ("\u{1b}]0;title\u{07}after", "after"),
    ("\u{1b}]8;;http://x\u{1b}\\link\u{1b}]8;;\u{1b}\\", "link"),
    ("\u{1b}]0;never ends\nshown", "\nshown"),
    ("\u{9b}2Jc1", "c1"),
    ("\u{1b}(Bset\u{1b}creset", "setreset"),
    ("\u{1b}[12\nshown", "\nshown"),
    ("bell\u{07}null\u{00}del\u{7f}", "bell^Gnull^@del^?"),
    ("10%\r20%\r\ndone\r", "10%\n20%\ndone\n"),
    ("next\u{85}line", "next\u{fffd}line"),
  ])
  func `Control characters have no effect`(_ text: String, _ expected: String) {
    #expect(TerminalText.text(Array(text.utf8)) == expected)
  }

  @Test func `Pieces may end anywhere`() {
    let bytes = Array("a\u{1b}]0;t\u{1b}\\ü€😀\u{1b}[1mb\r\nc".utf8)
    for size in 1...bytes.count {
      var filter = TerminalText()
      var text = ""
      for start in stride(from: 0, to: bytes.count, by: size) {
        text += filter.clean(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      #expect(text + filter.end() == "aü€😀b\nc")
    }
  }

  @Test func `Raw bytes that are no text show as such`() {
    #expect(TerminalText.text([0x61, 0x9B, 0x32, 0x4A, 0xC3]) == "a\u{fffd}2J\u{fffd}")
  }

  @Test func `A name is one line`() {
    #expect(TerminalText.line("a\nb\u{1b}[2Jc") == "a bc")
  }

  @Test(arguments: [(2, "b\nc\n"), (1, "c\n"), (9, "a\nb\nc\n"), (0, "")])
  func `The tail of a log is its last lines`(_ count: Int, _ expected: String) {
    #expect(LogTail.lines(count, of: Array("a\nb\nc\n".utf8)).elementsEqual(expected.utf8))
    #expect(LogTail.lines(1, of: Array("a\nb".utf8)).elementsEqual("b".utf8))
  }
}
