import Git
import Hashing
import Ledger
import Model
import Planning

/// What only the graph of a workflow shows, where params have their defaults: clashes, cycles, bad
/// items of fan-outs, inputs that nobody makes.
struct GraphChecks {
  private let place: CheckedPlace
  private let head: (repository: Repository, tree: ObjectID)?
  private let workflow: Workflow
  private let settings: Settings?
  /// So many inputs are told that match nothing.
  private static let most = 50

  init(
    _ place: CheckedPlace,
    _ head: (repository: Repository, tree: ObjectID)?,
    _ workflow: Workflow,
    _ settings: Settings?
  ) {
    self.place = place
    self.head = head
    self.workflow = workflow
    self.settings = settings
  }

  func diagnostics() async throws -> [Diagnostic] {
    let params = SampleParameters.values(of: workflow)
    let run = SampleRun.values(of: workflow)
    let question = FanOutQuestion(workflow, params: params, run: run, records: mount)
    let files = try await files(question)
    let missing = question.files.filter { files.bytes[$0] == nil }
    let graph: Graph
    do throws(GraphProblems) {
      graph = try GraphBuilder.build(
        workflow,
        params: params,
        run: run,
        files: files,
        instanceLimit: settings?.limits.instances ?? LimitSettings().instances
      )
    } catch {
      return error.all.map { problem in
        // A file may come with the next commit, and a param may name another one.
        let isMissing = missing.contains { problem.message.contains("\"\($0)\"") }
        return Diagnostic(
          isMissing ? .warning : .error,
          file: workflow.file,
          location: problem.location,
          message: problem.message,
          hint: problem.hint
        )
      }
    }
    return try await unmatched(graph)
  }

  private var mount: String {
    if case .path(let path) = settings?.records.mount { path } else { "runs" }
  }

  /// What fan-outs read, as it stands in the work tree; globs look into the last commit.
  private func files(_ question: FanOutQuestion) async throws -> FanOutFiles {
    guard !question.isEmpty else { return FanOutFiles() }
    var files = FanOutFiles()
    if let head {
      files = try await SourceReader(repository: head.repository, tree: head.tree).answer(question)
    }
    for path in question.files {
      if let text = place.text(of: path) { files.bytes[path] = text }
    }
    return files
  }

  /// Inputs that neither the last commit has nor a task makes.
  private func unmatched(_ graph: Graph) async throws -> [Diagnostic] {
    guard let head else { return [] }
    let reader = SourceReader(repository: head.repository, tree: head.tree)
    let (sources, _) = try await reader.answer(SourceQuestion(graph, mount: mount))
    var found: [Diagnostic] = []
    var told: Set<String> = []
    for node in graph.nodes where node.role == .work && found.count < Self.most {
      let missing = sources.inputs(of: node, in: graph).missing
      for path in missing where told.insert(path).inserted && place.text(of: path) == nil {
        found.append(
          warning("input \"\(path)\" is neither in the last commit nor made by a task", node)
        )
      }
      for input in node.inputs ?? [] where input.isGlob && told.insert(input.path).inserted {
        let isMade = node.needs.contains { $0.kind != .order && graph.makes(input.path, $0.node) }
        guard !isMade, sources.files(matching: input.path).isEmpty else { continue }
        found.append(warning("input \"\(input.path)\" matches nothing in the last commit", node))
      }
    }
    return found
  }

  private func warning(_ message: String, _ node: Node) -> Diagnostic {
    let location = node.definition.inputs?.first?.location ?? node.definition.location
    return Diagnostic(
      .warning,
      file: workflow.file,
      location: location,
      message: "\(message) (task \"\(node.definition.name)\")"
    )
  }
}

extension Graph {
  /// Whether a node may make a file that a glob matches.
  fileprivate func makes(_ glob: String, _ node: Int) -> Bool {
    let pattern = GlobPattern(glob)
    let makers = nodes[node].role == .gathering ? groups[nodes[node].group].instances : [node]
    return (makers + [node]).contains { maker in
      nodes[maker].outputs.contains {
        pattern.mayIntersect(GlobPattern($0.path))
          || pattern.mayIntersect(GlobPattern("\($0.path)/**"))
      }
    }
  }
}
