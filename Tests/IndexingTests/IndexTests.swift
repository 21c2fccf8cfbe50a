import Engine
import Hashing
import Model
import Planning
import TestSupport
import Testing

@testable import Indexing

@Suite struct IndexTests {
  private static func digest(_ number: Int) -> ContentDigest {
    var writer = FingerprintWriter()
    writer.add(number)
    return writer.digest
  }

  /// A row of the task `a`, or another.
  private func row(
    _ fingerprint: Int,
    _ status: TaskStatus = .succeeded,
    task: String = "a",
    at second: Int = 0,
    outputs: [OutputRecord] = [],
    result: JSONValue? = nil
  ) -> TaskRow {
    var row = TaskRow(task: task, status: status)
    row.fingerprint = Self.digest(fingerprint)
    var attempt = AttemptRecord(number: 1, startedAt: Sample.start)
    attempt.finishedAt = Sample.start.adding(.seconds(second))
    row.attempts = [attempt]
    row.outputs = outputs
    row.result = result
    return row
  }

  private func run(
    _ number: UInt64,
    _ rows: TaskRow...,
    branch: String? = "main",
    workflow: String = "build",
    tree: String = "t"
  ) -> IndexedRun {
    IndexedRun(
      record: Sample.run(number, workflow: workflow, branch: branch),
      tree: "\(tree)\(number)",
      rows: rows
    )
  }

  private func history(
    _ index: RunIndex,
    branch: String? = "main",
    isAvailable: Bool = true
  ) throws -> TaskHistory {
    try index.history(workflow: "build", branch: branch) { _ in isAvailable }
  }

  private let a = NodeKey(task: "a")

  @Test func nothingIsKnownAtFirst() throws {
    let index = try RunIndex(path: nil)
    #expect(index.isNew)
    #expect(try index.knownRuns() == [:])
    #expect(try index.tip(of: "refs/heads/weir/runs") == nil)
    let history = try history(index)
    #expect(history.latest.isEmpty && history.succeeded.isEmpty)
    #expect(history.older(a, Self.digest(1)) == nil)
  }

