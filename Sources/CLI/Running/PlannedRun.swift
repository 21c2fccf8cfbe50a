import Engine
import Indexing
import Ledger
import Model
import Planning

/// A prepared run with its graph, and what its graph wants to know of the commit.
struct PlannedRun {
  let graph: Graph
  let sources: SourceListing
  /// The whole tree as tasks without inputs see it, by what it leaves out for them.
  let trees: [[String]: FolderContents.Tree]
  let versions: [String: VersionOutput]

  static func make(
    _ prepared: PreparedRun,
    run: [String: JSONValue] = [:]
  ) async throws -> PlannedRun {
    let reader = SourceReader(
      repository: prepared.session.repository,
      tree: prepared.target.tree
    )
    let graph = try await prepared.graph(run: run)
    let (sources, trees) = try await reader.answer(
      SourceQuestion(graph, mount: prepared.recordsFolder)
    )
    return PlannedRun(
      graph: graph,
      sources: sources,
      trees: trees,
      versions: VersionCommands(prepared.session.environment).outputs(of: prepared.workflow)
    )
  }

  /// The machine of the run.
  func machine(
    _ prepared: PreparedRun,
    history: TaskHistory,
    run: [String: JSONValue] = [:],
    options: RunMachine.Options
  ) -> RunMachine {
    var options = options
    options.versions = versions
    options.shells = prepared.settings.shells
    options.capacity.memory = prepared.settings.local.memory
    return RunMachine(
      graph: graph,
      sources: sources,
      history: history,
      run: run,
      options: options
    )
  }
}

extension PreparedRun {
  /// Lets a machine decide what it can without running anything.
  func began(_ machine: inout RunMachine) async throws {
    let now = SystemClock().now()
    let actions = machine.apply(.began, at: now)
    guard actions.contains(where: { if case .fetch = $0 { true } else { false } }) else { return }
    let contents = try await RunContents(
      repository: session.repository,
      folders: session.folders,
      limits: settings.records
    )
    _ = try await FanOutFetcher(contents).answer(actions, &machine, at: now)
  }
}
