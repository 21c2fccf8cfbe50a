import CSpawn

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A thread that carries out one attempt after the other.
struct Slot: ~Copyable {
  private let index: Int
  private let dispatcher: Dispatcher
  private let log: FactLog
  private let nothing: Int32
  private let wake: WakeSignal
  private let buffer: UnsafeMutableRawBufferPointer

  /// `nothing` is an open null device.
  init(_ index: Int, dispatcher: Dispatcher, log: FactLog, nothing: Int32) throws(SupervisionError)
  {
    self.index = index
    self.dispatcher = dispatcher
    self.log = log
    self.nothing = nothing
    wake = try WakeSignal(single: false)
    buffer = .allocate(byteCount: 64 << 10, alignment: 16)
  }

  deinit {
    buffer.deallocate()
    close(wake.descriptor)
  }

  func run() {
    while let (order, base) = dispatcher.next(slot: index, wake: wake) {
      let ended = carryOut(order, base: base)
      let isStopped = ended.cause == .cancelled
      dispatcher.finish(
        slot: index,
        order: order,
        failed: !ended.outcome.isSuccess && !isStopped
      )
      log.append(.ended(ended))
    }
  }

  private func carryOut(_ order: ReceivedOrder, base: SharedEnvironment?) -> EndedFact {
    var input = nothing
    defer { if input != nothing, input >= 0 { close(input) } }
    let startedAt = weir_wall_milliseconds()
    func failed(_ error: Int32, _ step: StartStep) -> EndedFact {
      .notStarted(order.token, .notStarted(error, step), at: startedAt)
    }
    if order.input.range.count > 1 {
      input = order.bytes[order.input.range].withUnsafeBytes {
        weir_open($0.bindMemory(to: CChar.self).baseAddress, O_RDONLY | O_NONBLOCK, 0)
      }
      if input < 0 { return failed(errno, .input) }
      _ = fcntl(input, F_SETFL, O_RDONLY)
    }
    do {
      let log = try OutputPipe(order.log, of: order)
      let result = try OutputPipe(order.result, of: order)
      var attempt = try Attempt(
        order,
        base: base,
        input: input,
        startedAt: startedAt,
        log: log,
        result: result
      )
      return attempt.run(slot: index, dispatcher, self.log, wake, buffer)
    } catch let failure as ChildProcess.Failure {
      return failed(failure.error, failure.step)
    } catch SupervisionError.system(_, let error) {
      return failed(error, .process)
    } catch {
      return failed(EIO, .process)
    }
  }
}

extension EndedFact {
  /// The end of what never began.
  static func notStarted(
    _ token: AttemptToken,
    _ outcome: AttemptOutcome,
    at: Int64
  ) -> EndedFact {
    EndedFact(
      token: token,
      pid: 0,
      startedAt: at,
      endedAt: weir_wall_milliseconds(),
      elapsed: 0,
      outcome: outcome,
      cause: .itself,
      peakMemory: 0,
      userTime: 0,
      systemTime: 0,
      log: OutputSummary(total: 0, head: 0, tail: 0, place: .inline([]), failure: 0),
      result: nil
    )
  }
}
