import Hashing
import TestSupport
import Testing

@testable import Model

@Suite struct RecordJSONTests {
  private func fullRow() -> TaskRow {
    var row = TaskRow(task: "align", instance: "s1", status: .succeeded)
    row.item = ["sample": "s1"]
    row.fingerprint = ContentDigest(hex: String(repeating: "ab", count: 32))
    row.reason = RunReason(.changed, changes: [Change(.input, name: "a", old: "1", new: "2")])
    row.backend = "local"
    row.host = "here"
    var attempt = AttemptRecord(number: 1, startedAt: Sample.start)
    attempt.finishedAt = Sample.start.adding(.seconds(1))
    attempt.exit = 1
    attempt.signal = 9
    attempt.cause = .timeout
    attempt.message = "too long"
    attempt.maximumResidentSize = 4096
    attempt.cpuSeconds = 0.5
    row.attempts = [attempt, AttemptRecord(number: 2, startedAt: Sample.start)]
    row.inputs = .files([Sample.file("a", 1), Sample.file("b/c", 2)])
    row.outputs = [
      OutputRecord(
        path: "out/x",
        version: FileVersion(mode: 0o100755, id: Sample.id(3)),
        size: 7,
        store: .local,
        publish: true
      ),
      Sample.output("out/y", 4),
    ]
    row.result = .null
    row.log = LogRecord(path: "logs/align/s1.log", bytes: 9, truncated: true, hash: Sample.id(5))
    row.cachedFrom = "build/20261121-031205-00000000"
    return row
  }

