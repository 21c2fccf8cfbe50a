import CSpawn

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Starts the threads of slots.
struct SlotThreads: Sendable {
  let dispatcher: Dispatcher
  let log: FactLog
  /// An open null device.
  let nothing: Int32
  /// How many files an attempt may have open; 0 leaves it as it is here.
  let fileLimit: Int32

  func start(_ index: Int) {
    do throws(SupervisionError) {
      let wake = try WakeSignal(single: false)
      try KernelThread.start { Slot(index, self, wake).run() }
    } catch {
      dispatcher.loseSlot(index)
    }
  }
}

/// A thread that carries out one attempt after the other.
struct Slot: ~Copyable {
  private let index: Int
  private let shared: SlotThreads
  private let wake: WakeSignal
  private let buffer: UnsafeMutableRawBufferPointer

  init(_ index: Int, _ shared: SlotThreads, _ wake: WakeSignal) {
    self.index = index
    self.shared = shared
    self.wake = wake
    buffer = .allocate(byteCount: 64 << 10, alignment: 16)
  }

  deinit {
    buffer.deallocate()
    close(wake.descriptor)
  }

  func run() {
    while let order = shared.dispatcher.next(slot: index, wake: wake) {
      let ended = carryOut(order)
      let withdrawn = order.halts(after: ended) ? shared.dispatcher.halt(order.group) : []
      // Why comes before what follows from it.
      shared.log.append(.ended(ended))
      shared.dispatcher.state(withdrawn, .halted)
    }
  }

  private func carryOut(_ order: ReceivedOrder) -> EndedFact {
    var input = shared.nothing
    defer { if input != shared.nothing, input >= 0 { close(input) } }
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
        input: input,
        fileLimit: shared.fileLimit,
        startedAt: startedAt,
        log: log,
        result: result
      )
      return attempt.run(slot: index, shared.dispatcher, shared.log, wake, buffer)
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
