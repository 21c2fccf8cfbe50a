import Model

/// What a graph wants to know of the commit that runs.
package struct SourceQuestion: Hashable, Sendable {
  /// Exact paths of files or folders.
  package var paths: Set<String> = []
  package var globs: Set<String> = []
  /// The whole tree as tasks without inputs see it: each without these paths besides `excluded`.
  package var wholeTrees: Set<[String]> = []
  /// What the whole tree leaves out: `runs`, and what this workflow publishes.
  package var excluded: Set<String> = []
  /// The folder of the records, which no glob looks into unless it begins there.
  package var records = ""
  /// Whether every file is wanted, since some inputs become known only while the run goes on.
  package var everything = false

  package init() {}

  /// The question of those nodes of a graph that may run.
  package init(_ graph: Graph, mount: String) {
    for node in graph.nodes where node.role == .work {
      guard let inputs = node.inputs else {
        wholeTrees.insert(node.hidden)
        if let path = graph.script(of: node) { paths.insert(path) }
        continue
      }
      for input in inputs { add(input) }
    }
    for (task, group) in zip(graph.workflow.tasks, graph.groups) {
      for path in task.setup?.inputs ?? [] { add(InputPattern(RepositoryPath.normalized(path))) }
      guard !group.isExpanded else { continue }
      if let sources = try? graph.maker.sourcePaths(of: task) {
        paths.formUnion(sources.files.filter { RepositoryPath.problem(with: $0) == nil })
        globs.formUnion(sources.globs.filter { RepositoryPath.problem(with: $0) == nil })
      }
      if task.inputs == nil {
        wholeTrees.insert(graph.maker.hiddenFiles(of: task))
        add(scriptOf: task)
      } else {
        everything = true
      }
    }
    records = mount
    excluded = Set([mount] + graph.publishedPatterns.map(\.globText))
  }

  /// The file of a task whose instances are not known yet.
  private mutating func add(scriptOf task: TaskDefinition) {
    guard case .script(let template) = task.action else { return }
    if let path = template.constant {
      paths.insert(RepositoryPath.normalized(path))
    } else {
      everything = true
    }
  }

  private mutating func add(_ input: InputPattern) {
    if input.isGlob { globs.insert(input.path) } else { paths.insert(input.path) }
  }
}
