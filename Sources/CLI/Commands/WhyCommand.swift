import ArgumentParser
import Ledger
import Model
import Planning

struct WhyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Says why a task would run or did run, or why it did not.",
    discussion: """
      TASK or WORKFLOW/TASK tells about the commit as it is now; RUN/TASK about a recorded run.
      """
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: ArgumentHelp("What to explain.", valueName: "task|run/task"))
  var subject: String

  @Option(
    name: [.customShort("p"), .customLong("param")],
    help: ArgumentHelp("A parameter.", valueName: "name=value")
  )
  var parameters: [String] = []

  func run() async throws {
    let session = try await Session.open(options)
    let parts = subject.split(separator: "/").map { String($0) }
    if let slash = subject.lastIndex(of: "/"), parts.count > 1 {
      let reader = try await session.reader()
      let name = String(subject[..<slash])
      if RunID(name) != nil || RunReference(name) != nil || name.hasSuffix("latest") {
        return try await explain(run: name, task: parts[parts.count - 1], reader)
      }
    }
    try await explainPlan(parts, session)
  }

  private func explain(run name: String, task: String, _ reader: RecordsReader) async throws {
    let run = try await reader.find(name)
    let rows = try await reader.rows(of: run)
    guard let row = rows.first(where: { $0.task == task }) else {
      throw CommandFailure(.invalid, "run \(run.reference) has no task \"\(task)\"")
    }
    if options.json { return Output.line(JSONWriter.compact(row.json)) }
    Output.line("\(run.reference)/\(task): \(row.status.rawValue)")
    if let reason = row.reason { Self.show(reason) }
    if let from = row.cachedFrom { Output.line("  its outputs were made by \(from)") }
  }

  private func explainPlan(_ parts: [String], _ session: Session) async throws {
    let target = try await session.target(nil)
    let catalog = WorkflowCatalog(
      repository: session.repository,
      tree: target.tree,
      cache: session.folders.cache
    )
    var found = false
    for file in try await catalog.files() {
      let workflow = try await catalog.workflow(file)
      if parts.count > 1, workflow.name != parts[0] { continue }
      guard let task = parts.last, workflow.tasks.contains(where: { $0.name == task }) else {
        continue
      }
      found = true
      let wish = PreparedRun.Wish(workflow: workflow.name, assignments: parameters)
      let prepared = try await PreparedRun.make(wish, session: session, target: target)
      let plan = try await PlanView.make(wish, prepared: prepared)
      for entry in plan.entries where entry.key.task == task { show(entry, workflow.name) }
    }
    guard found else {
      throw CommandFailure(
        .invalid,
        "no workflow of this commit has a task \"\(parts.last ?? subject)\"",
        hint: "weir plan lists the tasks"
      )
    }
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
    case .blocked:
      Output.line("\(name) could not run: \(TerminalText.line(entry.waitsFor.joined()))")
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
