import Glibc
import Testing

@testable import Supervision

@Suite(.timeLimit(.minutes(2))) struct StopTests {
  @Test func aTimeoutAsksFirst() throws {
    let ended = try Stage().run(
      "trap 'echo bye; exit 3' TERM; while :; do sleep 0.01; done",
      limits: AttemptLimits(timeout: .milliseconds(200))
    )
    #expect(ended.cause == .timeout)
    #expect(ended.outcome == .exited(3))
    #expect(ended.log.text?.hasSuffix("bye\n") == true)
  }

  @Test func whoIgnoresIsKilled() throws {
    let ended = try Stage().run(
      "trap '' TERM; while :; do sleep 0.01; done",
      limits: AttemptLimits(timeout: .milliseconds(100), grace: .milliseconds(100))
    )
    #expect(ended.cause == .timeout)
    #expect(ended.outcome == .signalled(SIGKILL))
    #expect(ended.elapsed >= 200_000)
  }

  @Test func silenceEndsByTheIdleTimeout() throws {
    let ended = try Stage().run(
      "echo a; sleep 0.1; echo b; sleep 0.1; echo c; sleep 1000",
      limits: AttemptLimits(idleTimeout: .milliseconds(400))
    )
    #expect(ended.cause == .idleTimeout)
    #expect(ended.log.total == 6)
    #expect(ended.elapsed >= 600_000)
  }

  @Test func cancelReachesRunningAndQueued() throws {
    let stage = try Stage(slots: 1)
    try stage.submit(stage.order(1, "exec sleep 1000"), stage.order(2, "true"))
    try stage.wait { $0.started != nil }
    try #require(stage.client).cancel([AttemptToken(number: 2, attempt: 1)])
    let withdrawn = try #require(try stage.wait { $0.withdrawn != nil }.withdrawn)
    #expect(withdrawn.0.number == 2)
    #expect(withdrawn.1 == .cancelled)
    try #require(stage.client).cancel([AttemptToken(number: 1, attempt: 1)])
    let ended = try stage.end(of: 1)
    #expect(ended.cause == .cancelled)
    #expect(ended.outcome == .signalled(SIGTERM))
  }

  @Test func killDoesNotWait() throws {
    let stage = try Stage()
    try stage.submit(stage.order(1, "trap '' TERM; while :; do sleep 0.01; done"))
    try stage.wait { $0.started != nil }
    try #require(stage.client).cancel()
    try #require(stage.client).kill()
    #expect(try stage.end(of: 1).outcome == .signalled(SIGKILL))
  }

  @Test func aGrandchildDoesNotHoldTheEnd() throws {
    let stage = try Stage()
    let ended = try stage.run(
      "sleep 1000 & setsid sh -c 'echo > up; exec sleep 1001' & "
        + "while [ ! -s up ]; do sleep 0.01; done; echo done"
    )
    #expect(ended.outcome == .exited(0))
    #expect(ended.log.total == 5)
    // The one in its own session lives until the end of the run.
    try #require(stage.client).finish()
    try stage.readToEnd()
    guard case .closed(let strays, _, _) = try #require(stage.facts.last) else {
      Issue.record("not closed")
      return
    }
    #expect(strays == 1)
  }

  @Test func aCancelledCrowdLeavesNobody() throws {
    let marker = "WEIR_TEST_TOKEN=\(getpid())-crowd"
    let stage = try Stage()
    try stage.submit(
      stage.order(
        1,
        "trap '' TERM; i=0; while [ $i -lt 50 ]; do sleep 1000 & setsid sleep 1000 & i=$((i+1)); "
          + "done; echo up; wait",
        limits: AttemptLimits(grace: .milliseconds(50)),
        marker: marker
      )
    )
    while content(of: stage.path("log", 1)) != Array("up\n".utf8) { _ = poll(nil, 0, 5) }
    try #require(stage.client).cancel()
    #expect(try stage.end(of: 1).cause == .cancelled)
    let survivors = ProcessTable().living.filter {
      ProcessTable.environment(of: $0, holds: Array(marker.utf8)[...])
    }
    #expect(survivors == [])
  }

  @Test func whoHidItsEnvironmentEndsWithTheRun() throws {
    let stage = try Stage()
    _ = try stage.run(
      "env -i setsid /bin/sh -c 'echo $$ > up; exec sleep 1000' & "
        + "while [ ! -s up ]; do sleep 0.01; done"
    )
    let text = String(decoding: content(of: stage.directory + "/up"), as: UTF8.self)
    let pid = try #require(Int32(text.filter(\.isNumber)))
    #expect(kill(pid, 0) == 0)
    try #require(stage.client).finish()
    try stage.readToEnd()
    #expect(kill(pid, 0) != 0 || Stage.isZombie(pid))
  }

  @Test func whoFledIsFoundByItsEnvironment() throws {
    let marker = "WEIR_TEST_TOKEN=\(getpid())-fled"
    let stage = try Stage()
    try stage.submit(
      stage.order(
        1,
        "setsid sleep 1000 & echo $! ; wait",
        limits: AttemptLimits(timeout: .milliseconds(200)),
        marker: marker
      )
    )
    let text = try #require(try stage.end(of: 1).log.kept(in: stage.path("log", 1)))
    // setsid runs in a child of its own when it leads a group already, so the pid may be gone.
    let pid = try #require(Int32(text.filter(\.isNumber)))
    #expect(kill(pid, 0) != 0 || Stage.isZombie(pid))
  }

  @Test func aFailureThatHaltsStopsTheRest() throws {
    let stage = try Stage(slots: 1)
    try stage.submit(
      stage.order(1, "true", haltsOnFailure: true),
      stage.order(2, "false", haltsOnFailure: true),
      stage.order(3, "true"),
      stage.order(4, "true")
    )
    let withdrawn = try #require(try stage.wait { $0.withdrawn?.0.number == 4 }.withdrawn)
    #expect(withdrawn.1 == .halted)
    #expect(try stage.end(of: 2).outcome == .exited(1))
    try stage.submit(stage.order(5, "true"))
    try stage.wait { $0.withdrawn?.0.number == 5 }
    try #require(stage.client).resume()
    try stage.submit(stage.order(6, "true"))
    #expect(try stage.end(of: 6).outcome == .exited(0))
    #expect(stage.facts.compactMap { $0.ended?.token.number } == [1, 2, 6])
  }

  @Test func theLadderIsClimbedOnce() {
    let limits = KillLadder.Limits(timeout: 100, idleTimeout: 50, grace: 10)
    var ladder = KillLadder(limits: limits, began: 0)
    #expect(ladder.deadline(lastOutput: 0) == 50)
    #expect(ladder.step(now: 49, lastOutput: 0, request: .none) == .nothing)
    #expect(ladder.step(now: 99, lastOutput: 60, request: .none) == .nothing)
    #expect(ladder.step(now: 100, lastOutput: 60, request: .none) == .terminate)
    #expect(ladder.cause == .timeout)
    #expect(ladder.deadline(lastOutput: 100) == 110)
    #expect(ladder.step(now: 109, lastOutput: 100, request: .cancel) == .nothing)
    #expect(ladder.step(now: 110, lastOutput: 100, request: .cancel) == .kill)
    #expect(ladder.deadline(lastOutput: 110) == nil)
    #expect(ladder.step(now: 999, lastOutput: 0, request: .kill) == .nothing)
    #expect(ladder.cause == .timeout)
  }
}

extension OutputSummary {
  /// The kept text, wherever it is.
  func kept(in path: String) -> String? {
    text ?? String(decoding: content(of: path), as: UTF8.self)
  }
}

extension Stage {
  static func isZombie(_ pid: Int32) -> Bool {
    String(decoding: status(of: pid), as: UTF8.self).contains("State:\tZ")
  }
}
