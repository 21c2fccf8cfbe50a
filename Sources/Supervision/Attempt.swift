import CSpawn

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One attempt while it runs: reads its output, watches its clocks, learns of its end.
struct Attempt: ~Copyable {
  /// Microseconds until a start is stated by itself; most small tasks have ended by then, and
  /// until then the written intent and the token in its environment are enough to find it.
  private static let settling: Int64 = 20_000

  private let order: ReceivedOrder
  private let process: ChildProcess
  private let startedAt: Int64
  private let began: Int64
  private var ladder: KillLadder
  private var log: OutputPipe
  private var result: OutputPipe
  private var lastOutput: Int64
  private var isStated = false

  /// Starts the process.
  init(
    _ order: ReceivedOrder,
    input: Int32,
    fileLimit: Int32,
    startedAt: Int64,
    log: consuming OutputPipe,
    result: consuming OutputPipe
  ) throws(ChildProcess.Failure) {
    let output = result.isPresent ? result.writeEnd : log.writeEnd
    began = weir_boot_microseconds()
    process = try ChildProcess(
      order,
      streams: .init(input: input, output: output, error: log.writeEnd),
      fileLimit: fileLimit
    )
    self.order = order
    self.startedAt = startedAt
    ladder = KillLadder(limits: order.limits, began: began)
    lastOutput = began
    self.log = log
    self.result = result
  }

  /// Stays until the end and tells how it was.
  mutating func run(
    slot: Int,
    _ dispatcher: Dispatcher,
    _ facts: FactLog,
    _ wake: WakeSignal,
    _ buffer: UnsafeMutableRawBufferPointer
  ) -> EndedFact {
    var waits = [
      pollfd(fd: process.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: log.readEnd, events: Int16(POLLIN), revents: 0),
      pollfd(fd: result.readEnd, events: Int16(POLLIN), revents: 0),
    ]
    var request = KillLadder.Request.none
    while true {
      let ready = poll(&waits, nfds_t(waits.count), waitTime)
      if ready > 0 {
        if waits[0].revents != 0 { break }
        if waits[1].revents != 0 {
          wake.take()
          request = dispatcher.request(of: slot)
        }
        // What is a result is part of the log, too.
        if waits[3].revents != 0 {
          noteOutput(result.receive(into: buffer, copyingTo: &log.sink))
        }
        if waits[2].revents != 0 { noteOutput(log.receive(into: buffer)) }
      }
      act(request, facts)
    }
    return end(buffer)
  }

  private mutating func noteOutput(_ hasCome: Bool) {
    if hasCome { lastOutput = weir_boot_microseconds() }
  }

  /// Milliseconds until something is due; -1 is never.
  private var waitTime: Int32 {
    var due = ladder.deadline(lastOutput: lastOutput) ?? .max
    if !isStated { due = min(due, began + Attempt.settling) }
    due = min(due, log.sink.flushTime ?? .max, result.sink.flushTime ?? .max)
    guard due < .max else { return -1 }
    let milliseconds = (due - weir_boot_microseconds() + 999) / 1000
    // The poll sleeps with the machine and the clocks do not.
    return Int32(max(0, min(milliseconds, 60_000)))
  }

  private mutating func act(_ request: KillLadder.Request, _ facts: FactLog) {
    let now = weir_boot_microseconds()
    switch ladder.step(now: now, lastOutput: lastOutput, request: request) {
    case .nothing: break
    case .terminate:
      process.signalGroup(SIGTERM)
      // Who is stopped could not hear it.
      process.signalGroup(SIGCONT)
    case .kill: process.signalGroup(SIGKILL)
    }
    log.sink.flush(now: now)
    result.sink.flush(now: now)
    if !isStated, now - began >= Attempt.settling {
      isStated = true
      let start = weir_process_start_time(process.pid)
      facts.append(
        .started(
          StartedFact(token: order.token, pid: process.pid, processStart: start, at: startedAt)
        )
      )
    }
  }

  /// The process has ended and is not waited for yet, so its group still is its own.
  private mutating func end(_ buffer: UnsafeMutableRawBufferPointer) -> EndedFact {
    process.signalGroup(SIGKILL)
    let resultSummary =
      result.isPresent ? result.drain(into: buffer, copyingTo: &log.sink) : nil
    let summary = log.drain(into: buffer)
    let ended = process.reap()
    let elapsed = weir_boot_microseconds() - began
    if ladder.cause != .itself { Strays.end(carrying: order.text(order.marker)) }
    return EndedFact(
      token: order.token,
      pid: process.pid,
      startedAt: startedAt,
      endedAt: weir_wall_milliseconds(),
      elapsed: elapsed,
      outcome: ended.signalled != 0 ? .signalled(ended.status) : .exited(ended.status),
      cause: ladder.cause,
      peakMemory: ended.peak_memory,
      userTime: ended.user_time,
      systemTime: ended.system_time,
      log: summary,
      result: resultSummary
    )
  }
}
