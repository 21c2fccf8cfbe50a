import Engine
import Model
import TestSupport
import Testing

@testable import Backends
@testable import Planning

/// Each field of a job reaches the process that it is about.
@Suite(.timeLimit(.minutes(1))) struct JobFieldTests {
  private func end(
    _ script: String,
    _ change: (inout Job) -> Void
  ) async throws -> BackendStage.End {
    let stage = try BackendStage()
    try await stage.open()
    var job = stage.job(script)
    change(&job)
    return try await stage.run(job)
  }

  @Test(arguments: [
    (0, false, false), (1, false, false), (3, true, false), (9, false, true), (4, true, false),
  ])
  func exitCodesMeanWhatTheTaskSays(code: Int, succeeds: Bool, stops: Bool) async throws {
    let end = try await end("exit \(code)") {
      $0.exitCodes = ExitCodes(success: [3, 4], stop: [4, 9])
    }
    #expect(end.outcome.succeeded == succeeds)
    #expect(end.outcome.stops == stops)
    #expect(end.outcome.record.exit == Int32(code))
  }

  @Test(arguments: [MissingOutputs.fail, .stop])
  func missingOutputsFailOrStop(policy: MissingOutputs) async throws {
    let end = try await end("true") {
      $0.outputs = [OutputPattern("x")]
      $0.missingOutputs = policy
    }
    #expect(!end.outcome.succeeded)
    #expect(end.outcome.stops == (policy == .stop))
    #expect(end.cause == .missingOutputs)
  }

  @Test func aStopTakesBackTheRestOfItsRunAlone() async throws {
    let stage = try BackendStage(slots: 1)
    try await stage.open()
    var (stopping, same, other) = (stage.job("exit 9"), stage.job("true"), stage.job("true"))
    stopping.exitCodes = ExitCodes(stop: [9])
    other.group = 1
    var last = stage.job("true")
    last.startsAfterHalt = true
    same.group = 0
    try await stage.backend.submit([stopping, same, other, last])
    #expect(try await stage.end(of: stopping).outcome.stops)
    #expect(try await stage.end(of: other).outcome.succeeded)
    #expect(try await stage.nextEnd().node == last.token.node)
  }

  @Test func aDeclaredInterpreterGetsItsScriptAsAFile() async throws {
    let end = try await end("") {
      $0.command.arguments = [
        "sh", "-c", "cat \"$1\"; echo \"$2\"", "sh", "{script}", "--f={script}:{script}",
      ]
      $0.command.scriptFile = "one ' \"$two\"\n"
      $0.command.scriptWords = 0..<6
    }
    let lines = end.log.split(separator: "\n")
    #expect(lines.first == "one ' \"$two\"")
    let path = try #require(lines.last?.split(separator: ":").last)
    #expect(path.hasSuffix("/tmp/script"))
    #expect(lines.last == "--f=\(path):\(path)")
  }

  @Test(arguments: [0, 1, 3_000_000]) func standardInputIsAFileOfAnySize(count: Int) async throws {
    let end = try await end("wc -c; test -f /dev/stdin") {
      $0.standardInput = [UInt8](repeating: 0, count: count)
    }
    #expect(end.log == "\(count)\n")
    #expect(end.outcome.succeeded)
  }

  @Test func standardInputIsEmptyWithoutBytes() async throws {
    let stage = try BackendStage()
    try await stage.open()
    var first = stage.job("cat")
    first.standardInput = Array("a\0b".utf8)
    #expect(try await stage.run(first).log == "a\0b")
    #expect(try await stage.run(stage.job("cat; test -c /dev/stdin")).outcome.succeeded)
  }

  @Test func namedVariablesOfTheHostPass() async throws {
    let end = try await end("echo $EXTRA,$OWN,${SECRET-none},${NONE-none}") {
      $0.inherit = ["EXTRA", "OWN", "NONE"]
    }
    #expect(end.log == "more,v,none,none\n")
  }

  @Test func theMarkerOfTheRunIsInEveryEnvironment() async throws {
    let end = try await end("echo $WEIR_ROOT_RUN") { $0.marker = "WEIR_ROOT_RUN=run-1" }
    #expect(end.log == "run-1\n")
  }

  @Test func aTimeoutEndsOneAttemptOfTheRunOnly() async throws {
    let stage = try BackendStage()
    try await stage.open()
    var (slow, other) = (
      stage.job("exec sleep 100", timeout: .milliseconds(200)),
      stage.job("while [ ! -e \(stage.folder.path)/go ]; do sleep 0.01; done")
    )
    slow.marker = "WEIR_ROOT_RUN=run-1"
    other.marker = "WEIR_ROOT_RUN=run-1"
    try await stage.backend.submit([other, slow])
    #expect(try await stage.end(of: slow).cause == .timeout)
    var go = stage.job("touch \(stage.folder.path)/go")
    go.marker = "WEIR_ROOT_RUN=run-1"
    try await stage.backend.submit([go])
    #expect(try await stage.end(of: other).outcome.succeeded)
  }

  @Test func attemptsAreCancelledOneByOne() async throws {
    let stage = try BackendStage()
    try await stage.open()
    let script = "trap '' TERM; while [ ! -e \(stage.folder.path)/go ]; do sleep 0.01; done"
    let (killed, other) = (stage.job(script), stage.job(script))
    try await stage.backend.submit([killed, other])
    for _ in 1...2 { _ = await stage.started() }
    await stage.backend.withdraw([killed.token, other.token])
    await stage.backend.cancel([killed.token], hard: true)
    #expect(try await stage.end(of: killed).cause == .cancelled)
    try await stage.backend.submit([stage.job("touch \(stage.folder.path)/go")])
    #expect(try await stage.end(of: other).outcome.succeeded)
  }

  @Test(arguments: ["sh", "bash", "dash"])
  func aLargeValueOfAScriptGoesThroughAFile(shell: String) async throws {
    let value = String(repeating: "é'\n", count: 300_000) + "\n\n"
    let end = try await end("") {
      $0.command.arguments = Interpreter.arguments(
        shell: shell,
        script: "printf %s \"${WEIR_VALUE_1}\" > out; echo \"${WEIR_VALUE_2}\"; env | wc -c"
      )
      $0.command.scriptWords = $0.command.arguments.count - 1..<$0.command.arguments.count
      $0.command.environment += [("WEIR_VALUE_1", value), ("WEIR_VALUE_2", "small")]
      $0.outputs = [OutputPattern("out")]
    }
    #expect(end.outcome.succeeded, "\(end.message) \(end.log.prefix(500))")
    #expect(end.outcome.outputs.first?.size == Int64(value.utf8.count))
    #expect(end.log.hasPrefix("small\n"))
    #expect(Int(end.log.split(separator: "\n").last ?? "").map { $0 < 10_000 } == true)
  }

  @Test func whatCannotBeHandedOverIsNamed() async throws {
    let large = String(repeating: "x", count: 131_072)
    let variable = try await end("true") { $0.command.environment.append(("BIG", large)) }
    #expect(variable.cause == .notStarted)
    #expect(
      variable.message == "the variable BIG has more than 131072 bytes, more than the system can "
        + "hand over; hand the value over by `stdin`, or as a file"
    )
    let argument = try await end("") {
      $0.command.arguments = ["echo", "a", large]
      $0.command.scriptWords = 0..<0
    }
    #expect(argument.cause == .notStarted)
    #expect(argument.message.hasPrefix("argument 2 of \"echo\" has more than 131072 bytes"))
    let fits = try await end("echo ${#BIG}") {
      $0.command.environment.append(("BIG", String(large.dropLast(5))))
    }
    #expect(fits.log == "131067\n")
  }
}
