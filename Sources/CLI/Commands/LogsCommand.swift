import ArgumentParser

struct LogsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "logs", abstract: "")

  @OptionGroup var options: GlobalOptions

  func run() async throws {}
}
