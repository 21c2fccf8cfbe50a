import Hashing
import Ledger
import Model
import Planning

extension RunExecutor {
  /// Whether the same decision holds as long as its key is the same: nothing depends on the time
  /// or on files of the local store.
  func isRepeatable(_ machine: RunMachine) -> Bool {
    machine.participants.allSatisfy { node in
      guard case .maximumAge = machine.graph.nodes[node].definition.policy.cache else {
        return machine.nodes[node].past.map { !$0.isLocal } ?? false
      }
      return false
    }
  }

  func newOwner(epoch: Int64 = 1) -> RunOwner {
    var random = SystemRandomNumberGenerator()
    return RunOwner(
      host: HostName.current,
      token: String(random.next(), radix: 36),
      epoch: epoch
    )
  }

  /// A run by hand, or one inside another.
  func newRecord(at now: Timestamp) async throws -> RunRecord {
    var random = SystemRandomNumberGenerator()
    let id = RunID(start: now, random: random.next())
    let by: String
    if let parent { by = parent.by } else { by = try await prepared.session.person() }
    var record = RunRecord(
      reference: RunReference(workflow: prepared.workflow.name, id: id),
      status: .pending,
      owner: newOwner(),
      source: RunSource(
        commit: prepared.target.commit.hex,
        branch: prepared.target.branch,
        file: prepared.file.path
      ),
      trigger: Trigger(kind: parent == nil ? .manual : .workflow, by: by, at: now),
      params: prepared.params,
      requestedAt: now,
      host: HostName.current,
      version: Weir.version
    )
    record.parent = parent?.node
    return record
  }
}
