import Engine
import Hashing
import Indexing
import Ledger
import Model
import Planning

/// What would happen if a run started now, task by task, without running anything.
struct PlanView {
  enum Verdict: String {
    case run
    case cached
    /// It needs something that runs; whether it changes is seen then.
    case waits
    /// Its `if` does not hold, or it needs something that is skipped.
    case skipped
    case blocked

    /// As a summary counts them.
    static let inOrder: [Verdict] = [.run, .waits, .cached, .skipped, .blocked]
  }

  struct Entry {
    let node: Int
    let key: NodeKey
    let verdict: Verdict
    let reason: RunReason?
    /// The names of needs that run.
    let waitsFor: [String]
    /// The run that stands in.
    let cachedFrom: String?
    /// A fan-out whose instances are known only when what it waits for has ended.
    var expands = false
  }

  let prepared: PreparedRun
  let machine: RunMachine
  let entries: [Entry]

  /// Fan-outs that came to nothing.
  var emptyFanOuts: [String] {
    zip(machine.graph.workflow.tasks, machine.graph.groups)
      .filter { $0.1.isEmptyFanOut }.map(\.0.name)
  }

  static func make(_ wish: PreparedRun.Wish, prepared: PreparedRun) async throws -> PlanView {
    let session = prepared.session
    let reader = RecordsReader(repository: session.repository, place: prepared.place)
    let upkeep = IndexUpkeep(reader: reader, folders: session.folders)
    let (index, tip) = try await upkeep.open(mayWrite: false)
    let planned = try await PlannedRun.make(prepared, run: prepared.thoughtRunValues)
    let selection = try prepared.selection(wish.tasks, in: planned.graph)
    let history = try RecordHistory(prepared: prepared, index: index, knownTip: tip?.commit)
    var machine = planned.machine(
      prepared,
      history: history.past,
      run: prepared.thoughtRunValues,
      options: .init(window: .max, force: wish.force, selection: selection)
    )
    try await prepared.began(&machine)
    try await supplyReused(&machine, history)
    let changed = machine.participants.filter { machine.nodes[$0].reason == .changed }
    let changes = await history.changes(for: changed, in: machine)
    var entries = machine.participants.map { entry($0, machine, changes[$0] ?? []) }
    // What stands under `finally` follows a run, and makes none.
    let isFinally = { machine.graph.nodes[$0].definition.isFinally }
    if entries.allSatisfy({ $0.verdict == .cached || isFinally($0.node) }) {
      entries.removeAll { isFinally($0.node) }
    }
    return PlanView(prepared: prepared, machine: machine, entries: entries)
  }

  /// What changed nodes read of reused ones is part of why they changed.
  private static func supplyReused(
    _ machine: inout RunMachine,
    _ history: RecordHistory
  ) async throws {
    var wanted: [Int: PastOutcome] = [:]
    for node in machine.participants where machine.nodes[node].reason == .changed {
      for maker in machine.graph.nodes[node].needs.flatMap({ machine.makers(of: $0.node) }) {
        guard let past = machine.nodes[maker].past, past.hasOutputs else { continue }
        wanted[maker] = past
      }
    }
    guard !wanted.isEmpty else { return }
    let found = try await history.outputs(of: Array(wanted.values))
    for (node, past) in wanted { machine.supply(outputs: found[past.row] ?? [], for: node) }
  }

  private static func entry(_ node: Int, _ machine: RunMachine, _ changes: [Change]) -> Entry {
    let state = machine.nodes[node]
    let key = machine.graph.nodes[node].key
    let reason = state.reason.map { RunReason($0, changes: changes) }
    switch state.status {
    case .cached:
      return Entry(
        node: node,
        key: key,
        verdict: .cached,
        reason: reason,
        waitsFor: [],
        cachedFrom: state.past?.run
      )
    case .pending where machine.isSureToBeSkipped(node):
      return Entry(
        node: node,
        key: key,
        verdict: .skipped,
        reason: RunReason(.conditionFalse),
        waitsFor: [],
        cachedFrom: nil
      )
    case .pending:
      let open = machine.graph.nodes[node].needs
        .filter { !machine.nodes[$0.node].status.isFinal }
        .map { machine.graph.nodes[$0.node].key.description }
      return Entry(
        node: node,
        key: key,
        verdict: .waits,
        reason: nil,
        waitsFor: open,
        cachedFrom: nil,
        expands: machine.graph.nodes[node].role == .expansion
      )
    case .failed, .blocked, .skipped:
      return Entry(
        node: node,
        key: key,
        verdict: state.status == .skipped ? .skipped : .blocked,
        reason: reason,
        waitsFor: state.problem.map { [$0] } ?? [],
        cachedFrom: nil
      )
    default:
      return Entry(
        node: node,
        key: key,
        verdict: .run,
        reason: reason,
        waitsFor: [],
        cachedFrom: nil
      )
    }
  }
}
