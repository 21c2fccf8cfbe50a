import ArgumentParser

struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "log", abstract: "")

  @OptionGroup var options: GlobalOptions

  func run() async throws {}
}
