import ArgumentParser

struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "")

  @OptionGroup var options: GlobalOptions

  func run() async throws {}
}
