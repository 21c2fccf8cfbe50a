import CSpawn
import Glibc
import Testing

@testable import Supervision

@Suite(.timeLimit(.minutes(2))) struct SurvivalTests {
  @Test func attemptsOutliveTheirEngine() throws {
    let stage = try Stage(slots: 1)
    let go = stage.directory + "/go"
    try #require(mkfifo(go, 0o600) == 0)
    try stage.submit(stage.order(1, "read x < go; echo $x"), stage.order(2, "true"))
    try stage.wait { $0.started != nil }
    let writer = open(go, O_RDWR)
    stage.dropClient()
    // Its order to withdraw comes before the attempt can end.
    while !(try SupervisorLog.read(stage.logPath).contains { $0.withdrawn != nil }) {
      _ = poll(nil, 0, 1)
    }
    #expect(write(writer, "later\n", 6) == 6)
    try stage.abandon()
    close(writer)
    let facts = try SupervisorLog.read(stage.logPath)
    #expect(facts.compactMap(\.ended).map(\.log.text) == ["later\n"])
    #expect(facts.compactMap { $0.withdrawn?.1 } == [.engineGone])
    guard case .closed = facts.last else {
      Issue.record("not closed")
      return
    }
    guard case .dead(let again) = try SupervisorClient.reattach(in: stage.directory) else {
      Issue.record("alive")
      return
    }
    #expect(again == facts)
  }

  @Test func anotherEngineTakesOver() throws {
    let stage = try Stage(slots: 1)
    try stage.submit(stage.order(1, "exec sleep 1000"))
    try stage.wait { $0.started != nil }
    stage.dropClient()
    guard case .alive(let client) = try SupervisorClient.reattach(in: stage.directory) else {
      Issue.record("dead")
      return
    }
    stage.replaceClient(client)
    try stage.wait { $0.started != nil }
    try client.submit([stage.order(2, "true")])
    try client.cancel([AttemptToken(number: 1, attempt: 1)])
    #expect(try stage.end(of: 1).cause == .cancelled)
    #expect(try stage.end(of: 2).outcome == .exited(0))
  }

  @Test func aDeepFolderCanBeReattachedTo() throws {
    let name = "/" + String(repeating: "d", count: 200)
    let stage = try Stage(below: name)
    try stage.submit(stage.order(1, "exec sleep 1000"))
    try stage.wait { $0.started != nil }
    stage.dropClient()
    guard case .alive(let client) = try SupervisorClient.reattach(in: stage.directory) else {
      Issue.record("dead")
      return
    }
    stage.replaceClient(client)
    try client.kill()
    #expect(try stage.end(of: 1).cause == .cancelled)
  }

  @Test func whoDisconnectsIsToldTheEnd() throws {
    let stage = try Stage()
    try stage.wait { $0.opened != nil }
    try #require(stage.client).disconnect()
    try stage.readToEnd()
    try stage.abandon()
    #expect(throws: SupervisionError.self) { try SupervisorLog.read(stage.directory) }
  }

  @Test func aKilledSupervisorIsSeenAtOnce() throws {
    let stage = try Stage()
    let opened = try #require(try stage.wait { $0.opened != nil }.opened)
    #expect(try SupervisorLock.isHeld(in: stage.directory))
    try stage.submit(stage.order(1, "true"), stage.order(2, "exec sleep 1000"))
    _ = try stage.end(of: 1)
    let started = try #require(try stage.wait { $0.started != nil }.started)
    #expect(kill(opened.pid, SIGKILL) == 0)
    try stage.readToEnd()
    while try SupervisorLock.isHeld(in: stage.directory) { _ = poll(nil, 0, 1) }
    let facts = try SupervisorLog.read(stage.logPath)
    #expect(facts.contains { $0.ended?.token.number == 1 })
    #expect(facts.contains { $0 == .intent(started.token, id: "task-2") })
    #expect(weir_process_start_time(started.pid) == started.processStart)
    kill(started.pid, SIGKILL)
  }

  @Test func politeSignalsDoNotEndASupervisor() throws {
    let stage = try Stage()
    let opened = try #require(try stage.wait { $0.opened != nil }.opened)
    for number in [SIGTERM, SIGHUP, SIGINT, SIGPIPE] { #expect(kill(opened.pid, number) == 0) }
    #expect(try stage.run("true").outcome == .exited(0))
    #expect(getsid(opened.pid) == opened.pid)
  }

  @Test func aFolderHasOneSupervisor() throws {
    let stage = try Stage()
    try stage.wait { $0.opened != nil }
    let second = try SupervisorClient.start(
      SupervisorSettings(
        executable: try Stage.probe(),
        directory: stage.directory,
        slots: 1
      ),
      environment: []
    )
    #expect(try second.nextEvents() == nil)
    #expect(try stage.run("true").outcome == .exited(0))
  }

  @Test func trashGoesAfterTheEngine() throws {
    let stage = try Stage()
    let trash = stage.directory + "/trash"
    _ = try stage.run(
      "mkdir -p trash/a/b; touch trash/a/c; ln -s / trash/a/root; chmod 0 trash/a/b"
    )
    try #require(stage.client).finish(deleting: [trash])
    try stage.wait { if case .closed = $0 { true } else { false } }
    #expect(access(trash, F_OK) == 0)
    try stage.abandon()
    #expect(access(trash, F_OK) != 0)
    #expect(access("/etc", F_OK) == 0)
    #expect(access(stage.directory + "/supervisor.err", F_OK) != 0)
  }

  @Test func slotsCanBeAddedAndTakenAway() throws {
    let stage = try Stage(slots: 1)
    let client = try #require(stage.client)
    try client.submit((1...3).map { stage.order($0, "exec sleep 1000") })
    try stage.wait { $0.started != nil }
    try client.setSlots(3)
    for number in UInt64(1)...3 { try stage.wait { $0.started?.token.number == number } }
    try client.setSlots(1)
    try client.submit((4...6).map { stage.order($0, "true") })
    try client.cancel([AttemptToken(number: 1, attempt: 1)])
    #expect(try stage.end(of: 6).outcome == .exited(0))
    try client.kill()
    _ = try stage.end(of: 3)
  }
}

extension Stage {
  func dropClient() { replaceClient(nil) }
}
