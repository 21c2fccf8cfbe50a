package import ArgumentParser

/// `weir`: runs workflows that live in a git repository, and writes what happened back as commits.
package struct WeirCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "weir",
    abstract: "Runs workflows that live in a git repository; every run is a commit.",
    version: Weir.version,
    subcommands: [HookCommand.self],
    groupedSubcommands: [
      CommandGroup(
        name: "Write and check:",
        subcommands: [
          InitCommand.self, CheckCommand.self, SchemaCommand.self, GraphCommand.self,
          ImportCommand.self,
        ]
      ),
      CommandGroup(
        name: "Run:",
        subcommands: [
          RunCommand.self, PlanCommand.self, WhyCommand.self, ApproveCommand.self,
          RejectCommand.self, CompleteCommand.self,
        ]
      ),
      CommandGroup(
        name: "Look:",
        subcommands: [StatusCommand.self, LogCommand.self, ShowCommand.self, LogsCommand.self]
      ),
      CommandGroup(
        name: "Keep in order:",
        subcommands: [ReindexCommand.self, VersionCommand.self]
      ),
    ]
  )

  package init() {}

  /// Runs what the arguments say and gives the exit code.
  package static func run(_ arguments: [String]) async -> Int32 {
    if arguments.first == "supervise" { return SupervisorEntry.run(Array(arguments.dropFirst())) }
    if arguments == ["help", "exit-codes"] { return ExitCodesHelp.print() }
    do {
      var command = try parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return ExitStatus.done.rawValue
    } catch {
      return FailureReport.show(error)
    }
  }
}
