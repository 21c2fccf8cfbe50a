import Engine
import Ledger
import Model
import Synchronization

/// Carries runs of other workflows out, at the same commit and on the same places as the run that
/// they are nodes of.
final class ChildRunner: ChildRuns {
  /// How deep workflows may call each other.
  static let deepest = 8

  private let prepared: PreparedRun
  private let world: RunWorld
  private let records: Bool
  private let parent: RunExecutor.ParentRun?
  private let state = Mutex(State())

  private struct State {
    var running: [String: RunControl] = [:]
    /// Nodes whose runs are to end, even if they have not begun.
    var cancelled: Set<String> = []
  }

  init(
    _ prepared: PreparedRun,
    world: RunWorld,
    records: Bool,
    parent: RunExecutor.ParentRun?
  ) {
    self.prepared = prepared
    self.world = world
    self.records = records
    self.parent = parent
  }

  func cancel(_ nodes: [String]) async {
    state.withLock { state in
      state.cancelled.formUnion(nodes)
      for node in nodes { state.running[node]?.interrupt() }
    }
  }

  func run(_ order: ChildOrder) async throws(EngineError) -> RunRecord {
    do {
      return try await carryOut(order)
    } catch let error as EngineError {
      throw error
    } catch let invalid as InvalidFiles {
      let first = invalid.files.flatMap(\.diagnostics).first?.message ?? "its file is invalid"
      throw EngineError("workflow \"\(order.workflow)\": \(first)", kind: .invalid)
    } catch {
      let message = CommandFailure(error).message ?? "\(error)"
      throw EngineError("workflow \"\(order.workflow)\": \(message)")
    }
  }

  private func carryOut(_ order: ChildOrder) async throws -> RunRecord {
    let depth = (parent?.depth ?? 0) + 1
    guard depth <= Self.deepest else {
      throw EngineError(
        "workflows call each other more than \(Self.deepest) deep",
        kind: .invalid,
        hint: "does a workflow call itself?"
      )
    }
    let control = RunControl()
    state.withLock { state in
      state.running[order.parent] = control
      if state.cancelled.contains(order.parent) { control.interrupt() }
    }
    defer { state.withLock { _ = $0.running.removeValue(forKey: order.parent) } }
    var wish = PreparedRun.Wish(workflow: order.workflow)
    wish.params = order.params
    wish.isChecked = true
    // A file of this run is one of the other, too, under the name of its param there.
    wish.passedOn = order.params.compactMap { name, value in
      prepared.submitted.first { $0.path == value.string }.map { file in
        var file = file
        file.param = name
        return file
      }
    }
    let child = try await PreparedRun.make(
      wish,
      session: prepared.session,
      target: prepared.target
    )
    let by: String
    if let parent { by = parent.by } else { by = try await prepared.session.person() }
    let executor = RunExecutor(
      prepared: child.recorded(at: prepared.place),
      observer: SilentDisplay(),
      control: control,
      jobs: nil,
      records: records,
      notify: world.notify,
      parent: .init(
        world: world,
        node: order.parent,
        by: by,
        depth: depth
      )
    )
    var result = try await resumed(order, executor)
    if result == nil { result = try await executor.run(wish) }
    switch result {
    case .ended(let record, _, _): return record
    case .upToDate, .notRun, nil:
      throw EngineError("the run of \"\(order.workflow)\" left no record")
    }
  }

  /// Goes on with the run that was begun before, if there is one.
  private func resumed(
    _ order: ChildOrder,
    _ executor: RunExecutor
  ) async throws -> RunExecutor.Result? {
    guard let name = order.resumed, let reference = RunReference(name) else { return nil }
    let waiting = try await WaitingRun.find(reference.description, session: prepared.session)
    return try await executor.resume(
      waiting.stored,
      record: waiting.record,
      request: waiting.request
    )
  }
}
