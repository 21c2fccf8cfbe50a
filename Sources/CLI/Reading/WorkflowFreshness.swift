import Engine
import Indexing
import Ledger
import Model
import Planning

/// Whether a workflow's last run still stands for a commit, or what would run now.
struct WorkflowFreshness {
  enum State: Equatable {
    case fresh(tasks: Int)
    /// Some run for sure, others if what they need comes out different, others cannot.
    case stale(toRun: Int, mayRun: Int, blocked: Int)
    /// It cannot be told, in words: the file is invalid, or a parameter has no default.
    case unknown(String)

    var isStale: Bool { if case .stale = self { true } else { false } }
  }

  /// Asks for one workflow at a commit, with the defaults of its parameters.
  static func state(
    of workflow: String,
    at target: Session.Target,
    session: Session,
    index: SharedIndex
  ) async -> State {
    do {
      let wish = PreparedRun.Wish(workflow: workflow)
      let prepared = try await PreparedRun.make(wish, session: session, target: target)
      return try await state(of: prepared, index: index)
    } catch let invalid as InvalidFiles {
      let count = invalid.files.reduce(0) { $0 + $1.diagnostics.count }
      return .unknown("its file has \(count) problem\(count == 1 ? "" : "s"); see weir check")
    } catch {
      return .unknown(CommandFailure(error).message ?? "it cannot be planned")
    }
  }

  private static func state(
    of prepared: PreparedRun,
    index shared: SharedIndex
  ) async throws -> State {
    let (index, tip) = (shared.index, shared.tip)
    let versions = VersionCommands(prepared.session.environment).outputs(of: prepared.workflow)
    let key = prepared.decisionKey(recordsTip: tip?.commit, tasks: [], versions: versions)
    if let tasks = try index.upToDateTasks(key: key) { return .fresh(tasks: tasks) }
    let planned = try await PlannedRun.make(prepared, run: prepared.thoughtRunValues)
    let history = try RecordHistory(prepared: prepared, index: index, knownTip: tip?.commit)
    var machine = planned.machine(
      prepared,
      history: history.past,
      run: prepared.thoughtRunValues,
      options: .init(window: .max)
    )
    try await prepared.began(&machine)
    var (toRun, mayRun, blocked) = (0, 0, 0)
    // What stands under `finally` follows a run, and makes none.
    for node in machine.participants where !machine.graph.nodes[node].definition.isFinally {
      switch machine.nodes[node].status {
      case .cached, .skipped: continue
      case .pending: mayRun += 1
      case .failed, .blocked: blocked += 1
      default: toRun += 1
      }
    }
    guard toRun + mayRun + blocked > 0 else { return .fresh(tasks: machine.participants.count) }
    return .stale(toRun: toRun, mayRun: mayRun, blocked: blocked)
  }
}

/// The index of past tasks, opened once for all workflows.
struct SharedIndex {
  let index: RunIndex
  let tip: RecordsReader.Tip?

  static func open(_ session: Session, _ reader: RecordsReader) async throws -> SharedIndex {
    let upkeep = IndexUpkeep(reader: reader, folders: session.folders)
    let (index, tip) = try await upkeep.open(mayWrite: false)
    return SharedIndex(index: index, tip: tip)
  }
}

extension WorkflowFreshness.State {
  /// `fresh`, or what would run.
  var words: String {
    switch self {
    case .fresh: return "fresh"
    case .unknown(let why): return "unknown: \(why)"
    case .stale(let toRun, let mayRun, let blocked):
      let parts = [(toRun, "would run"), (mayRun, "may run"), (blocked, "cannot run")]
        .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
      return "stale: \(parts.joined(separator: ", "))"
    }
  }

  var tone: Style.Tone {
    switch self {
    case .fresh: .good
    case .stale: .warning
    case .unknown: .bad
    }
  }

  /// Members of a workflow's object in `weir status --json`.
  var json: [String: JSONValue] {
    switch self {
    case .fresh: ["state": "fresh"]
    case .unknown(let why): ["state": "unknown", "problem": .string(why)]
    case .stale(let toRun, let mayRun, let blocked):
      [
        "state": "stale", "to_run": .integer(Int64(toRun)), "may_run": .integer(Int64(mayRun)),
        "blocked": .integer(Int64(blocked)),
      ]
    }
  }
}
