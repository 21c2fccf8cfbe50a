import Model

/// Makes nodes of tasks: evaluates the paths of inputs and outputs, and keeps what finds edges.
struct GraphMaker: Sendable {
  let workflow: Workflow
  let params: [String: JSONValue]
  let run: [String: JSONValue]
  /// Files that were given as values of params, by param.
  let submitted: [String: SubmittedFile]
  /// How many instances all fan-outs of a run may have.
  let instanceLimit: Int
  /// Positions of tasks by name.
  let positions: [String: Int]
  var producers = ProducerIndex()
  /// Instances of fan-outs by what pairs them, filled when somebody asks.
  var pairings: [PairingKey: [ExactText: [Int]]] = [:]

  struct PairingKey: Hashable {
    let group: Int
    /// Nil: by key.
    let field: String?
  }

  init(
    _ workflow: Workflow,
    params: [String: JSONValue],
    run: [String: JSONValue],
    submitted: [String: SubmittedFile] = [:],
    instanceLimit: Int
  ) {
    self.submitted = submitted
    self.workflow = workflow
    self.params = params
    self.run = run
    self.instanceLimit = instanceLimit
    var positions: [String: Int] = [:]
    positions.reserveCapacity(workflow.tasks.count)
    for (position, task) in workflow.tasks.enumerated() { positions[task.name] = position }
    self.positions = positions
  }

  /// What paths of a task may use: nothing that only a run knows.
  func pathContext(
    of task: TaskDefinition,
    item: FanOutItem? = nil
  ) throws(EvaluationError) -> EvaluationContext {
    var context = EvaluationContext(params: params, run: run)
    context.setItem(item?.value, of: task)
    if !task.arguments.isEmpty {
      context.arguments = try ArgumentValues.values(
        of: task,
        Evaluator(context),
        skippingTasks: true
      )
    }
    return context
  }

  /// A task without a fan-out.
  func node(
    for task: TaskDefinition,
    group: Int,
    _ problems: inout [GraphProblem]
  ) -> Node {
    let (inputs, outputs) = paths(of: task, item: nil, &problems)
    return Node(
      definition: task,
      group: group,
      inputs: inputs,
      outputs: outputs,
      submitted: submittedFiles(of: task)
    )
  }

  /// What the instances and the joints of a task have in common.
  func prototype(for task: TaskDefinition, group: Int) -> Node {
    Node(
      definition: task,
      group: group,
      inputs: [],
      outputs: [],
      submitted: submittedFiles(of: task)
    )
  }

  private func submittedFiles(of task: TaskDefinition) -> [SubmittedFile] {
    guard !submitted.isEmpty else { return [] }
    return usedParams(of: task).compactMap { submitted[$0] }
  }

  /// The params that a task is given or names, sorted.
  private func usedParams(of task: TaskDefinition) -> [String] {
    let named = (task.references + task.pathExpressions.flatMap(\.references))
      .filter { $0.context == "params" }.compactMap(\.path.first)
    return Set(task.params + named).sorted()
  }

  /// Files of the commit that are values of params which a task uses.
  private func parameterFiles(of task: TaskDefinition) -> [String] {
    let files = workflow.params.filter { $0.kind == .file && submitted[$0.name] == nil }
    guard !files.isEmpty else { return [] }
    let used = Set(usedParams(of: task))
    return files.filter { used.contains($0.name) }
      .compactMap { params[$0.name]?.string }.map(RepositoryPath.normalized)
  }

  /// An instance; `prototype` is any node of its task.
  func instance(
    of prototype: Node,
    for item: FanOutItem,
    hidden: [String],
    _ problems: inout [GraphProblem]
  ) -> Node {
    let (inputs, outputs) = paths(of: prototype.definition, item: item, &problems)
    return prototype.instance(for: item, inputs: inputs, outputs: outputs, hidden: hidden)
  }

  private func paths(
    of task: TaskDefinition,
    item: FanOutItem?,
    _ problems: inout [GraphProblem]
  ) -> ([InputPattern]?, [OutputPattern]) {
    let evaluator: Evaluator
    do throws(EvaluationError) {
      evaluator = Evaluator(try pathContext(of: task, item: item))
    } catch {
      problems.append(GraphProblem(error.message, at: task.location))
      return ([], [])
    }
    var inputs: [InputPattern]?
    if let declared = task.inputs {
      var patterns: [InputPattern] = []
      for template in declared {
        guard let path = path(template, of: task, evaluator, &problems) else { continue }
        patterns.append(InputPattern(path, isGlob: template.isGlob))
      }
      if case .script(let file) = task.action, let path = path(file, of: task, evaluator, &problems)
      {
        let pattern = InputPattern(path, isGlob: file.isGlob)
        if !patterns.contains(pattern) { patterns.append(pattern) }
      }
      for path in parameterFiles(of: task) where !patterns.contains(where: { $0.path == path }) {
        patterns.append(InputPattern(path, isGlob: false))
      }
      inputs = patterns
    }
    var outputs: [OutputPattern] = []
    for output in task.outputs {
      guard let path = path(output.path, of: task, evaluator, &problems) else { continue }
      outputs.append(
        OutputPattern(
          path,
          isGlob: output.path.isGlob,
          optional: output.optional,
          publish: output.publish
        )
      )
    }
    return (inputs, outputs)
  }

  private func path(
    _ template: Template,
    of task: TaskDefinition,
    _ evaluator: Evaluator,
    _ problems: inout [GraphProblem]
  ) -> String? {
    let place = template.location ?? task.location
    do throws(EvaluationError) {
      let text = try evaluator.path(template)
      if RepositoryPath.isPlain(text) { return text }
      if let reason = RepositoryPath.problem(with: text) {
        problems.append(
          GraphProblem("\"\(text)\" of task \"\(task.name)\" \(reason)", at: place)
        )
        return nil
      }
      return RepositoryPath.normalized(text)
    } catch {
      problems.append(
        GraphProblem("a path of task \"\(task.name)\" has no value: \(error)", at: place)
      )
      return nil
    }
  }

  /// The file or glob that each part of a fan-out reads.
  func sourcePaths(
    of task: TaskDefinition
  ) throws(EvaluationError) -> (files: [String], globs: [String]) {
    guard let fanOut = task.fanOut else { return ([], []) }
    var (files, globs): ([String], [String]) = ([], [])
    try collect(
      fanOut.source,
      Evaluator(EvaluationContext(params: params, run: run)),
      &files,
      &globs
    )
    return (files, globs)
  }

  /// What the whole tree leaves out for instances of a task, sorted: the files that name its items.
  func hiddenFiles(of task: TaskDefinition) -> [String] {
    Set((try? sourcePaths(of: task).files) ?? []).sorted()
  }

  private func collect(
    _ source: FanOutSource,
    _ evaluator: Evaluator,
    _ files: inout [String],
    _ globs: inout [String]
  ) throws(EvaluationError) {
    switch source {
    case .matrix, .list, .value: break
    case .lines(let path), .json(let path):
      files.append(RepositoryPath.normalized(try evaluator.text(path)))
    case .table(let table): files.append(RepositoryPath.normalized(try evaluator.text(table.path)))
    case .glob(let path): globs.append(RepositoryPath.normalized(try evaluator.path(path)))
    case .product(let parts):
      for part in parts { try collect(part.source, evaluator, &files, &globs) }
    }
  }
}
