import ArgumentParser
import Supervision
import WorkflowFiles

/// Says on stderr why a command ended early, and gives its exit code.
enum FailureReport {
  static func show(_ error: any Error) -> Int32 {
    if let invalid = error as? InvalidFiles {
      Output.errorText(
        DiagnosticText.render(invalid.files.flatMap(\.diagnostics), format: .text) { path in
          invalid.files.first { $0.path == path }?.text
        }
      )
      return ExitStatus.invalid.rawValue
    }
    if error is CleanExit || error is ExitCode || WeirCommand.exitCode(for: error) != .failure {
      let text = WeirCommand.fullMessage(for: error)
      let code = WeirCommand.exitCode(for: error)
      if code == .success {
        if !text.isEmpty { Output.line(text) }
        return ExitStatus.done.rawValue
      }
      if !text.isEmpty { Output.error(text) }
      return code == .validationFailure ? ExitStatus.invalid.rawValue : code.rawValue
    }
    let failure = CommandFailure(error)
    if let message = failure.message { Output.error("error: \(message)") }
    if let hint = failure.hint { Output.error("hint: \(hint)") }
    return failure.status.rawValue
  }
}

/// The life of a supervisor, which is this program under another name.
enum SupervisorEntry {
  static func run(_ arguments: [String]) -> Int32 { SupervisorMain.run(arguments: arguments) }
}

/// `weir help exit-codes`.
enum ExitCodesHelp {
  static func print() -> Int32 {
    for status in ExitStatus.allCases {
      let code = String(status.rawValue)
      Output.line(String(repeating: " ", count: 4 - code.count) + "\(code)  \(status.explanation)")
    }
    return ExitStatus.done.rawValue
  }
}
