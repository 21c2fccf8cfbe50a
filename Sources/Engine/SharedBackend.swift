import Model
import Synchronization

/// One backend for a run and the runs inside it: each has a channel of its own, and all together
/// run no more attempts at a time than the backend has places.
package actor SharedBackend {
  private let inner: any Backend
  private var isOpen = false
  private let outlets = Outlets()
  private var channels = 0

  /// Where reports go, by channel.
  private final class Outlets: Sendable {
    let deliver = Mutex<[Int: @Sendable ([JobReport]) -> Void]>([:])

    func pass(_ reports: [JobReport]) {
      var sorted: [Int: [JobReport]] = [:]
      for report in reports {
        guard let token = report.token else {
          for channel in deliver.withLock({ Array($0.keys) }) {
            sorted[channel, default: []].append(report)
          }
          continue
        }
        sorted[token.channel, default: []].append(report.renamed(token.own))
      }
      for (channel, reports) in sorted { deliver.withLock { $0[channel] }?(reports) }
    }
  }

  package init(_ inner: any Backend) {
    self.inner = inner
  }

  /// A backend for one run.
  package func channel() -> BackendChannel {
    defer { channels += 1 }
    return BackendChannel(self, number: channels, name: inner.name, slots: inner.slots)
  }

  fileprivate func open(
    _ channel: Int,
    _ deliver: @escaping @Sendable ([JobReport]) -> Void
  ) async throws(EngineError) {
    outlets.deliver.withLock { $0[channel] = deliver }
    guard !isOpen else { return }
    isOpen = true
    let outlets = outlets
    try await inner.open { outlets.pass($0) }
  }

  fileprivate func submit(_ jobs: [Job]) async throws(EngineError) { try await inner.submit(jobs) }

  fileprivate func withdraw(_ tokens: [AttemptToken]) async { await inner.withdraw(tokens) }

  fileprivate func cancel(_ tokens: [AttemptToken], hard: Bool) async {
    await inner.cancel(tokens, hard: hard)
  }

  /// The backend itself is closed with the channel that was made first: that of the outermost run.
  fileprivate func close(_ channel: Int) async {
    outlets.deliver.withLock { _ = $0.removeValue(forKey: channel) }
    guard channel == 0, isOpen else { return }
    isOpen = false
    await inner.close()
  }

  fileprivate func forget(_ channel: Int) async {
    if channel == 0 { await inner.forget() }
  }
}

/// The backend as one run sees it.
package final class BackendChannel: Backend {
  private let shared: SharedBackend
  private let number: Int
  package let name: String
  package let slots: Int
  /// Attempts that were submitted and have not ended.
  private let open = Mutex<Set<AttemptToken>>([])

  fileprivate init(_ shared: SharedBackend, number: Int, name: String, slots: Int) {
    self.shared = shared
    self.number = number
    self.name = name
    self.slots = slots
  }

  package func open(
    _ deliver: @escaping @Sendable ([JobReport]) -> Void
  ) async throws(EngineError) {
    try await shared.open(number) { [weak self] reports in
      for case .ended(let token, _, _) in reports { self?.close(token) }
      for case .withdrawn(let token) in reports { self?.close(token) }
      deliver(reports)
    }
  }

  private func close(_ token: AttemptToken) { open.withLock { _ = $0.remove(token) } }

  package func submit(_ jobs: [Job]) async throws(EngineError) {
    open.withLock { $0.formUnion(jobs.map(\.token)) }
    try await shared.submit(
      jobs.map { job in
        var job = job
        job.token = job.token.on(number)
        job.group = number
        return job
      }
    )
  }

  package func withdraw(_ tokens: [AttemptToken]?) async {
    await shared.withdraw(meant(tokens))
  }

  package func cancel(_ tokens: [AttemptToken]?, hard: Bool) async {
    await shared.cancel(meant(tokens), hard: hard)
  }

  private func meant(_ tokens: [AttemptToken]?) -> [AttemptToken] {
    (tokens ?? open.withLock { $0.sorted { $0.node < $1.node } }).map { $0.on(number) }
  }

  package func close() async { await shared.close(number) }

  package func forget() async { await shared.forget(number) }
}

extension AttemptToken {
  /// Nodes of a run have far smaller numbers.
  private static let nodesOfAChannel = 1 << 40

  /// Whether a backend's number of a node belongs to the outermost run.
  package static func isOfOutermostRun(_ number: UInt64) -> Bool { number < nodesOfAChannel }

  fileprivate func on(_ channel: Int) -> AttemptToken {
    AttemptToken(node: channel * Self.nodesOfAChannel + node, attempt: attempt)
  }

  fileprivate var channel: Int { node / Self.nodesOfAChannel }

  fileprivate var own: AttemptToken {
    AttemptToken(node: node % Self.nodesOfAChannel, attempt: attempt)
  }
}

extension JobReport {
  fileprivate var token: AttemptToken? {
    switch self {
    case .started(let token, _), .ended(let token, _, _), .withdrawn(let token): token
    case .broken: nil
    }
  }

  fileprivate func renamed(_ token: AttemptToken) -> JobReport {
    switch self {
    case .started(_, let at): .started(token, at: at)
    case .ended(_, let outcome, let log): .ended(token, outcome, log: log)
    case .withdrawn: .withdrawn(token)
    case .broken: self
    }
  }
}
