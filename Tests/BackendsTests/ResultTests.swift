import Model
import TestSupport
import Testing

@testable import Backends
@testable import Planning

@Suite(.timeLimit(.minutes(1))) struct ResultTests {
  private func run(_ script: String, _ format: ResultFormat? = nil) async throws -> BackendStage.End
  {
    let stage = try BackendStage()
    try await stage.open()
    return try await stage.run(stage.job(script, result: format))
  }

  @Test(
    arguments: [
      (ResultFormat.json, "echo '{\"a\": [1, null]}'", ["a": [1, nil]]), (.json, "printf 7", 7),
      (.text, "echo hello", "hello"), (.text, "printf 'a\\n\\nb\\n\\n'", "a\n\nb\n"),
      (.text, "true", ""),
      (.text, "printf 'a\\r\\n'", "a"), (.lines, "seq 3", ["1", "2", "3"]), (.lines, "true", []),
      (.lines, "printf 'a\\n\\n'", ["a", ""]), (.lines, "printf 'a\\r\\nb'", ["a", "b"]),
      (.text, "seq 2000", .string((1...2000).map(String.init).joined(separator: "\n"))),
      (nil, "echo '[1]' > $WEIR_RESULT", [1]), (nil, "echo noise", .null),
      (
        nil, "echo a=b >> $WEIR_OUTPUT; echo c=d=e >> $WEIR_OUTPUT; echo >> $WEIR_OUTPUT",
        ["a": "b", "c": "d=e"]
      ),
      (
        nil, "printf 'a<<END\\none\\n\\ntwo=2\\nEND\\nb=1\\n' > $WEIR_OUTPUT",
        ["a": "one\n\ntwo=2", "b": "1"]
      ),
      (nil, "printf 'a<<E\\nE\\n' > $WEIR_OUTPUT", ["a": ""]),
      (nil, "printf 'a=x<<y\\n' > $WEIR_OUTPUT", ["a": "x<<y"]),
      (
        nil, "printf 'a=\\314\\201\\nb<<\\314\\201\\n1\\n\\314\\201\\n' > $WEIR_OUTPUT",
        ["a": "\u{301}", "b": "1"]
      ),
      (nil, "printf 'a=1\\r\\nb<<E\\r\\nx\\r\\nE\\r\\n' > $WEIR_OUTPUT", ["a": "1", "b": "x"]),
      (nil, "echo '\"r\"' > $WEIR_RESULT; echo a=b > $WEIR_OUTPUT", "r"),
    ] as [(ResultFormat?, String, JSONValue)]
  )
  func values(format: ResultFormat?, script: String, value: JSONValue) async throws {
    let end = try await run(script, format)
    #expect(end.outcome.succeeded, "\(end.message)")
    #expect(end.outcome.result ?? .null == value)
  }

  @Test(
    arguments: [
      (
        ResultFormat.json, "echo {",
        "what it wrote on stdout is no JSON: expected a key in quotes at byte 2"
      ),
      (
        .json, "true",
        "what it wrote on stdout is no JSON: the text ends where a value should be at byte 0"
      ),
      (.text, "printf '\\377'", "its result is not valid UTF-8"),
      (
        .text, "head -c 1048577 /dev/zero | tr '\\0' a",
        "its result is larger than 1048576 bytes; make it an output"
      ),
      (.lines, "seq 1000000", "its result is larger than 1048576 bytes; make it an output"),
      (
        nil, "echo x > $WEIR_RESULT",
        "what it wrote to WEIR_RESULT is no JSON: expected a value at byte 0"
      ),
      (nil, "echo x > $WEIR_OUTPUT", "WEIR_OUTPUT: \"x\" is neither name=value nor name<<END"),
      (nil, "echo 'a<<END' > $WEIR_OUTPUT", "WEIR_OUTPUT: \"a<<END\" has no end \"END\""),
      (
        nil, "head -c 1048577 /dev/zero > $WEIR_RESULT",
        "its result is larger than 1048576 bytes; make it an output"
      ),
    ] as [(ResultFormat?, String, String)]
  )
  func refusals(format: ResultFormat?, script: String, message: String) async throws {
    let end = try await run(script, format)
    #expect(!end.outcome.succeeded)
    #expect(end.cause == .badResult)
    #expect(end.message == message)
    #expect(end.outcome.record.exit == 0)
  }

  @Test func stderrIsNoResultAndBothAreTheLog() async throws {
    let end = try await run("echo 7; echo noise >&2", .json)
    #expect(end.outcome.result == 7)
    #expect(end.log.contains("noise\n") && end.log.contains("7\n"))
  }

  @Test func aLinkIsNoResult() async throws {
    let end = try await run("echo 1 > x; ln -s \"$PWD/x\" $WEIR_RESULT")
    #expect(end.outcome.result == nil)
  }
}
