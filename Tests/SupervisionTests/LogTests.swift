import CSpawn
import Glibc
import Testing

@testable import Supervision

@Suite(.timeLimit(.minutes(2))) struct LogTests {
  private func sample() -> (facts: [Fact], bytes: [UInt8], ends: [Int]) {
    let token = AttemptToken(number: 7, attempt: 2)
    let output = OutputSummary(
      total: 3,
      head: 3,
      tail: 0,
      place: .inline([0, 10, 255]),
      failure: 0
    )
    let facts: [Fact] = [
      .opened(
        SupervisorIdentity(pid: 1, processStart: 2, boot: "b", pidNamespace: 3),
        at: 4
      ),
      .intent(token, id: "a/b[1]"),
      .started(StartedFact(token: token, pid: 5, processStart: 6, at: 7)),
      .ended(
        EndedFact(
          token: token,
          pid: 5,
          startedAt: 7,
          endedAt: 8,
          elapsed: 9,
          outcome: .signalled(9),
          cause: .timeout,
          peakMemory: 10,
          userTime: 11,
          systemTime: 12,
          log: output,
          result: OutputSummary(total: 9, head: 4, tail: 4, place: .file, failure: 28)
        )
      ),
      .withdrawn(token, .halted),
      .closed(strays: 1, syncs: 2, at: 3),
    ]
    var writer = WireWriter()
    var ends: [Int] = []
    for fact in facts {
      LogFrames.append(to: &writer) { fact.encode(to: &$0) }
      ends.append(writer.count)
    }
    return (facts, writer.bytes, ends)
  }

  @Test func aTornTailIsLeftOut() throws {
    let (facts, bytes, ends) = sample()
    for length in 0...bytes.count {
      var front = Array(bytes.prefix(length))
      let whole = ends.count { $0 <= length }
      #expect(try LogFrames.takeFacts(from: &front) == Array(facts.prefix(whole)))
      #expect(front.count == length - (whole == 0 ? 0 : ends[whole - 1]))
    }
  }

  @Test func everyFlippedBitIsNoticed() throws {
    let (facts, bytes, ends) = sample()
    let path = "/tmp/weir-supervision-\(getpid())-flipped"
    defer { unlink(path) }
    for place in bytes.indices {
      var damaged = bytes
      damaged[place] ^= 1 << UInt8(place % 8)
      let file = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0o600)
      #expect(write(file, damaged, damaged.count) == damaged.count)
      close(file)
      let whole = ends.count { $0 <= place }
      #expect(try SupervisorLog.read(path) == Array(facts.prefix(whole)))
    }
  }

  @Test func aNewSupervisorCutsTheTornTail() throws {
    let path = "/tmp/weir-supervision-\(getpid())-torn"
    defer { unlink(path) }
    let (facts, bytes, _) = sample()
    let file = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0o600)
    #expect(write(file, bytes, bytes.count - 1) == bytes.count - 1)
    close(file)
    let log = try FactLog(path: path)
    log.append(facts[1])
    log.flush()
    #expect(try SupervisorLog.read(path) == Array(facts.dropLast()) + [facts[1]])
  }

  @Test func noLogIsNoFacts() throws {
    #expect(try SupervisorLog.read("/none/supervisor.log") == [])
  }

  @Test func checksumsAreTheUsualOnes() {
    let text = Array("123456789".utf8)
    #expect(weir_crc32c(0, text, text.count) == 0xe306_9283)
  }

  @Test func theRingKeepsTheEnd() {
    for capacity in 0...5 {
      var ring = TailRing(capacity: capacity)
      var all: [UInt8] = []
      for size in [1, 3, 0, 2, 7, 5, 1] {
        let chunk = (0..<size).map { UInt8(all.count + $0) }
        chunk.withUnsafeBytes { ring.append($0) }
        all += chunk
        #expect(ring.content == Array(all.suffix(capacity)))
      }
      #expect(ring.total == 19)
    }
  }
}
