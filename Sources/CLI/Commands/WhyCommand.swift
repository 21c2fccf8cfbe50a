import ArgumentParser
import Ledger
import Model
import Planning

struct WhyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Says why a task would run or did run, or why it did not.",
    discussion: """
      TASK or WORKFLOW/TASK tells about the commit as it is now; RUN/TASK about a recorded run. \
      Each may name one instance: TASK/KEY, WORKFLOW/TASK/KEY, RUN/TASK/KEY.
      """
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: ArgumentHelp("What to explain.", valueName: "task[/key]|run/task[/key]"))
  var subject: String

  @Option(
    name: [.customShort("p"), .customLong("param")],
    help: ArgumentHelp("A parameter.", valueName: "name=value")
  )
  var parameters: [String] = []

  func run() async throws {
    let session = try await Session.open(options)
    if Self.namesRun(subject.cut(at: "/")) { return try await explainRun(session) }
    let target = try await session.target(nil)
    let catalog = WorkflowCatalog(
      repository: session.repository,
      tree: target.tree,
      cache: session.folders.cache
    )
    var found = false
    for file in try await catalog.files() {
      let workflow = try await catalog.workflow(file)
      guard let key = Self.key(subject.cut(at: "/"), in: workflow) else { continue }
      found = true
      try await explain(key, of: workflow, session, target)
    }
    guard !found else { return }
    if subject.contains("/") {
      do {
        return try await explainRun(session)
      } catch RunSearchError.none {
        // It is a name of neither.
      }
    }
    throw CommandFailure(
      .invalid,
      "no workflow of this commit has a task \"\(subject)\"",
      hint: "weir plan lists the tasks"
    )
  }

  /// Whether a name is surely one of a run: ids begin with a digit, tasks with a letter.
  private static func namesRun(_ parts: [String]) -> Bool {
    guard parts.count > 1 else { return false }
    if parts[0] == "latest" || parts[0].first?.isNumber ?? false { return true }
    return parts.count > 2 && (parts[1] == "latest" || RunID(parts[1]) != nil)
  }

  /// The task that `TASK`, `TASK/KEY`, `WORKFLOW/TASK` or `WORKFLOW/TASK/KEY` names in a workflow.
  private static func key(_ parts: [String], in workflow: Workflow) -> NodeKey? {
    let tasks = workflow.tasks.map(\.name)
    let rest: ArraySlice<String>
    if parts.count > 1, parts[0] == workflow.name, tasks.contains(parts[1]) {
      rest = parts[1...]
    } else if tasks.contains(parts[0]) {
      rest = parts[...]
    } else {
      return nil
    }
    let instance = rest.dropFirst().joined(separator: "/")
    return NodeKey(task: rest[rest.startIndex], instance: instance.isEmpty ? nil : instance)
  }

  private func explainRun(_ session: Session) async throws {
    let records = try await RecordsView.open(session, options)
    let address = try await RunAddress.find(subject, in: records)
    guard address.task != nil else {
      throw CommandFailure(
        .invalid,
        "\(subject) names a run, and no task of it",
        hint: "weir show \(address.run.reference) lists its tasks"
      )
    }
    let record = try await records.record(of: address.run)
    let rows = try address.rows(among: try await records.reader.rows(of: address.run))
    let style = Style(options.color, environment: session.environment)
    for row in rows {
      if options.json {
        Output.line(JSONWriter.compact(row.json))
        continue
      }
      Output.line(TerminalText.line("\(address.run.reference)/\(row.name): \(row.status.rawValue)"))
      if let reason = row.reason { Self.show(reason) }
      if let from = row.cachedFrom { Output.line("  its outputs were made by \(from)") }
      let waiting = await WaitingTasks.read(record, [row], session)
      for line in waiting.lines(style, indent: "  ") { Output.line(line) }
    }
  }

  private func explain(
    _ wanted: NodeKey,
    of workflow: Workflow,
    _ session: Session,
    _ target: Session.Target
  ) async throws {
    let wish = PreparedRun.Wish(workflow: workflow.name, assignments: parameters)
    let prepared = try await PreparedRun.make(wish, session: session, target: target)
    let plan = try await PlanView.make(wish, prepared: prepared)
    let ofTask = plan.entries.filter { $0.key.task == wanted.task }
    let entries = ofTask.filter { wanted.instance == nil || $0.key == wanted || $0.expands }
    guard !entries.isEmpty || wanted.instance == nil else {
      let known = ofTask.compactMap(\.key.instance).prefix(10).joined(separator: ", ")
      throw CommandFailure(
        .invalid,
        "task \(wanted.task) of \(workflow.name) has no instance \"\(wanted.instance ?? "")\"",
        hint: known.isEmpty ? "it is no fan-out" : "it has: \(known)"
      )
    }
    for entry in entries { show(entry, workflow.name) }
  }

  private func show(_ entry: PlanView.Entry, _ workflow: String) {
    if options.json {
      var members: [String: JSONValue] = [
        "workflow": .string(workflow), "task": .string(entry.key.description),
        "verdict": .string(entry.verdict.rawValue),
      ]
      if let reason = entry.reason {
        members["reason"] = .string(reason.kind.rawValue)
        members["changes"] = .array(reason.changes.map(\.json))
      }
      members["cached_from"] = entry.cachedFrom.map(JSONValue.string)
      return Output.line(JSONWriter.compact(.object(members)))
    }
    let name = TerminalText.line("\(workflow)/\(entry.key)")
    switch entry.verdict {
    case .run: Output.line("\(name) would run:")
    case .cached: Output.line("\(name) would not run:")
    case .waits:
      Output.line("\(name) may run: it depends on what these make")
      for need in entry.waitsFor { Output.line("  \(TerminalText.line(need))") }
    case .skipped: Output.line("\(name) would be skipped:")
    case .blocked:
      Output.line("\(name) could not run:")
      for problem in entry.waitsFor { Output.line("  \(TerminalText.line(problem))") }
    }
    if let reason = entry.reason { Self.show(reason) }
    if let from = entry.cachedFrom { Output.line("  its outputs were made by \(from)") }
  }

  private static func show(_ reason: RunReason) {
    guard reason.kind == .changed, !reason.changes.isEmpty else {
      return Output.line("  \(ReasonText.words(reason.kind))")
    }
    for change in reason.changes {
      Output.line("  \(TerminalText.line(ReasonText.clause(change)))")
    }
  }
}
