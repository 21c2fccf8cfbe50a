import ArgumentParser
import Ledger
import Model

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Shows what would run, what is reused, and why."
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "Workflows; none: all of the commit.")
  var workflows: [String] = []

  @Option(help: "The commit, as git names it.")
  var at: String?

  @Option(
    name: [.customShort("p"), .customLong("param")],
    help: ArgumentHelp("A parameter.", valueName: "name=value")
  )
  var parameters: [String] = []

  @Flag(name: .shortAndLong, help: "As if every task had to run.")
  var force = false

  func run() async throws {
    let session = try await Session.open(options)
    let target = try await session.target(at)
    var names = workflows
    if names.isEmpty {
      let catalog = WorkflowCatalog(
        repository: session.repository,
        tree: target.tree,
        cache: session.folders.cache
      )
      for file in try await catalog.files() { names.append(try await catalog.workflow(file).name) }
      guard !names.isEmpty else {
        _ = try await catalog.find(nil)
        return
      }
    }
    let report = PlanReport(options)
    for name in names {
      let wish = PreparedRun.Wish(
        workflow: name,
        assignments: parameters,
        revision: at,
        force: force
      )
      let prepared = try await PreparedRun.make(wish, session: session, target: target)
      report.show(try await PlanView.make(wish, prepared: prepared))
    }
  }
}
