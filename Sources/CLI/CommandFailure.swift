import Engine
import Git
import Ledger
import Model
import WorkflowFiles

/// The exit codes that scripts rely on; `weir help exit-codes` prints them.
enum ExitStatus: Int32, CaseIterable {
  case done = 0
  case taskFailed = 1
  case invalid = 2
  case waiting = 3
  case cancelled = 4
  case infrastructure = 5
  case refused = 6
  case different = 7
  case timedOut = 124
  case interrupted = 130
  case terminated = 143

  var explanation: String {
    switch self {
    case .done: "done, also when there was nothing to do"
    case .taskFailed: "a task failed"
    case .invalid: "usage, or an invalid file"
    case .waiting: "waiting: for an approval, or wait timed out"
    case .cancelled: "cancelled"
    case .infrastructure: "infrastructure: git, SSH, Slurm, disk; trying again can help"
    case .refused: "refused by trust rules"
    case .different: "stale or different (--exit-code, --verify)"
    case .timedOut: "the run's own timeout"
    case .interrupted: "ended by SIGINT"
    case .terminated: "ended by SIGTERM"
    }
  }
}

/// Why a command ends early: in words, with a hint and an exit code.
struct CommandFailure: Error {
  let status: ExitStatus
  /// Without `error: `; nil if everything has been said already.
  let message: String?
  let hint: String?

  init(_ status: ExitStatus, _ message: String?, hint: String? = nil) {
    self.status = status
    self.message = message
    self.hint = hint
  }

  /// Turns any error of the layers below into words.
  init(_ error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let error as EngineError:
      self.init(
        error.kind == .invalid ? .invalid : .infrastructure,
        error.message,
        hint: error.hint
      )
    case let error as GitError:
      // Where there is no repository, trying again does not help.
      if case .notARepository = error {
        self.init(.invalid, "\(error)", hint: error.hint)
      } else {
        self.init(.infrastructure, "\(error)", hint: error.hint)
      }
    case let error as RunSearchError: self.init(error)
    default: self.init(.infrastructure, "\(error)")
    }
  }

  private init(_ error: RunSearchError) {
    switch error {
    case .none(let name):
      self.init(.invalid, "there is no run \"\(name)\"", hint: "weir log lists the runs")
    case .several(let name, let runs):
      let names = runs.prefix(5).map(\.description).joined(separator: ", ")
      self.init(
        .invalid,
        "\"\(name)\" may mean several runs: \(names)",
        hint: "type more of the id"
      )
    case .engine(let error): self.init(error)
    }
  }
}
