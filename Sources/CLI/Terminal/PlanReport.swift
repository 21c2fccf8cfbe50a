import Hashing
import Model
import Planning

/// Prints a plan: a line a task, or JSON.
struct PlanReport {
  private let options: GlobalOptions

  init(_ options: GlobalOptions) {
    self.options = options
  }

  func show(_ plan: PlanView) {
    if options.json {
      Output.line(JSONWriter.compact(Self.json(plan)))
      return
    }
    let counts = Dictionary(plan.entries.map { ($0.verdict, 1) }, uniquingKeysWith: +)
    let commit = plan.prepared.target.commit.short
    let parts = PlanView.Verdict.inOrder.compactMap { verdict in
      counts[verdict].map { "\($0) \(Self.word(verdict))" }
    }
    Output.line(
      "\(plan.prepared.workflow.name) at \(commit): \(parts.joined(separator: ", "))"
    )
    for name in plan.emptyFanOuts { Output.line("  \(name) has no instances") }
    guard plan.entries.contains(where: { $0.verdict != .cached }) || options.verbose else { return }
    let shown = lines(of: plan)
    let width = shown.map(\.name.count).max() ?? 0
    for line in shown {
      Output.line("  \(line.word.padded(to: 10))\(line.name.padded(to: width))  \(line.why)")
    }
  }

  private struct PlanLine {
    let word: String
    let name: String
    let why: String
  }

  /// Instances of a fan-out beyond this many are counted.
  private static let listedInstances = 20

  /// A line a task; of large fan-outs the first instances that are not reused, and the number of
  /// the others.
  private func lines(of plan: PlanView) -> [PlanLine] {
    var lines: [PlanLine] = []
    var start = plan.entries.startIndex
    while start < plan.entries.endIndex {
      let task = plan.entries[start].key.task
      let end = plan.entries[start...].firstIndex { $0.key.task != task } ?? plan.entries.endIndex
      let all = plan.entries[start..<end]
      let isSmall = all.count <= Self.listedInstances || options.verbose
      let open = all.filter { $0.verdict != .cached }
      let listed = isSmall && plan.entries.count <= 50 || options.verbose ? Array(all) : open
      for entry in isSmall ? listed[...] : listed.prefix(Self.listedInstances) {
        lines.append(
          PlanLine(
            word: Self.word(entry.verdict),
            name: TerminalText.line(entry.key.description),
            why: Self.why(entry)
          )
        )
      }
      if !isSmall {
        lines.append(Self.rest(of: all, beyond: min(open.count, Self.listedInstances)))
      }
      start = end
    }
    return lines
  }

  private static func rest(
    of entries: ArraySlice<PlanView.Entry>,
    beyond shown: Int
  ) -> PlanLine {
    let counts = Dictionary(entries.map { ($0.verdict, 1) }, uniquingKeysWith: +)
    let parts = PlanView.Verdict.inOrder.compactMap { verdict in
      counts[verdict].map { "\($0) \(word(verdict))" }
    }
    let task = entries.first?.key.task ?? ""
    return PlanLine(word: "...", name: "\(task)/*", why: parts.joined(separator: ", "))
  }

  private static func word(_ verdict: PlanView.Verdict) -> String {
    switch verdict {
    case .run: "to run"
    case .waits: "may run"
    case .cached: "cached"
    case .skipped: "skipped"
    case .blocked: "blocked"
    }
  }

  private static func why(_ entry: PlanView.Entry) -> String {
    switch entry.verdict {
    case .waits where entry.expands:
      return "expands when \(entry.waitsFor.joined(separator: ", ")) has ended"
    case .waits where entry.waitsFor.isEmpty: return "comes at the end of the run"
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
      if entry.expands { members["expands"] = true }
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