  @Test func whatIsLearnedIsKnown() throws {
    let index = try RunIndex(path: nil)
    let row = row(1, at: 5, outputs: [Sample.output("x", 9, publish: true)], result: ["v": 1])
    try index.learn([run(1, row)])
    let past = try #require(try history(index).succeeded[a])
    #expect(past.run == "build/\(Sample.reference(1).id)")
    #expect(past.status == .succeeded)
    #expect(past.fingerprint == Self.digest(1))
    #expect(
      past.outcome == Fingerprint.outcome(succeeded: true, outputs: row.outputs, result: row.result)
    )
    #expect(past.result == ["v": 1])
    #expect(past.hasOutputs && past.isAvailable && !past.isLocal)
    #expect(past.finishedAt == Sample.start.adding(.seconds(5)))
    #expect(try history(index).latest[a] == past)
    #expect(try index.outputs(of: [past.row]) == [past.row: row.outputs])
    let fragments = try #require(try index.fragments(of: [past.row, 999])[past.row])
    #expect(fragments.result == #"{"v":1}"#)
    #expect(OutputRecord.list(fragments.outputs) == row.outputs)
    #expect(try history(index).outputs(past) == row.outputs)
    #expect(try index.knownRuns() == ["build/\(Sample.reference(1).id)": "t1"])
    #expect(try index.record(of: past.run) == Sample.run(1))
    #expect(try index.record(of: "build/none") == nil)
    #expect(try index.results(of: past.run) == ["a": ["v": 1]])
  }

  @Test func latestIsOfTheBranchAndSuccessOfAny() throws {
    let index = try RunIndex(path: nil)
    try index.learn([
      run(1, row(1, at: 1)), run(2, row(2, at: 2), branch: "dev"), run(3, row(3, .failed, at: 3)),
      run(4, row(4, at: 4), branch: nil), run(5, row(5, at: 9), workflow: "other"),
    ])
    let main = try history(index)
    #expect(main.latest[a]?.fingerprint == Self.digest(3))
    #expect(main.latest[a]?.status == .failed)
    #expect(main.latest[a]?.outcome == nil)
    #expect(main.succeeded[a]?.fingerprint == Self.digest(4))
    #expect(try history(index, branch: "dev").latest[a]?.fingerprint == Self.digest(2))
    #expect(try history(index, branch: nil).latest[a]?.fingerprint == Self.digest(4))
    #expect(try history(index, branch: "gone").latest[a] == nil)
  }

  @Test func olderSuccessesAreFoundByFingerprint() throws {
    let index = try RunIndex(path: nil)
    try index.learn([
      run(1, row(1, at: 1)), run(2, row(1, at: 2)), run(3, row(2, at: 3)),
      run(4, row(3, .failed, at: 4)),
      run(5, row(7, at: 5), workflow: "other"),
    ])
    let history = try history(index)
    #expect(history.older(a, Self.digest(1))?.run == "build/\(Sample.reference(2).id)")
    #expect(history.older(a, Self.digest(3)) == nil)
    #expect(history.older(a, Self.digest(7)) == nil)
    #expect(history.older(NodeKey(task: "b"), Self.digest(1)) == nil)
    #expect(history.older(NodeKey(task: "a", instance: "k"), Self.digest(1)) == nil)
  }

  @Test func aRunThatIsLearnedAgainIsReplaced() throws {
    let index = try RunIndex(path: nil)
    try index.learn([run(1, row(1, at: 1), row(1, task: "gone"))])
    try index.learn([run(1, row(2, .failed, at: 2), tree: "new")])
    let history = try history(index)
    #expect(history.latest[a]?.status == .failed)
    #expect(history.succeeded.isEmpty)
    #expect(history.older(a, Self.digest(1)) == nil)
    #expect(try index.knownRuns() == ["build/\(Sample.reference(1).id)": "new1"])
  }

  @Test func learningAgainDoesNotHideWhatCameBefore() throws {
    let index = try RunIndex(path: nil)
    try index.learn([run(1, row(1, at: 1)), run(2, row(2, at: 2))])
    try index.learn([run(2, row(3, task: "b", at: 3))])
    #expect(try history(index).succeeded[a]?.fingerprint == Self.digest(1))
    #expect(try history(index).latest[a]?.fingerprint == Self.digest(1))
  }

  @Test func theOrderOfLearningDoesNotMatter() throws {
    let runs = [run(1, row(1, at: 1)), run(2, row(2, .failed, at: 2)), run(3, row(3, at: 3))]
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
      let index = try RunIndex(path: nil)
      for position in order { try index.learn([runs[position]]) }
      #expect(try history(index).latest[a]?.fingerprint == Self.digest(3))
      #expect(try history(index).succeeded[a]?.fingerprint == Self.digest(3))
    }
  }

  @Test func onlyWhatRanCounts() throws {
    let index = try RunIndex(path: nil)
    var cached = row(1, .cached)
    cached.attempts = []
    var blocked = row(2, .blocked)
    blocked.attempts = []
    try index.learn([run(1, cached, row(3, .running)), run(2, blocked)])
    #expect(try history(index).latest.isEmpty)
    #expect(try index.knownRuns().count == 2)
  }

  @Test func instancesAreTheirOwn() throws {
    let index = try RunIndex(path: nil)
    var first = row(1)
    first.instance = "s1"
    var second = row(2)
    second.instance = "s2"
    try index.learn([run(1, first, second)])
    let history = try history(index)
    #expect(history.succeeded[NodeKey(task: "a", instance: "s2")]?.fingerprint == Self.digest(2))
    #expect(history.succeeded[a] == nil)
  }

  @Test func localBytesMustBeThere() throws {
    let index = try RunIndex(path: nil)
    let large = OutputRecord(
      path: "big",
      version: FileVersion(mode: 0o100644, id: Sample.id(1)),
      size: 1,
      store: .local
    )
    try index.learn([run(1, row(1, outputs: [large, Sample.output("small", 2)]))])
    let asked = try index.history(workflow: "build", branch: "main") { outputs in
      #expect(outputs == [large])
      return false
    }
    #expect(asked.succeeded[a]?.isAvailable == false)
    #expect(asked.succeeded[a]?.isLocal == true)
    #expect(asked.older(a, Self.digest(1))?.isAvailable == false)
    #expect(try history(index).succeeded[a]?.isAvailable == true)
  }

  @Test func tipsAndDecisionsAreKept() throws {
    let index = try RunIndex(path: nil)
    try index.setTip(of: "refs/a", to: "1")
    try index.setTip(of: "refs/a", to: "2")
    try index.setTip(of: "refs/b", to: "3")
    #expect(try index.tip(of: "refs/a") == "2")
    try index.setUpToDate(key: "k", tasks: 4)
    #expect(try index.upToDateTasks(key: "k") == 4)
    for number in 0..<500 { try index.setUpToDate(key: "\(number % 10)z\(number)", tasks: number) }
    #expect(try index.upToDateTasks(key: "9z499") == 499)
    #expect(try index.upToDateTasks(key: "8z498") == 498)
    try index.learn([run(1, row(1))])
    try index.clear()
    #expect(try index.tip(of: "refs/a") == nil)
    #expect(try index.upToDateTasks(key: "9z499") == nil)
    #expect(try index.knownRuns().isEmpty)
    #expect(try history(index).latest.isEmpty)
  }
}
