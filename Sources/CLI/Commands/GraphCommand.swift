import ArgumentParser
import Drawing
import Ledger
import Model
import Planning

struct GraphCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Draws the DAG of a workflow."
  )

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case svg
    case mermaid
    case dot
    case text
  }

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The workflow; may be left out if there is only one.")
  var workflow: String?

  @Option(help: "svg, mermaid, dot or text.")
  var format = Format.text

  @Option(help: "Colour the tasks by their state in this run.")
  var run: String?

  @Option(help: "The commit, as git names it.")
  var at: String?

  func run() async throws {
    let session = try await Session.open(options)
    var rows: [TaskRow] = []
    var name = workflow
    var revision = at
    if let run {
      let reader = try await session.reader()
      let stored = try await reader.find(run)
      rows = try await reader.rows(of: stored)
      name = name ?? stored.reference.workflow
      if revision == nil {
        revision = try await reader.records(of: [stored]).first?.source.commit
      }
    }
    let target = try await session.target(revision)
    let catalog = WorkflowCatalog(
      repository: session.repository,
      tree: target.tree,
      cache: session.folders.cache
    )
    let (found, file) = try await catalog.find(name)
    let graph: Graph
    do throws(GraphProblems) {
      graph = try GraphBuilder.build(found, params: GraphDrawing.parameters(of: found))
    } catch {
      throw InvalidFiles([
        .init(
          path: file.path,
          text: [],
          diagnostics: error.all.map {
            Diagnostic(
              .error,
              file: file.path,
              location: $0.location,
              message: $0.message,
              hint: $0.hint
            )
          }
        )
      ])
    }
    let drawable = GraphDrawing.drawable(graph, rows: rows)
    switch format {
    case .svg: Output.line(GraphSVG.render(drawable))
    case .mermaid: Output.line(GraphMermaid.render(drawable))
    case .dot: Output.line(GraphDOT.render(drawable))
    case .text: Output.line(GraphTextTree.render(drawable))
    }
  }
}

/// A graph as the drawing module knows it.
enum GraphDrawing {
  /// Defaults, and the name of a parameter where it has none.
  static func parameters(of workflow: Workflow) -> [String: JSONValue] {
    Dictionary(
      workflow.params.map { ($0.name, $0.defaultValue ?? .string($0.name)) }
    ) { _, last in last }
  }

  static func drawable(_ graph: Graph, rows: [TaskRow]) -> DrawableGraph {
    let byName = Dictionary(
      rows.map { (NodeKey(task: $0.task, instance: $0.instance), $0) }
    ) { _, last in last }
    let nodes = graph.nodes.map { node in
      let row = byName[node.key]
      return DrawableNode(
        id: node.key.description,
        label: node.key.description,
        status: row?.status,
        detail: row.flatMap(duration),
        title: node.definition.description
      )
    }
    let edges = graph.nodes.flatMap { node in
      node.needs.map {
        DrawableEdge(from: graph.nodes[$0.node].key.description, to: node.key.description)
      }
    }
    return DrawableGraph(name: graph.workflow.name, nodes: nodes, edges: edges)
  }

  private static func duration(_ row: TaskRow) -> String? {
    guard let attempt = row.attempts.last, let end = attempt.finishedAt else { return nil }
    return end.since(attempt.startedAt).forPeople
  }
}
