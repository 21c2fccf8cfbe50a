import Glibc
import Testing

@testable import Supervision

@Suite(.timeLimit(.minutes(2))) struct OutcomeTests {
  @Test(arguments: [0, 1, 77, 255]) func exitCodesArrive(code: Int32) throws {
    let ended = try Stage().run("exit \(code)")
    #expect(ended.outcome == .exited(code))
    #expect(ended.cause == .itself)
    #expect(ended.pid > 1)
    #expect(ended.peakMemory > 0)
    #expect(ended.endedAt >= ended.startedAt)
  }

  @Test func signalsArrive() throws {
    #expect(try Stage().run("kill -SEGV $$").outcome == .signalled(SIGSEGV))
  }

  @Test func whatCannotStartSaysWhy() throws {
    let stage = try Stage()
    func end(
      _ number: UInt64,
      _ change: (inout AttemptOrder) throws -> Void
    ) throws
      -> AttemptOutcome
    {
      var order = stage.order(number, "")
      try change(&order)
      try stage.submit(order)
      return try stage.end(of: number).outcome
    }
    let script = stage.directory + "/script"
    let file = open(script, O_CREAT | O_WRONLY, 0o600)
    let line = "#!/no/such/interpreter\n"
    #expect(write(file, line, line.utf8.count) == line.utf8.count)
    close(file)
    #expect(try end(1) { $0.arguments = ["no-such-program"] } == .notStarted(ENOENT, .program))
    #expect(try end(2) { $0.arguments = [script] } == .notStarted(EACCES, .program))
    #expect(chmod(script, 0o700) == 0)
    #expect(try end(3) { $0.arguments = [script] } == .notStarted(ENOENT, .program))
    #expect(try end(4) { $0.directory += "/none" } == .notStarted(ENOENT, .directory))
    #expect(try end(5) { $0.input = "/none" } == .notStarted(ENOENT, .input))
    #expect(try end(6) { $0.arguments = ["true"] } == .exited(0))
  }

  @Test func standardInputAndEnvironmentAreThoseOfTheOrder() throws {
    let stage = try Stage()
    let base = try #require(stage.client).define(["A=base", "B=base", "PATH=/usr/bin:/bin"])
    var order = stage.order(1, "cat; echo $A $B $C; pwd; ls /proc/self/fd | wc -l")
    order.baseEnvironment = base
    order.environment = ["B=own", "C=own"]
    order.input = stage.directory + "/supervisor.lock"
    try stage.submit(order)
    let text = try #require(try stage.end(of: 1).log.text)
    let lines = text.split(separator: "\n")
    #expect(lines.first?.split(separator: " ").count == 4)
    // Four: the standard three, and the folder that ls reads.
    #expect(lines.dropFirst() == ["base own own", Substring(stage.directory), "4"])
  }

  @Test func aTaskIsItsOwnSessionWithDefaultSignals() throws {
    let ended = try Stage().run(
      "read -r pid comm state ppid pgrp session rest < /proc/self/stat; "
        + "[ $pgrp = $$ ] && [ $session = $$ ] && grep -E 'Sig(Ign|Blk)' /proc/self/status"
    )
    let masks = try #require(ended.log.text).split(whereSeparator: \.isWhitespace)
      .compactMap { UInt64($0, radix: 16) }
    // The C library keeps signals 32 and 33 to itself.
    #expect(masks.map { $0 & ~(3 << 31) } == [0, 0])
  }

  @Test func textWithNulIsRefused() throws {
    let stage = try Stage()
    #expect(throws: SupervisionError.nulInText("a\0b")) {
      var order = stage.order(1, "")
      order.arguments = ["a\0b"]
      try stage.submit(order)
    }
  }

  @Test func longAttemptsAreStatedWithTheirProcess() throws {
    let stage = try Stage()
    try stage.submit(stage.order(1, "exec sleep 1000"))
    let started = try #require(try stage.wait { $0.started != nil }.started)
    #expect(started.processStart > 0)
    #expect(kill(started.pid, SIGKILL) == 0)
    let ended = try stage.end(of: 1)
    #expect(ended.pid == started.pid)
    #expect(ended.outcome == .signalled(SIGKILL))
  }
}