  @Test func aRowComesBack() throws {
    let row = fullRow()
    #expect(try TaskRow(json: JSONReader.parse(JSONWriter.compact(row.json))) == row)
    let bare = TaskRow(task: "a", status: .blocked)
    #expect(
      JSONWriter.compact(bare.json) == #"{"schema":"weir/task/1","status":"blocked","task":"a"}"#
    )
    #expect(try TaskRow(json: bare.json) == bare)
  }

  @Test func aRowIsOneLineWithSortedKeys() throws {
    var writer = JSONWriter()
    fullRow().write(to: &writer)
    let zeros = String(repeating: "0", count: 39)
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == #"{"attempts":[{"cause":"timeout","cpu_seconds":0.5,"exit":1,"finished_at":"2026-11-21T03:12:06.000Z","max_rss":4096,"message":"too long","n":1,"signal":9,"started_at":"2026-11-21T03:12:05.000Z"},{"n":2,"started_at":"2026-11-21T03:12:05.000Z"}],"backend":"local","cached_from":"build/20261121-031205-00000000","fingerprint":"\#(String(repeating: "ab", count: 32))","host":"here","inputs":{"a":"100644:\#(zeros)1","b/c":"100644:\#(zeros)2"},"instance":"s1","item":{"sample":"s1"},"log":{"bytes":9,"hash":"\#(zeros)5","path":"logs/align/s1.log","truncated":true},"outputs":{"out/x":{"id":"\#(zeros)3","mode":"100755","publish":true,"size":7,"store":"local"},"out/y":{"id":"\#(zeros)4","mode":"100644","size":1}},"reason":{"changes":[{"kind":"input","name":"a","new":"2","old":"1"}],"kind":"changed"},"result":null,"schema":"weir/task/1","status":"succeeded","task":"align"}"#
        + "\n"
    )
  }

  @Test func manyInputsAreADigest() throws {
    var row = TaskRow(task: "a", status: .succeeded)
    row.inputs = .digest(
      try #require(ContentDigest(hex: String(repeating: "cd", count: 32))),
      count: 51
    )
    #expect(try TaskRow(json: row.json) == row)
  }

  @Test func everyStatusReasonCauseAndChangeComesBack() throws {
    for status in TaskStatus.allCases {
      for kind in RunReason.Kind.allCases {
        var row = TaskRow(task: "a", status: status)
        row.reason = RunReason(kind, changes: Change.Kind.allCases.map { Change($0) })
        row.attempts = AttemptRecord.Cause.allCases.map { cause in
          var attempt = AttemptRecord(number: 1, startedAt: Sample.start)
          attempt.cause = cause
          return attempt
        }
        #expect(try TaskRow(json: row.json) == row)
      }
    }
  }

  @Test func aReusedRowIsWrittenUnread() throws {
    var writer = JSONWriter()
    TaskRow.writeReused(
      task: "a",
      instance: "k\"",
      fingerprint: String(repeating: "ab", count: 32),
      from: "build/r",
      fragments: RowFragments(
        inputs: #"{"a":"100644:\#(Sample.id(1))"}"#,
        outputs: "{}",
        result: #"["x"]"#
      ),
      to: &writer
    )
    TaskRow.writeReused(
      task: "b",
      instance: nil,
      fingerprint: String(repeating: "ab", count: 32),
      from: "build/r",
      fragments: RowFragments(),
      to: &writer
    )
    let rows = try TaskRow.parse(lines: writer.bytes)
    #expect(rows.map(\.task) == ["a", "b"])
    #expect(rows[0].instance == "k\"")
    #expect(rows[0].status == .cached)
    #expect(rows[0].cachedFrom == "build/r")
    #expect(rows[0].inputs == .files([Sample.file("a", 1)]))
    #expect(rows[0].result == ["x"])
    #expect(rows[0].reason == RunReason(.upToDate))
    var again = JSONWriter()
    rows[1].write(to: &again)
    #expect(
      String(decoding: again.bytes, as: UTF8.self) == String(
        decoding: writer.bytes.split(separator: 0x0A)[1],
        as: UTF8.self
      ) + "\n"
    )
  }

  @Test(arguments: [
    "", "{", #"{"schema":"weir/task/2","task":"a","status":"failed"}"#,
    #"{"schema":"weir/task/1","status":"failed"}"#, #"{"schema":"weir/task/1","task":"a"}"#,
    #"{"schema":"weir/task/1","task":"a","status":"odd"}"#, "[]",
  ])
  func rowsThatAreNone(text: String) {
    #expect(throws: (any Error).self) { try TaskRow(json: JSONReader.parse(text)) }
  }

  @Test func aRunComesBack() throws {
    var run = Sample.run(5)
    run.params = ["n": 1, "list": ["a", 2.5]]
    run.startedAt = Sample.start
    run.finishedAt = Sample.start.adding(.seconds(3))
    for status in TaskStatus.allCases { run.counts.add(status) }
    run.outputs = ["calls": "x"]
    run.retryOf = "build/x"
    run.parent = "all/y"
    run.stoppedBy = "check"
    run.error = "no room"
    run.trigger.key = "ff"
    run.decisions = Decision.Kind.allCases.map {
      Decision(kind: $0, task: "a", by: "Ann <a@b>", at: Sample.start, message: "fine")
    }
    #expect(try RunRecord(json: JSONReader.parse(JSONWriter.pretty(run.json))) == run)
    for status in RunStatus.allCases {
      for kind in Trigger.Kind.allCases {
        run.status = status
        run.trigger.kind = kind
        #expect(try RunRecord(json: run.json) == run)
      }
    }
  }

  @Test func runJSONStandsAsPromised() {
    var run = Sample.run(status: .succeeded)
    run.counts.add(.succeeded)
    #expect(
      JSONWriter.pretty(run.json) == """
        {
          "counts": {
            "succeeded": 1
          },
          "host": "here",
          "owner": {
            "epoch": 1,
            "host": "here",
            "token": "t"
          },
          "params": {},
          "requested_at": "2026-11-21T03:12:05.000Z",
          "run": "20261121-031205-00000000",
          "schema": "weir/run/1",
          "source": {
            "branch": "main",
            "commit": "cccccccccccccccccccccccccccccccccccccccc",
            "file": "workflows/build.yaml"
          },
          "status": "succeeded",
          "trigger": {
            "at": "2026-11-21T03:12:05.000Z",
            "by": "Ann <ann@example.org>",
            "kind": "manual"
          },
          "weir": "0.1.0",
          "workflow": "build"
        }

        """
    )
  }

  @Test(arguments: ["schema", "run", "workflow", "status", "source", "trigger", "requested_at"])
  func aRunLacksNothing(member: String) throws {
    var members = try #require(Sample.run().json.object)
    members[member] = nil
    #expect(throws: RecordError.self) { try RunRecord(json: .object(members)) }
    members[member] = 1
    #expect(throws: RecordError.self) { try RunRecord(json: .object(members)) }
  }
}
