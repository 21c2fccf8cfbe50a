import ArgumentParser
import Model

struct VersionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version",
    abstract: "Prints the version of weir."
  )

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    if options.json {
      Output.line(JSONWriter.compact(["weir": .string(Weir.version)]))
    } else {
      Output.line("weir \(Weir.version)")
    }
  }
}
