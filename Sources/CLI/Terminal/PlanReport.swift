import Hashing
import Model
import Planning

/// Prints a plan: a line a task, or JSON.
struct PlanReport {
  private let options: GlobalOptions

  init(_ options: GlobalOptions) {
    self.options = options
  }

  func show(_ wish: PreparedRun.Wish, session: Session) async throws {
    let target = try await session.target(wish.revision)
    let prepared = try await PreparedRun.make(wish, session: session, target: target)
    show(try await PlanView.make(wish, prepared: prepared))
  }

  func show(_ plan: PlanView) {
    if options.json {
      Output.line(JSONWriter.compact(Self.json(plan)))
      return
    }
    let counts = Dictionary(plan.entries.map { ($0.verdict, 1) }, uniquingKeysWith: +)
    let commit = plan.prepared.target.commit.short
    let parts = [PlanView.Verdict.run, .waits, .cached, .blocked].compactMap { verdict in
      counts[verdict].map { "\($0) \(Self.word(verdict))" }
    }
    Output.line(
      "\(plan.prepared.workflow.name) at \(commit): \(parts.joined(separator: ", "))"
    )
    guard plan.entries.contains(where: { $0.verdict != .cached }) || options.verbose else { return }
    let width = plan.entries.map { $0.key.description.count }.max() ?? 0
    for entry in plan.entries where entry.verdict != .cached || plan.entries.count <= 50 {
      let name = entry.key.description
      let padding = String(repeating: " ", count: width - name.count)
      Output.line(
        "  \(Self.word(entry.verdict).padded(to: 10))\(name)\(padding)  \(Self.why(entry))"
      )
    }
  }

  private static func word(_ verdict: PlanView.Verdict) -> String {
    switch verdict {
    case .run: "to run"
    case .waits: "may run"
    case .cached: "cached"
    case .blocked: "blocked"
    }
  }

  private static func why(_ entry: PlanView.Entry) -> String {
    switch entry.verdict {
    case .waits: return "depends on what \(entry.waitsFor.joined(separator: ", ")) makes"
    case .blocked where !entry.waitsFor.isEmpty: return entry.waitsFor.joined(separator: "; ")
    default: return entry.reason.map(ReasonText.sentence) ?? ""
    }
  }

  static func json(_ plan: PlanView) -> JSONValue {
    let tasks = plan.entries.map { entry -> JSONValue in
      var members: [String: JSONValue] = [
        "task": .string(entry.key.task), "verdict": .string(entry.verdict.rawValue),
      ]
      members["instance"] = entry.key.instance.map(JSONValue.string)
      if let reason = entry.reason {
        members["reason"] = [
          "kind": .string(reason.kind.rawValue), "changes": .array(reason.changes.map(\.json)),
        ]
      }
      members["cached_from"] = entry.cachedFrom.map(JSONValue.string)
      if entry.verdict == .waits {
        members["waits_for"] = .array(entry.waitsFor.map(JSONValue.string))
      }
      return .object(members)
    }
    return [
      "workflow": .string(plan.prepared.workflow.name),
      "commit": .string(plan.prepared.target.commit.hex),
      "params": .object(plan.prepared.params),
      "tasks": .array(tasks),
    ]
  }
}

extension String {
  /// With spaces at the end up to a width.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
