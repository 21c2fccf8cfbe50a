import ArgumentParser
import Ledger
import Model

struct ReindexCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reindex",
    abstract: "Makes the index and the notes anew from the records in git."
  )

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let session = try await Session.open(options)
    let reader = try await session.reader()
    let (runs, tasks) = try await IndexUpkeep(reader: reader, folders: session.folders).rebuild()
    let notes = try await reader.rebuildNotes(at: SystemClock().now())
    if options.json {
      Output.line(
        JSONWriter.compact([
          "runs": .integer(Int64(runs)), "tasks": .integer(Int64(tasks)),
          "notes": .integer(Int64(notes)),
        ])
      )
    } else if !options.quiet {
      Output.line("indexed \(runs) runs with \(tasks) tasks; \(notes) commits have notes")
    }
  }
}
