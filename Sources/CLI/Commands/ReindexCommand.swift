import ArgumentParser
import Ledger
import Model

struct ReindexCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reindex", abstract: "Makes the index anew from the records in git.")

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let session = try await Session.open(options)
    let upkeep = IndexUpkeep(reader: try await session.reader(), folders: session.folders)
    let (runs, tasks) = try await upkeep.rebuild()
    if options.json {
      Output.line(
        JSONWriter.compact(["runs": .integer(Int64(runs)), "tasks": .integer(Int64(tasks))]))
    } else if !options.quiet {
      Output.line("indexed \(runs) runs with \(tasks) tasks")
    }
  }
}
