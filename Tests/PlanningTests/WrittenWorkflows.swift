import Model
import Planning
import Testing
import WorkflowFiles

extension Workflow {
  /// The workflow `build` of a file's text, which has no error.
  static func written(_ text: String) throws -> Workflow {
    let parsed = WorkflowFile.parse(Array(text.utf8), path: "workflows/build.yaml")
    #expect(parsed.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
    return try #require(parsed.workflow)
  }
}

extension Graph {
  static func written(
    _ text: String,
    params: [String: JSONValue] = [:],
    files: FanOutFiles = FanOutFiles(),
    limit: Int = 200_000
  ) throws -> Graph {
    try GraphBuilder.build(
      try .written(text),
      params: params,
      files: files,
      instanceLimit: limit
    )
  }

  /// Edges to what does work, as `from>to`; `~` for order alone, `#` for the end of a fan-out.
  var edges: [String] {
    nodes.filter { $0.role == .work }.flatMap { node in
      node.needs.map { need in
        let other = nodes[need.node]
        let sign = need.orderOnly ? "~" : ">"
        return other.key.description + (other.role == .gathering ? "#" : "") + sign
          + node.key.description
      }
    }
  }
}

extension MachineDriver {
  init(
    _ text: String,
    params: [String: JSONValue] = [:],
    files: FanOutFiles = FanOutFiles(),
    sources: SourceListing = SourceListing(),
    history: TaskHistory = TaskHistory(),
    window: Int = 100,
    selecting: [String]? = nil,
    scheduled: Bool = false,
    capacity: Capacity = Capacity(),
    versions: [String: VersionOutput] = [:]
  ) throws {
    let graph = try Graph.written(text, params: params, files: files)
    self.init(
      graph,
      sources: sources,
      history: history,
      window: window,
      selection: selecting.map { graph.closure(of: $0) },
      scheduled: scheduled,
      capacity: capacity,
      versions: versions
    )
    begin()
  }
}

extension FanOutFiles {
  /// Files as texts.
  init(texts: [String: String], matches: [String: [String]] = [:]) {
    self.init(bytes: texts.mapValues { Array($0.utf8) }, matches: matches)
  }
}

/// The items of a fan-out, written as the keys of a task.
func items(
  _ keys: String,
  params: [String: JSONValue] = [:],
  files: [String: String] = [:],
  matches: [String: [String]] = [:],
  limit: Int = 1000
) throws -> [FanOutItem] {
  let declared = params.keys.sorted().map { "\($0): {type: json}" }.joined(separator: ", ")
  let workflow = try Workflow.written(
    "params: {\(declared)}\ntasks: {t: {run: 'true', \(keys)}}"
  )
  return try FanOutExpander.items(
    of: try #require(workflow.tasks.first),
    EvaluationContext(params: params),
    files: FanOutFiles(texts: files, matches: matches),
    limit: limit
  )
}

/// Why a fan-out has no items.
func problem(
  _ keys: String,
  files: [String: String] = [:],
  limit: Int = 1000
) -> String? {
  do {
    let found = try items(keys, files: files, limit: limit)
    return found.isEmpty ? "none" : nil
  } catch {
    return (error as? FanOutProblem)?.message ?? "\(error)"
  }
}
