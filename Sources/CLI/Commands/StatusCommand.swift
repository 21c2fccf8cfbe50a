import ArgumentParser

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "status", abstract: "")

  @OptionGroup var options: GlobalOptions

  func run() async throws {}
}
