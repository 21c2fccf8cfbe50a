import Engine
import Model
import TestSupport
import Testing

@testable import Backends
@testable import Planning

@Suite(.timeLimit(.minutes(1))) struct ProcessTests {
  @Test func recordsSayHowAttemptsEnded() async throws {
    let stage = try BackendStage()
    try await stage.open()
    let good = try await stage.run(stage.job("true")).outcome
    #expect(good.record.exit == 0)
    #expect(good.host == "here")
    #expect(good.record.cpuSeconds != nil && good.record.maximumResidentSize != nil)
    #expect(try #require(good.record.finishedAt) >= good.record.startedAt)
    #expect(try await stage.run(stage.job("exit 77")).outcome.record.exit == 77)
    #expect(try await stage.run(stage.job("kill -SEGV $$")).outcome.record.signal == 11)
    var nothing = stage.job("")
    nothing.command.arguments = ["no-such-program"]
    nothing.command.scriptWords = 0..<0
    let end = try await stage.run(nothing)
    #expect(end.cause == .notStarted)
    #expect(end.message == "could not execute the program: No such file or directory")
  }

  @Test func timeoutsAreCauses() async throws {
    let stage = try BackendStage()
    try await stage.open()
    let slow = try await stage.run(stage.job("exec sleep 100", timeout: .milliseconds(100)))
    #expect(slow.cause == .timeout)
    let silent = try await stage.run(
      stage.job("echo x; exec sleep 100", idleTimeout: .milliseconds(100))
    )
    #expect(silent.cause == .idleTimeout)
    #expect(silent.log == "x\n")
  }

  @Test func whatRunsIsCancelledAndWhatWaitsWithdrawn() async throws {
    let stage = try BackendStage(slots: 1)
    try await stage.open()
    let (running, waiting) = (stage.job("exec sleep 100"), stage.job("true"))
    try await stage.backend.submit([running, waiting])
    #expect(await stage.started() == running.token.node)
    await stage.backend.withdraw(nil)
    await stage.backend.cancel(nil, hard: false)
    let end = try await stage.end(of: running)
    #expect(end.cause == .cancelled)
    #expect(end.outcome.record.signal == 15)
  }

  @Test func manyAttemptsRunAtOnce() async throws {
    let stage = try BackendStage(slots: 4)
    try await stage.open()
    let jobs = (0..<40).map { stage.job("echo \($0) > out", outputs: [OutputPattern("out")]) }
    try await stage.backend.submit(jobs)
    var open = Set(jobs.map(\.token.node))
    while !open.isEmpty {
      let end = try await stage.nextEnd()
      #expect(end.outcome.succeeded)
      #expect(stage.text("out", end.end) == "\(end.node - 1)\n")
      open.remove(end.node)
    }
  }

  @Test func anAttemptFindsNothingOfAnEarlierOne() async throws {
    let stage = try BackendStage()
    try await stage.open()
    _ = try await stage.run(stage.job("mkdir -p a/b; touch a/b/c $WEIR_TMP/d; chmod 500 a/b"))
    _ = try await stage.run(stage.job("head -c 3000000 /dev/zero > large"))
    for _ in 1...3 {
      let end = try await stage.run(
        stage.job("[ -z \"$(ls -A . \"$WEIR_TMP\" | grep -v :)\" ]")
      )
      #expect(end.outcome.succeeded)
    }
    await stage.backend.close()
  }
}
