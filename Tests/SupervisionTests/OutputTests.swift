import Glibc
import Testing

@testable import Supervision

@Suite(.timeLimit(.minutes(2))) struct OutputTests {
  @Test func bothStreamsKeepTheirOrder() throws {
    let script = "i=0; while [ $i -lt 50 ]; do echo o$i; echo e$i >&2; i=$((i+1)); done"
    let expected = (0..<50).map { "o\($0)\ne\($0)\n" }.joined()
    #expect(try Stage().run(script).log.text == expected)
  }

  @Test func aResultIsKeptApartAndInTheLogToo() throws {
    let stage = try Stage()
    try stage.submit(
      stage.order(1, "echo noise >&2; sleep 0.3; echo value; sleep 0.3; echo end >&2", result: true)
    )
    let ended = try stage.end(of: 1)
    #expect(content(of: stage.path("result", 1)) == Array("value\n".utf8))
    #expect(ended.result?.total == 6)
    #expect(content(of: stage.path("log", 1)) == Array("noise\nvalue\nend\n".utf8))
  }

  @Test(arguments: [100, 300_000]) func aLargeResultIsInTheLogWhole(size: Int) throws {
    let stage = try Stage()
    try stage.submit(stage.order(1, "head -c \(size) /dev/zero", result: true))
    let ended = try stage.end(of: 1)
    #expect(ended.result?.total == UInt64(size))
    #expect(ended.log.total == UInt64(size))
    #expect(!ended.log.isTruncated)
  }

  @Test func noOutputMakesNoFile() throws {
    let stage = try Stage()
    let ended = try stage.run("true")
    #expect(ended.log == OutputSummary(total: 0, head: 0, tail: 0, place: .inline([]), failure: 0))
    #expect(access(stage.path("log", 1), F_OK) != 0)
  }

  @Test(arguments: [4095, 4096, 4097, 300_000]) func onlyLargeOutputMakesAFile(size: Int) throws {
    let stage = try Stage()
    let ended = try stage.run("head -c \(size) /dev/zero")
    #expect(ended.log.total == UInt64(size))
    #expect(!ended.log.isTruncated)
    if size <= 4096 {
      #expect(ended.log.place == .inline([UInt8](repeating: 0, count: size)))
    } else {
      #expect(ended.log.place == .file)
      #expect(content(of: stage.path("log", 1)) == [UInt8](repeating: 0, count: size))
    }
  }

  @Test func aLiveAttemptsOutputCanBeFollowed() throws {
    let stage = try Stage()
    try stage.submit(stage.order(1, "echo early; exec sleep 1000"))
    while content(of: stage.path("log", 1)) != Array("early\n".utf8) { _ = poll(nil, 0, 5) }
    try #require(stage.client).cancel()
    let ended = try stage.end(of: 1)
    #expect(ended.log.place == .file)
    #expect(ended.log.total == 6)
  }

  @Test func anEndlessLineIsCutAndMemoryStaysBounded() throws {
    let stage = try Stage()
    let opened = try #require(try stage.wait { $0.opened != nil }.opened)
    try stage.submit(
      stage.order(
        1,
        "tr '\\0' x < /dev/zero | head -c 300000000; printf end",
        logLimit: 1 << 20,
        logTail: 1 << 16
      )
    )
    let ended = try stage.end(of: 1)
    #expect(ended.log.total == 300_000_003)
    #expect(ended.log.head == (1 << 20) - (1 << 16))
    #expect(ended.log.tail == 1 << 16)
    let kept = content(of: stage.path("log", 1))
    #expect(kept.count == 1 << 20)
    #expect(kept.suffix(4) == Array("xend".utf8)[...])
    let status = String(decoding: Stage.status(of: opened.pid), as: UTF8.self)
    let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
    let kibibytes = peak?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap {
      Int($0)
    }
    #expect(try #require(kibibytes) < 64 << 10)
  }

  @Test(arguments: [0, 1, 9, 10, 11, 15, 19, 20, 21, 35, 100])
  func headAndTailAreWhatTheySay(size: Int) throws {
    let stage = try Stage(slots: 1)
    var sink = OutputSink(
      path: Array(stage.path("sink", 1).utf8) + [0],
      limit: 20,
      tail: 10
    )
    let bytes = (0..<size).map { UInt8($0) }
    for byte in bytes { [byte].withUnsafeBytes { sink.take($0, now: 0) } }
    let summary = sink.finish()
    let kept = summary.text == nil ? content(of: stage.path("sink", 1)) : summary.inlineBytes
    #expect(summary.total == UInt64(size))
    #expect(kept == (size <= 20 ? bytes : Array(bytes.prefix(10) + bytes.suffix(10))))
    #expect(summary.isTruncated == (size > 20))
  }

  @Test func anUnwritableLogDoesNotHoldTheTask() throws {
    let stage = try Stage()
    var order = stage.order(1, "head -c 100000 /dev/zero")
    order.log.path = "/none/log"
    try stage.submit(order)
    let ended = try stage.end(of: 1)
    #expect(ended.outcome == .exited(0))
    #expect(ended.log.failure == ENOENT)
    #expect(ended.log.total == 100_000)
  }
}

extension Stage {
  static func status(of pid: Int32) -> [UInt8] {
    let file = open("/proc/\(pid)/status", O_RDONLY)
    defer { close(file) }
    return [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
      count = max(0, read(file, buffer.baseAddress, 8192))
    }
  }
}

extension OutputSummary {
  var inlineBytes: [UInt8] {
    if case .inline(let bytes) = place { bytes } else { [] }
  }
}
