import Glibc
import Testing

@testable import Supervision

@Suite(.timeLimit(.minutes(2))) struct ThroughputTests {
  @Test func manySmallAttemptsAllEnd() throws {
    let stage = try Stage()
    let client = try #require(stage.client)
    let begin = ContinuousClock.now
    try client.submit((1...2000).map { stage.order($0, "true") })
    try client.finish()
    try stage.readToEnd()
    let seconds = (ContinuousClock.now - begin) / .seconds(1)
    let intents = stage.facts.compactMap { fact -> UInt64? in
      if case .intent(let token, _) = fact { token.number } else { nil }
    }
    #expect(intents == Array(1...2000))
    let ended = stage.facts.compactMap(\.ended)
    #expect(ended.map(\.token.number).sorted() == Array(1...2000))
    #expect(ended.allSatisfy { $0.outcome == .exited(0) })
    #expect(try SupervisorLog.read(stage.logPath) == stage.facts)
    guard case .closed(let strays, let syncs, _) = try #require(stage.facts.last) else {
      Issue.record("not closed")
      return
    }
    #expect(strays == 0)
    #expect(syncs < 2000)
    print("supervision: \(Int(2000 / seconds)) attempts a second, \(syncs) syncs")
  }

  @Test func anEngineThatDoesNotListenHoldsNobody() throws {
    let stage = try Stage()
    let client = try #require(stage.client)
    try client.submit((1...600).map { stage.order($0, "head -c 4000 /dev/zero") })
    try client.finish()
    // More than a socket holds: the rest has to come from the log.
    while try SupervisorLog.read(stage.logPath).count(where: { $0.ended != nil }) < 600 {
      _ = poll(nil, 0, 10)
    }
    try stage.readToEnd()
    #expect(stage.facts.count { $0.ended != nil } == 600)
    #expect(try SupervisorLog.read(stage.logPath) == stage.facts)
  }

  @Test func aSingleEndIsAnnouncedAtOnce() throws {
    let stage = try Stage(slots: 1)
    try stage.wait { $0.opened != nil }
    for number in UInt64(1)...50 {
      try stage.submit(stage.order(number, "true"))
      #expect(try stage.end(of: number).outcome == .exited(0))
    }
  }
}
