import Testing

@testable import Supervision

@Suite(.timeLimit(.minutes(2))) struct StreamMaskTests {
  private func masked(_ text: String, _ secrets: [String], cut: Int) -> String {
    var mask = StreamMask(secrets.map { Array($0.utf8) })
    var shown: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      shown += mask.take(rest.prefix(cut))
      rest = rest.dropFirst(cut)
    }
    shown += mask.finish()
    return String(decoding: shown, as: UTF8.self)
  }

  @Test(arguments: [1, 2, 3, 7, 1000]) func whateverTheCuts(cut: Int) {
    #expect(masked("a hunter2 b", ["hunter2"], cut: cut) == "a *** b")
    #expect(masked("hunter2", ["hunter2"], cut: cut) == "***")
    #expect(masked("hunthunter2er2", ["hunter2"], cut: cut) == "hunt***er2")
    #expect(masked("hunter", ["hunter2"], cut: cut) == "hunter")
    #expect(masked("abcdef", ["abcd", "cdef"], cut: cut) == "***")
    #expect(masked("xabcy", ["abcdefgh", "bc"], cut: cut) == "xa***y")
    #expect(masked("aaaaab", ["aab"], cut: cut) == "aaa***")
    #expect(masked("nothing", [], cut: cut) == "nothing")
  }

  @Test func whatIsNoBeginningIsShownAtOnce() {
    var mask = StreamMask([Array("secret".utf8)])
    #expect(mask.take(Array("line\nsec".utf8)) == Array("line\n".utf8))
    #expect(!mask.hasFound)
    #expect(mask.take(Array("ret\n".utf8)) == Array("***\n".utf8))
    #expect(mask.hasFound)
  }

  @Test func noSecretReachesAFileOfTheSupervisor() throws {
    let stage = try Stage()
    var order = stage.order(
      1,
      "printf %s hunt; sleep 0.3; echo er22 >&2; seq 2000 >&2; echo $S; echo $S >&2",
      result: true
    )
    order.environment.append("S=hunter22")
    order.masked = [Array("hunter22".utf8)]
    try stage.submit(order)
    let ended = try stage.end(of: 1)
    #expect(ended.result?.isMasked == true)
    #expect(ended.result?.text == "hunt***\n")
    #expect(ended.log.isMasked)
    let log = String(decoding: content(of: stage.path("log", 1)), as: UTF8.self)
    #expect(log.contains("er22\n") && log.contains("hunt***\n") && !log.contains("hunter22"))
    let kept = String(decoding: content(of: stage.logPath), as: UTF8.self)
    #expect(kept.contains("task-1") && !kept.contains("hunter22"))
  }
}
