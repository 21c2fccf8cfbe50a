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
    let params = SampleParameters.values(of: found)
    let values = SampleRun.values(of: found)
    do {
      let files = try await SourceReader(repository: session.repository, tree: target.tree)
        .answer(FanOutQuestion(found, params: params, run: values))
      graph = try GraphBuilder.build(found, params: params, run: values, files: files)
    } catch let error as GraphProblems {
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
    if options.json { return Output.line(JSONWriter.compact(GraphDrawing.json(drawable))) }
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
  /// One node a task: a fan-out says how many instances it has, and shows the state of the worst.
  static func drawable(_ graph: Graph, rows: [TaskRow]) -> DrawableGraph {
    let recorded = Dictionary(TaskGroup.groups(of: rows).map { ($0.task, $0) }) { first, _ in first
    }
    var edges: [(from: Int, to: Int)] = []
    var seen: Set<[Int]> = []
    for node in graph.nodes {
      for need in node.needs {
        let from = graph.nodes[need.node].group
        guard from != node.group, seen.insert([from, node.group]).inserted else { continue }
        edges.append((from, node.group))
      }
    }
    let tasks = graph.workflow.tasks
    let nodes = tasks.enumerated().map { position, task in
      let rows = recorded[task.name]
      return DrawableNode(
        id: task.name,
        label: task.name + size(of: graph.groups[position], rows),
        status: rows?.worst,
        detail: rows?.rows.count == 1
          ? rows?.rows.first.flatMap(duration) : rows?.duration?.forPeople,
        title: task.description
      )
    }
    return DrawableGraph(
      name: graph.workflow.name,
      nodes: nodes,
      edges: edges.map { DrawableEdge(from: tasks[$0.from].name, to: tasks[$0.to].name) }
    )
  }

  /// The same for programs.
  static func json(_ graph: DrawableGraph) -> JSONValue {
    let needs = Dictionary(grouping: graph.edges, by: \.to).mapValues { $0.map(\.from) }
    let tasks = graph.nodes.map { node -> JSONValue in
      var members: [String: JSONValue] = [
        "task": .string(node.id),
        "needs": .array((needs[node.id] ?? []).map(JSONValue.string)),
      ]
      members["status"] = node.status.map { .string($0.rawValue) }
      members["description"] = node.title.map(JSONValue.string)
      return .object(members)
    }
    return ["workflow": .string(graph.name), "tasks": .array(tasks)]
  }

  /// ` x12` for a fan-out of twelve instances, ` x?` for one that expands while the run goes on.
  private static func size(of group: Planning.TaskGroup, _ rows: TaskGroup?) -> String {
    guard group.single == nil else { return "" }
    if group.isExpanded { return " x\(group.instances.count)" }
    return rows.map { " x\($0.rows.count)" } ?? " x?"
  }

  private static func duration(_ row: TaskRow) -> String? {
    guard let attempt = row.attempts.last, let end = attempt.finishedAt else { return nil }
    return end.since(attempt.startedAt).forPeople
  }
}
