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
      var command = try parseAsRoot(commandFirst(arguments))
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

  /// The options that every command takes may stand before its name, as those of git do.
  private static func commandFirst(_ arguments: [String]) -> [String] {
    var position = 0
    while position < arguments.count, arguments[position].hasPrefix("-") {
      switch arguments[position] {
      case "-C", "--color": position += 2
      case "-q", "--quiet", "-v", "--verbose", "--json": position += 1
      case let other where other.hasPrefix("--color="): position += 1
      default: return arguments
      }
    }
    guard position > 0, position < arguments.count else { return arguments }
    return [arguments[position]] + arguments[..<position] + arguments[(position + 1)...]
  }
}
