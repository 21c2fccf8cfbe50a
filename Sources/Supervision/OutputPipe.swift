import CSpawn

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A pipe from an attempt to a sink; may be absent, and is then never readable.
struct OutputPipe: ~Copyable {
  /// A child can make a pipe no larger than this without privileges.
  private static let largestPipe = 1 << 20

  let readEnd: Int32
  /// Kept open here while the process runs: so its end wakes the slot once, not twice.
  let writeEnd: Int32
  var sink: OutputSink

  /// No policy, no pipe.
  init(_ policy: StreamPolicy?, of order: ReceivedOrder) throws(SupervisionError) {
    var ends: (Int32, Int32) = (-1, -1)
    guard let policy else {
      (readEnd, writeEnd) = ends
      sink = OutputSink(path: [], limit: 0, tail: 0)
      return
    }
    if weir_pipe(&ends.0, &ends.1) != 0 { throw .system("pipe", errno) }
    (readEnd, writeEnd) = ends
    sink = OutputSink(
      path: Array(order.bytes[policy.path.range]),
      limit: policy.limit,
      tail: policy.tail,
      mask: order.mask
    )
  }

  deinit {
    guard isPresent else { return }
    close(readEnd)
    close(writeEnd)
  }

  var isPresent: Bool { readEnd >= 0 }

  /// Reads what is there, up to some rounds so that clocks are looked at; returns whether there
  /// was anything.
  mutating func receive(into buffer: UnsafeMutableRawBufferPointer) -> Bool {
    receive(into: buffer, rounds: OutputPipe.fewRounds) { $0.take($1, now: $2) }
  }

  /// As `receive`; another sink takes it too.
  mutating func receive(
    into buffer: UnsafeMutableRawBufferPointer,
    copyingTo other: inout OutputSink
  ) -> Bool {
    receive(into: buffer, rounds: OutputPipe.fewRounds) {
      $0.take($1, now: $2, copyingTo: &other)
    }
  }

  private static let fewRounds = 16

  private mutating func receive(
    into buffer: UnsafeMutableRawBufferPointer,
    rounds: Int,
    _ take: (inout OutputSink, UnsafeRawBufferPointer, Int64) -> Void
  ) -> Bool {
    var hasRead = false
    for _ in 0..<rounds {
      let count = read(readEnd, buffer.baseAddress, buffer.count)
      guard count > 0 else { break }
      hasRead = true
      take(&sink, UnsafeRawBufferPointer(rebasing: buffer[..<count]), weir_boot_microseconds())
      if count < buffer.count { break }
    }
    return hasRead
  }

  /// Reads what is left after the process ended; others may go on writing, so not for ever.
  mutating func drain(into buffer: UnsafeMutableRawBufferPointer) -> OutputSummary {
    let rounds = OutputPipe.largestPipe / buffer.count
    _ = receive(into: buffer, rounds: rounds) { $0.take($1, now: $2) }
    return sink.finish()
  }

  /// As `drain`; another sink takes it too.
  mutating func drain(
    into buffer: UnsafeMutableRawBufferPointer,
    copyingTo other: inout OutputSink
  ) -> OutputSummary {
    let rounds = OutputPipe.largestPipe / buffer.count
    _ = receive(into: buffer, rounds: rounds) { $0.take($1, now: $2, copyingTo: &other) }
    return sink.finish(copyingTo: &other, now: weir_boot_microseconds())
  }
}
