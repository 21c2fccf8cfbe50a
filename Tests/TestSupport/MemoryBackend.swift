package import Engine
package import Model
import Planning
import Synchronization

/// A backend without processes: it remembers its orders and ends attempts as its script says, or
/// when it is told to.
package final class MemoryBackend: Backend {
  /// What becomes of an attempt once it has started.
  package enum Fate: Sendable {
    case ends(Ending)
    /// It runs until `end` or a cancellation.
    case goesOn
  }

  /// How an attempt ends.
  package struct Ending: Sendable {
    package var exit: Int32
    package var cause: AttemptRecord.Cause?
    package var outputs: [OutputRecord]
    package var result: JSONValue?
    package var log: String

    package init(
      exit: Int32 = 0,
      cause: AttemptRecord.Cause? = nil,
      outputs: [OutputRecord] = [],
      result: JSONValue? = nil,
      log: String = ""
    ) {
      self.exit = exit
      self.cause = cause
      self.outputs = outputs
      self.result = result
      self.log = log
    }

    package static let success = Ending()
    package static let failure = Ending(exit: 1)
  }

  private struct Content {
    var deliver: @Sendable ([JobReport]) -> Void = { _ in }
    var jobs: [Job] = []
    var queued: [Job] = []
    var running: [AttemptToken: Job] = [:]
  }

  package let name = "local"
  package let slots: Int
  private let chronicle: Chronicle
  private let clock: FakeClock
  private let obeysTerm: Bool
  private let fate: @Sendable (Job) -> Fate
  private let content = Mutex(Content())

  /// `obeysTerm` says whether a soft cancellation ends what is running.
  package init(
    slots: Int = 2,
    chronicle: Chronicle = Chronicle(),
    clock: FakeClock = FakeClock(),
    obeysTerm: Bool = true,
    fate: @escaping @Sendable (Job) -> Fate = { _ in .ends(.success) }
  ) {
    self.slots = slots
    self.chronicle = chronicle
    self.clock = clock
    self.obeysTerm = obeysTerm
    self.fate = fate
  }

  /// Every order, in order.
  package var jobs: [Job] { content.withLock { $0.jobs } }

  package func open(
    _ deliver: @escaping @Sendable ([JobReport]) -> Void
  ) async throws(EngineError) {
    chronicle.write("backend open")
    content.withLock { $0.deliver = deliver }
  }

  package func submit(_ jobs: [Job]) async throws(EngineError) {
    content.withLock { content in
      content.jobs += jobs
      content.queued += jobs
    }
    startWhatFits()
  }

  /// Ends an attempt that goes on.
  package func end(_ task: String, _ ending: Ending = .success) {
    let token = content.withLock { content in
      content.running.first { $0.value.key.description == task }?.key
    }
    guard let token else { return }
    report(token, ending)
    startWhatFits()
  }

  /// Says that the backend itself has failed.
  package func breakDown(_ error: EngineError) { deliver([.broken(error)]) }

  package func withdraw(_ tokens: [AttemptToken]?) async {
    chronicle.write("backend withdraw")
    let isMeant = { (token: AttemptToken) in tokens?.contains(token) ?? true }
    let withdrawn = content.withLock { content in
      defer { content.queued.removeAll { isMeant($0.token) } }
      return content.queued.map(\.token).filter(isMeant)
    }
    deliver(withdrawn.map { .withdrawn($0) })
  }

  package func cancel(_ tokens: [AttemptToken]?, hard: Bool) async {
    chronicle.write(hard ? "backend kill" : "backend cancel")
    guard hard || obeysTerm else { return }
    let running = content.withLock { $0.running.keys.sorted { $0.node < $1.node } }
    for token in running where tokens?.contains(token) ?? true {
      report(token, Ending(exit: hard ? 137 : 143, cause: .cancelled))
    }
  }

  package func close() async { chronicle.write("backend close") }

  package func forget() async { chronicle.write("backend forget") }

  private func deliver(_ reports: [JobReport]) {
    guard !reports.isEmpty else { return }
    content.withLock { $0.deliver }(reports)
  }

  private func startWhatFits() {
    while let job = nextToStart() {
      deliver([.started(job.token, at: clock.now())])
      chronicle.write("start \(job.key) \(job.token.attempt)")
      if case .ends(let ending) = fate(job) { report(job.token, ending) }
    }
  }

  private func nextToStart() -> Job? {
    content.withLock { content in
      guard content.running.count < slots, !content.queued.isEmpty else { return nil }
      let job = content.queued.removeFirst()
      content.running[job.token] = job
      return job
    }
  }

  private func report(_ token: AttemptToken, _ ending: Ending) {
    guard let job = content.withLock({ $0.running.removeValue(forKey: token) }) else { return }
    var record = AttemptRecord(number: token.attempt, startedAt: clock.now())
    record.finishedAt = clock.now()
    record.exit = ending.exit
    record.cause = ending.cause
    let outcome = AttemptOutcome(
      record: record,
      succeeded: ending.exit == 0 && ending.cause == nil,
      outputs: ending.outputs,
      result: ending.result,
      host: "memory"
    )
    chronicle.write("end \(job.key) \(token.attempt)")
    deliver([
      .ended(token, outcome, log: ending.log.isEmpty ? nil : .bytes(Array(ending.log.utf8)))
    ])
  }
}
