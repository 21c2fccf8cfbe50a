import Model
import Planning

extension RunExecution {
  /// Commits beside the run; at most one at a time, and nothing when nothing has ended since.
  mutating func commitProgress() async throws(EngineError) {
    guard !isCommitting, result == nil, committedNodes != settled.count,
      let first = await world.ledger.progressStart(rows: settled.count)
    else { return }
    isCommitting = true
    committedNodes = settled.count
    record.counts = machine.counts
    let snapshot = RunSnapshot(
      run: record,
      request: request,
      rows: try await rows(of: settled[first...]),
      firstRow: first,
      taskCount: machine.participants.count,
      duration: world.clock.now().since(record.requestedAt)
    )
    let (ledger, control) = (world.ledger, control)
    Task { control.send(.committed((try? await ledger.commitProgress(snapshot)) ?? false)) }
  }

  private func rows(of nodes: some Collection<Int>) async throws(EngineError) -> [RecordedRow] {
    let changed = nodes.filter { machine.nodes[$0].reason == .changed }
    let changes = changed.isEmpty ? [:] : await world.history.changes(for: changed, in: machine)
    let reused = nodes.compactMap { machine.nodes[$0].past }
    let fragments = reused.isEmpty ? [:] : try await world.history.fragments(of: reused)
    return nodes.map { node in
      if let past = machine.nodes[node].past {
        return .reused(machine.graph.nodes[node].key, past, fragments[past.row] ?? RowFragments())
      }
      return .own(
        RowBuilder.row(of: node, in: machine, changes: changes[node] ?? []),
        log: logs[node]
      )
    }
  }

  mutating func finish() async throws(EngineError) -> RunEngine.Outcome {
    let isFinal = result != .waiting
    record.status = result ?? .failed
    if record.error != nil { record.status = .failed }
    record.stoppedBy = machine.stoppedBy?.description
    if isFinal {
      record.finishedAt = world.clock.now()
      takeOutputs()
    }
    record.counts = machine.counts
    let waiting = Set(machine.waitingNodes)
    let recorded = machine.participants.filter { node in
      isFinal || machine.nodes[node].status.isFinal || waiting.contains(node)
    }
    let snapshot = RunSnapshot(
      run: record,
      request: request,
      rows: try await rows(of: recorded),
      taskCount: machine.participants.count,
      published: isFinal ? try await published() : [],
      isWhole: isFinal && machine.options.selection == nil,
      duration: (record.finishedAt ?? world.clock.now()).since(record.requestedAt)
    )
    let committed =
      isAsBefore(snapshot)
      ? RecordedRun(commit: nil, ref: nil) : try await world.ledger.commitEnd(snapshot)
    try await world.journal.recorded(record.reference)
    if isOpen { await world.backend.forget() }
    await world.history.learned(snapshot, recorded: committed)
    world.observer.runEnded(record, machine: machine)
    return .ended(record, machine, committed)
  }

  /// Whether a run that went on waits just as its record says already.
  private func isAsBefore(_ snapshot: RunSnapshot) -> Bool {
    guard let earlier, result == .waiting, snapshot.run.decisions == earlier.decisions,
      snapshot.rows.count == earlier.rows.count
    else { return false }
    let before = Dictionary(
      earlier.rows.map { (NodeKey(task: $0.task, instance: $0.instance), $0) }
    ) {
      _,
      last in last
    }
    return snapshot.rows.allSatisfy { row in
      guard case .own(let row, _) = row,
        let old = before[NodeKey(task: row.task, instance: row.instance)]
      else { return false }
      return row.status == old.status && row.attempts == old.attempts && row.run == old.run
    }
  }

  /// A result that cannot be had fails a run that went well otherwise.
  private mutating func takeOutputs() {
    do throws(EvaluationError) {
      record.outputs = try RunOutputs.values(of: machine)
    } catch {
      guard record.status == .succeeded else { return }
      record.status = .failed
      record.error = "the outputs of the run have no value: \(error.message)"
    }
  }

  private mutating func published() async throws(EngineError) -> [OutputRecord] {
    let publishers = machine.graph.nodes.indices.filter { node in
      machine.graph.nodes[node].role == .work && machine.nodes[node].status.isSuccess
        && machine.graph.nodes[node].outputs.contains(where: \.publish)
    }
    try await supplyReusedOutputs(of: publishers)
    return publishers.flatMap { node in
      let patterns = machine.graph.nodes[node].outputs.filter(\.publish)
      return machine.nodes[node].outputs.filter { output in
        patterns.contains { $0.covers(output.path) }
      }
    }
  }
}
