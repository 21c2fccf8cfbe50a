import Model
import Planning

/// How attempts ended, for people.
enum AttemptText {
  /// Why a task did not succeed: its last attempt, or why there was none.
  static func failure(of state: NodeState) -> String {
    if let problem = state.problem { return problem }
    if let attempt = state.attempts.last { return failure(of: attempt) }
    if state.status == .failed, let run = state.childRun { return "the run \(run) failed" }
    return state.reason.map(ReasonText.words) ?? ""
  }

  /// `exit code 3`, `timed out, ended by SIGTERM`, `outputs missing: it did not make "a"`.
  static func failure(of attempt: AttemptRecord) -> String {
    var parts: [String] = []
    if let cause = attempt.cause { parts.append(words(cause)) }
    if let signal = attempt.signal {
      parts.append("ended by \(name(ofSignal: signal))")
    } else if let exit = attempt.exit, exit != 0 {
      parts.append("exit code \(exit)")
    }
    let text = parts.joined(separator: ", ")
    guard let message = attempt.message, !message.isEmpty else { return text }
    return text.isEmpty ? message : "\(text): \(message)"
  }

  static func words(_ cause: AttemptRecord.Cause) -> String {
    switch cause {
    case .timeout: "timed out"
    case .idleTimeout: "timed out without output"
    case .cancelled: "cancelled"
    case .notStarted: "could not start"
    case .missingOutputs: "outputs missing"
    case .badOutputs: "outputs refused"
    case .badResult: "result refused"
    case .inputChanged: "input changed"
    case .lost: "lost"
    }
  }

  static func duration(of attempt: AttemptRecord) -> Duration? {
    attempt.finishedAt.map { $0.since(attempt.startedAt) }
  }

  private static let signals: [Int32: String] = [
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS",
    8: "SIGFPE", 9: "SIGKILL", 10: "SIGUSR1", 11: "SIGSEGV", 12: "SIGUSR2", 13: "SIGPIPE",
    14: "SIGALRM", 15: "SIGTERM", 24: "SIGXCPU", 25: "SIGXFSZ", 31: "SIGSYS",
  ]

  private static func name(ofSignal number: Int32) -> String {
    signals[number] ?? "signal \(number)"
  }
}
