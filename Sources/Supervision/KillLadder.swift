/// Decides when an attempt is asked to end and when it is made to; sends no signal itself.
///
/// Times are microseconds on the clock that goes on while the machine sleeps.
struct KillLadder {
  /// Microseconds; negative is none.
  struct Limits: Sendable {
    var timeout: Int64
    var idleTimeout: Int64
    var grace: Int64
  }

  /// What is asked from outside, weakest first.
  enum Request: UInt8, Sendable {
    case none
    case cancel
    case kill
  }

  enum Act {
    case nothing
    case terminate
    case kill
  }

  private enum Phase {
    case running
    case terminating(killAt: Int64)
    case killed
  }

  private let limits: Limits
  private let began: Int64
  private var phase = Phase.running
  /// What made the attempt end, as far as it is known.
  private(set) var cause = EndCause.itself

  init(limits: Limits, began: Int64) {
    self.limits = limits
    self.began = began
  }

  /// The next step, to be taken at once; call it again whenever something happened.
  mutating func step(now: Int64, lastOutput: Int64, request: Request) -> Act {
    switch phase {
    case .killed: return .nothing
    case .terminating(let killAt):
      guard request == .kill || now >= killAt else { return .nothing }
      phase = .killed
      return .kill
    case .running:
      guard let reason = reason(now: now, lastOutput: lastOutput, request: request) else {
        return .nothing
      }
      cause = reason
      if request == .kill || limits.grace <= 0 {
        phase = .killed
        return .kill
      }
      phase = .terminating(killAt: now + limits.grace)
      return .terminate
    }
  }

  private func reason(now: Int64, lastOutput: Int64, request: Request) -> EndCause? {
    if request != .none { return .cancelled }
    if limits.timeout >= 0, now - began >= limits.timeout { return .timeout }
    if limits.idleTimeout >= 0, now - lastOutput >= limits.idleTimeout { return .idleTimeout }
    return nil
  }

  /// When `step` has something to do if nothing else happens; nil is never.
  func deadline(lastOutput: Int64) -> Int64? {
    switch phase {
    case .killed: return nil
    case .terminating(let killAt): return killAt
    case .running:
      var result: Int64?
      if limits.timeout >= 0 { result = began + limits.timeout }
      if limits.idleTimeout >= 0 {
        result = min(result ?? .max, lastOutput + limits.idleTimeout)
      }
      return result
    }
  }
}
