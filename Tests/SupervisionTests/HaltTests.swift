import Testing

@testable import Supervision

@Suite(.timeLimit(.minutes(2))) struct HaltTests {
  /// The numbers that ended, and those that were withdrawn because something halted.
  private func run(
    _ orders: [AttemptOrder],
    in stage: Stage
  ) throws -> (ended: [UInt64], halted: [UInt64]) {
    try #require(stage.client).submit(orders)
    for order in orders {
      try stage.wait { $0.ended?.token == order.token || $0.withdrawn?.0 == order.token }
    }
    let withdrawn = stage.facts.compactMap(\.withdrawn)
    #expect(withdrawn.allSatisfy { $0.1 == .halted })
    return (
      stage.facts.compactMap { $0.ended?.token.number }, withdrawn.map(\.0.number).sorted()
    )
  }

  private func order(
    _ number: UInt64,
    _ script: String,
    in stage: Stage,
    _ change: (inout AttemptOrder) -> Void = { _ in }
  ) -> AttemptOrder {
    var order = stage.order(number, script, haltsOnFailure: true)
    change(&order)
    return order
  }

  @Test func aCodeOfSuccessDoesNotHalt() throws {
    let stage = try Stage(slots: 1)
    let result = try run(
      [
        order(1, "exit 7", in: stage) { $0.exitCodes = ExitMeaning(success: [0, 7]) },
        order(2, "exit 0", in: stage) { $0.exitCodes = ExitMeaning(success: [7]) },
        order(3, "true", in: stage),
      ],
      in: stage
    )
    #expect(result == ([1, 2], [3]))
  }

  @Test func aCodeThatStopsHaltsWhateverTheOrderSays() throws {
    let stage = try Stage(slots: 1)
    let result = try run(
      [
        order(1, "exit 9", in: stage) { $0.haltsOnFailure = false },
        order(2, "exit 9", in: stage) {
          $0.haltsOnFailure = false
          $0.exitCodes = ExitMeaning(stop: [9])
        },
        order(3, "true", in: stage),
      ],
      in: stage
    )
    #expect(result == ([1, 2], [3]))
    let place = try #require(stage.facts.firstIndex { $0.ended?.token.number == 2 })
    let after = try #require(stage.facts.firstIndex { $0.withdrawn != nil })
    #expect(place < after)
  }

  @Test func anEndByTheClockIsNoSuccess() throws {
    let stage = try Stage(slots: 1)
    let limits = AttemptLimits(timeout: .milliseconds(50))
    let result = try run(
      [
        order(1, "trap 'exit 0' TERM; while :; do sleep 0.01; done", in: stage) {
          $0.limits = limits
        },
        order(2, "true", in: stage),
      ],
      in: stage
    )
    #expect(result == ([1], [2]))
  }

  @Test func aGroupHaltsAlone() throws {
    let stage = try Stage(slots: 1)
    let first = try run(
      [
        order(1, "false", in: stage), order(2, "true", in: stage),
        order(3, "true", in: stage) { $0.group = 1 },
      ],
      in: stage
    )
    #expect(first == ([1, 3], [2]))
    let later = try run(
      [order(4, "true", in: stage), order(5, "true", in: stage) { $0.group = 1 }],
      in: stage
    )
    #expect(later == ([1, 3, 5], [2, 4]))
  }

  @Test func whatStartsAfterAHaltStartsAndHaltsNothing() throws {
    let stage = try Stage(slots: 1)
    let first = try run(
      [
        order(1, "false", in: stage), order(2, "false", in: stage) { $0.startsAfterHalt = true },
        order(3, "true", in: stage),
      ],
      in: stage
    )
    #expect(first == ([1, 2], [3]))
    let later = try run(
      [
        order(4, "false", in: stage) { $0.startsAfterHalt = true },
        order(5, "true", in: stage) { $0.startsAfterHalt = true },
      ],
      in: stage
    )
    #expect(later == ([1, 2, 4, 5], [3]))
  }

  @Test func onlyTheNamedAreTakenBackOrKilled() throws {
    let stage = try Stage(slots: 2)
    func token(_ number: UInt64) -> AttemptToken { AttemptToken(number: number, attempt: 1) }
    try stage.submit(
      stage.order(1, "trap '' TERM; while :; do sleep 0.01; done"),
      stage.order(2, "while [ ! -e go ]; do sleep 0.01; done"),
      stage.order(3, "true"),
      stage.order(4, "true")
    )
    try stage.wait { $0.started?.token.number == 1 }
    try stage.wait { $0.started?.token.number == 2 }
    let client = try #require(stage.client)
    try client.withdraw([token(1), token(3)])
    try stage.wait { $0.withdrawn?.0.number == 3 }
    try client.kill([token(1)])
    #expect(try stage.end(of: 1).cause == .cancelled)
    #expect(try stage.end(of: 4).outcome == .exited(0))
    try stage.submit(stage.order(5, "touch go"))
    #expect(try stage.end(of: 2).outcome == .exited(0))
  }
}
