import Git
import Model
import Planning

/// Asks tools for their versions, each command once.
struct VersionCommands {
  /// Seconds that a command may take.
  private static let timeout = 60
  private let environment: [String]

  init(_ host: [String: String]) {
    environment = ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TZ", "TMPDIR"]
      .compactMap { name in host[name].map { "\(name)=\($0)" } }
  }

  /// What the commands of all tasks wrote, by command.
  func outputs(of workflow: Workflow) -> [String: VersionOutput] {
    var known: [String: VersionOutput] = [:]
    for command in workflow.tasks.flatMap(\.versions) where known[command] == nil {
      known[command] = output(of: command)
    }
    return known
  }

  private func output(of command: String) -> VersionOutput {
    let process = ChildProcess(
      program: "/bin/sh",
      arguments: ["-c", command],
      environment: environment,
      folder: "/",
      input: [],
      timeout: Self.timeout,
      outputLimit: 64 << 10
    )
    do throws(GitError) {
      let outcome = try process.run()
      if outcome.isTimedOut { return .failed("took longer than \(Self.timeout) seconds") }
      guard outcome.exit == 0 else { return .failed("ended with exit code \(outcome.exit)") }
      return .text(outcome.text + outcome.errorText)
    } catch {
      return .failed("could not be run: \(error)")
    }
  }
}
