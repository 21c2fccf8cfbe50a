import Hashing
import Model
import TestSupport
import Testing

@testable import Planning

@Suite struct DecisionTests {
  private static func digest(_ byte: UInt8) -> ContentDigest {
    ContentDigest(hex: String(repeating: Hex.encode([byte]), count: 32)) ?? empty
  }

  private static let empty = FingerprintWriter().digest
  private let same = digest(1)
  private let other = digest(2)
  private let now = Sample.start
  private let key = NodeKey(task: "a")

  private func node(
    outputs: [String] = ["x"],
    result: ResultFormat? = nil,
    cache: CachePolicy = .automatic
  ) -> Node {
    Node(
      definition: .make("a", result: result, policy: TaskPolicy(cache: cache)),
      inputs: [],
      outputs: outputs.map { OutputPattern($0) }
    )
  }

  private func past(
    _ fingerprint: ContentDigest,
    _ status: TaskStatus = .succeeded,
    hasOutputs: Bool = true,
    result: JSONValue? = nil,
    isAvailable: Bool = true,
    age: Duration = .zero
  ) -> PastOutcome {
    PastOutcome(
      run: "build/r",
      status: status,
      fingerprint: fingerprint,
      outcome: nil,
      result: result,
      hasOutputs: hasOutputs,
      isAvailable: isAvailable,
      finishedAt: Timestamp(milliseconds: now.milliseconds - age.wholeMilliseconds),
      row: 1
    )
  }

  private func decide(
    _ node: Node,
    latest: PastOutcome? = nil,
    success: PastOutcome? = nil,
    older: PastOutcome? = nil,
    forced: Bool = false,
    scheduled: Bool = false
  ) -> CacheDecision {
    TaskHistory(
      latest: latest.map { [key: $0] } ?? [:],
      succeeded: success.map { [key: $0] } ?? [:],
      older: { _, fingerprint in older.flatMap { $0.fingerprint == fingerprint ? $0 : nil } }
    ).decide(node, fingerprint: same, forced: forced, scheduled: scheduled, at: now)
  }

  @Test func nothingIsKnown() {
    #expect(decide(node()) == .run(.neverRan))
    #expect(decide(node(outputs: [])) == .run(.neverRan))
  }

  @Test func theSameSucceeded() {
    let good = past(same)
    #expect(decide(node(), latest: good, success: good) == .reuse(good))
    #expect(decide(node(), success: good) == .reuse(good))
    #expect(decide(node(), latest: past(same, .failed), success: good) == .reuse(good))
    #expect(decide(node(), latest: past(other), success: good) == .reuse(good))
  }

  @Test func anOlderOneSucceeded() {
    let old = past(same)
    #expect(decide(node(), latest: past(other), success: past(other), older: old) == .reuse(old))
    #expect(decide(node(), latest: past(other), success: past(other)) == .run(.changed))
  }

  @Test func itFailedTheLastTime() {
    #expect(decide(node(), latest: past(same, .failed)) == .run(.lastFailed))
    #expect(decide(node(), latest: past(same, .lost)) == .run(.lastFailed))
    #expect(decide(node(), latest: past(other, .failed)) == .run(.changed))
    #expect(decide(node(), success: past(other)) == .run(.changed))
  }

  @Test func effectsCountByTheLatestRunOfTheBranch() {
    let effect = node(outputs: [])
    let good = past(same, hasOutputs: false)
    #expect(decide(effect, latest: good, success: good) == .reuse(good))
    #expect(decide(effect, success: good) == .run(.neverRan))
    #expect(decide(effect, latest: past(other, hasOutputs: false), success: good) == .run(.changed))
    #expect(
      decide(effect, latest: past(same, .failed, hasOutputs: false), success: good)
        == .run(.lastFailed)
    )
  }

  @Test func aResultIsAValueLikeAnOutput() {
    let declared = past(same, hasOutputs: false)
    #expect(decide(node(outputs: [], result: .text), success: declared) == .reuse(declared))
    let made = past(same, hasOutputs: false, result: 1)
    #expect(decide(node(outputs: []), success: made) == .reuse(made))
  }

  @Test func bytesThatAreGoneAreMadeAgain() {
    #expect(decide(node(), success: past(same, isAvailable: false)) == .run(.outputsMissing))
  }

  @Test func policies() {
    let good = past(same, age: .seconds(10))
    let decide = { (cache: CachePolicy, forced: Bool, scheduled: Bool) in
      self.decide(
        self.node(cache: cache),
        latest: good,
        success: good,
        forced: forced,
        scheduled: scheduled
      )
    }
    #expect(decide(.never, false, false) == .run(.notCacheable))
    #expect(decide(.always, false, false) == .reuse(good))
    #expect(decide(.always, false, true) == .reuse(good))
    #expect(decide(.automatic, false, true) == .run(.forced))
    #expect(decide(.maximumAge(.seconds(10)), false, false) == .reuse(good))
    #expect(decide(.maximumAge(.seconds(9)), false, false) == .run(.expired))
    #expect(decide(.maximumAge(.seconds(10)), false, true) == .reuse(good))
    for cache in [CachePolicy.never, .always, .automatic, .maximumAge(.seconds(99))] {
      #expect(decide(cache, true, false) == .run(.forced))
    }
  }
}
