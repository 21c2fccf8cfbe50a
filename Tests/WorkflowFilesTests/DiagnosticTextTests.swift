import Model
import Testing
import WorkflowFiles

private func rendered(
  _ diagnostics: [Diagnostic],
  _ format: DiagnosticText.Format = .text,
  source: String? = nil
) -> String {
  DiagnosticText.render(diagnostics, format: format) { _ in source.map { Array($0.utf8) } }
}

private func error(
  _ line: Int,
  _ column: Int,
  _ length: Int = 1,
  message: String = "wrong",
  hint: String? = nil
) -> Diagnostic {
  Diagnostic(
    .error,
    file: "a.yaml",
    location: SourceLocation(line: line, column: column),
    message: message,
    hint: hint,
    length: length
  )
}

@Suite struct DiagnosticTextTests {
  @Test func tabsAndWideCharactersKeepTheCaretInPlace() {
    #expect(
      rendered([error(1, 3, 2)], source: "\tx\u{65E5}\u{672C}y") == """
        a.yaml:1:3: error: wrong
          \tx\u{65E5}\u{672C}y
          \t ^^^^

        """
    )
    #expect(
      rendered([error(1, 4)], source: "\u{65E5}e\u{301}xy") == """
        a.yaml:1:4: error: wrong
          \u{65E5}e\u{301}xy
             ^

        """
    )
  }

  @Test func longLinesAreCutAroundThePlace() {
    let line = String(repeating: "a", count: 500) + "b" + String(repeating: "c", count: 500)
    let text = rendered([error(1, 501)], source: line)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[1].count < 130)
    let caret = lines[2].firstIndex(of: "^").map {
      lines[2].distance(from: lines[2].startIndex, to: $0)
    }
    let mark = lines[1].firstIndex(of: "b").map {
      lines[1].distance(from: lines[1].startIndex, to: $0)
    }
    #expect(caret == mark)
  }

  @Test func placesOutsideTheFileShowNoLine() {
    #expect(rendered([error(9, 1)], source: "a") == "a.yaml:9:1: error: wrong\n")
    #expect(rendered([error(1, 1)]) == "a.yaml:1:1: error: wrong\n")
    #expect(
      rendered([error(1, 9, 5)], source: "ab\r\n") == """
        a.yaml:1:9: error: wrong
          ab
            ^

        """
    )
    let whole = Diagnostic(.warning, file: "a.yaml", location: nil, message: "odd", hint: "look")
    #expect(rendered([whole], source: "a") == "a.yaml: warning: odd\nhint: look\n")
  }

  @Test func nothingSteersTheTerminal() {
    #expect(
      rendered([error(1, 1, message: "key \"\u{1B}[2J\"\n\u{202E}")], source: "\u{1B}[2J") == """
        a.yaml:1:1: error: key "\\u{1b}[2J" \\u{202e}
          \u{FFFD}[2J
          ^

        """
    )
  }

  @Test func jsonHasStableKeys() {
    #expect(
      rendered([error(2, 3, 4, hint: "do")], .json) == """
        [
          {
            "column": 3,
            "file": "a.yaml",
            "hint": "do",
            "length": 4,
            "line": 2,
            "message": "wrong",
            "severity": "error"
          }
        ]

        """
    )
    #expect(rendered([], .json) == "[]\n")
  }

  @Test func githubCommandsAreEscaped() {
    let odd = Diagnostic(
      .error,
      file: "a,b:c%.yaml",
      location: SourceLocation(line: 2, column: 3),
      message: "100% of a: b,\nc",
      hint: "do"
    )
    #expect(
      rendered([odd], .github)
        == "::error file=a%2Cb%3Ac%25.yaml,line=2,col=3::100%25 of a: b,%0Ac%0Ahint: do\n"
    )
  }
}
