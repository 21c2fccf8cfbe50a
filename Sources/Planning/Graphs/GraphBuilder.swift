package import Model

/// Turns a workflow and its parameters into a graph: expands paths and fan-outs, finds edges,
/// refuses cycles.
package struct GraphBuilder {
  private var maker: GraphMaker
  private let files: FanOutFiles
  private var nodes: [Node] = []
  private var groups: [TaskGroup] = []
  private var problems: [GraphProblem] = []
  /// Of all fan-outs so far.
  private var instances = 0

  /// The graph, or every problem at once.
  ///
  /// `files`: what the commit has of what `FanOutQuestion` asks for.
  package static func build(
    _ workflow: Workflow,
    params: [String: JSONValue],
    run: [String: JSONValue] = [:],
    files: FanOutFiles = FanOutFiles(),
    submitted: [SubmittedFile] = [],
    instanceLimit: Int = 200_000
  ) throws(GraphProblems) -> Graph {
    let maker = GraphMaker(
      workflow,
      params: params,
      run: run,
      submitted: Dictionary(submitted.map { ($0.param, $0) }) { _, last in last },
      instanceLimit: instanceLimit
    )
    var builder = GraphBuilder(maker: maker, files: files)
    return try builder.build()
  }

  private init(maker: GraphMaker, files: FanOutFiles) {
    self.maker = maker
    self.files = files
  }

  private mutating func build() throws(GraphProblems) -> Graph {
    let tasks = maker.workflow.tasks
    let late = LateFanOuts(maker)
    nodes.reserveCapacity(tasks.count)
    for (position, task) in tasks.enumerated() {
      if task.fanOut == nil {
        groups.append(TaskGroup(single: nodes.count))
        nodes.append(maker.node(for: task, group: position, &problems))
      } else if late.tasks.contains(position) {
        appendLate(task, position, late)
      } else {
        appendInstances(of: task, position)
      }
    }
    maker.producers.add(nodes, from: 0, report: { self.problems.append($0) })
    var finder = NeedFinder(nodes, groups, maker)
    for position in nodes.indices { nodes[position].needs = finder.needs(of: position) }
    problems += finder.problems
    guard problems.isEmpty else { throw GraphProblems(problems) }
    var dependents = [[Int]](repeating: [], count: nodes.count)
    for (position, node) in nodes.enumerated() {
      for need in node.needs { dependents[need.node].append(position) }
    }
    let order = try GraphOrder.topological(nodes, dependents)
    return Graph(maker: maker, nodes: nodes, groups: groups, dependents: dependents, order: order)
  }

  /// A fan-out whose items are known before anything runs.
  private mutating func appendInstances(of task: TaskDefinition, _ position: Int) {
    let prototype = maker.prototype(for: task, group: position)
    var group = TaskGroup()
    do throws(FanOutProblem) {
      let items = try FanOutExpander.items(
        of: task,
        EvaluationContext(params: maker.params, run: maker.run),
        files: files,
        limit: maker.instanceLimit,
        earlier: instances
      )
      instances += items.count
      let hidden = maker.hiddenFiles(of: task)
      group.instances = Array(nodes.count..<nodes.count + items.count)
      for item in items {
        nodes.append(maker.instance(of: prototype, for: item, hidden: hidden, &problems))
      }
    } catch {
      problems.append(
        GraphProblem(error.message, at: task.fanOut?.location ?? task.location, hint: error.hint)
      )
    }
    group.gathering = nodes.count
    nodes.append(prototype.joint(.gathering))
    groups.append(group)
  }

  /// A fan-out whose items follow from what other tasks make.
  private mutating func appendLate(_ task: TaskDefinition, _ position: Int, _ late: LateFanOuts) {
    let prototype = maker.prototype(for: task, group: position)
    let sources = (try? maker.sourcePaths(of: task)) ?? (files: [], globs: [])
    let inputs = (sources.files + sources.globs).map { InputPattern($0) }
    let outputs = late.patterns[position]
    groups.append(
      TaskGroup(expansion: nodes.count, gathering: nodes.count + 1, isExpanded: false)
    )
    nodes.append(prototype.joint(.expansion, inputs: inputs))
    nodes.append(prototype.joint(.gathering, outputs: outputs))
  }
}
